import { addDays } from '@welfare/contracts/days.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSeededRandom, pick, type Random } from '../../services/standalone/src/demo/seeded-random.ts'
import type { Answer } from '../harness/api.ts'
import { listAll } from '../harness/api.ts'
import { type Card, importRoster, issue, listCards, type Meals, prepareMeals, rosterFile } from '../harness/meals.ts'
import { recompute } from '../harness/recompute.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

/** Fifteen days on which a third of the papers come late and a good part of what is entered is wrong. */
const FIRST_DAY = '2025-06-02'
const DAYS = 15
const ACTS_A_DAY = 60
const windows = [
  { window: 'first', from: '2025-06-02', until: '2025-06-05', creditFen: 1_003 },
  { window: 'second', from: '2025-06-04', until: '2025-06-08', creditFen: 777 },
  { window: 'third', from: '2025-06-07', until: '2025-06-30', creditFen: 501 },
]

let fixture: TestLedger
let meals: Meals
let cards: Card[]
let today: string
const entered = { donations: [] as string[], refunds: [] as string[], allocations: [] as string[], meals: [] as Meal[] }
const refusedAs = new Map<string, number>()

interface Meal {
  readonly id: string
  readonly merchant: string
}

beforeAll(async () => {
  fixture = await openTestLedger(`${FIRST_DAY}T08:00:00+08:00`)
  const rules = { lateEntryDays: 3, quota: { redemptionsPerDay: 6 } }
  meals = await prepareMeals(fixture.api, { workers: 25, windows, fundsFen: [40_001, 19_999, 27_333], rules })
  await importRoster(fixture.api, meals.programme, await rosterFile(25))
  await issue(fixture.api, meals.programme)
  cards = await listCards(fixture.api, meals.programme)
  const random = createSeededRandom(11)
  for (let day = 0; day < DAYS; day += 1) {
    today = addDays(FIRST_DAY, day)
    if (day > 0) fixture.clock.advanceTo(new Date(`${today}T10:00:00+08:00`))
    await fixture.ledger.vouchers.sweepExpiredCredits()
    for (let act = 0; act < ACTS_A_DAY; act += 1) await actOnce(random)
  }
}, 240_000)
afterAll(() => fixture.close())

/** What an office may do at any time; much of it does not fit and is refused, as in life. */
async function actOnce(random: Random): Promise<void> {
  const some = (most: number) => 1 + Math.floor(random() * most)
  const isLate = random() < 1 / 3
  const daysBack = isLate ? some(5) : 0
  const day = addDays(today, -daysBack)
  const lateEntry = isLate ? { lateEntry: { reason: '单据晚到' } } : {}
  const { programme, funds, merchants } = meals
  const fund = pick(funds, random)
  const shop = Math.floor(random() * merchants.length)
  const merchant = merchants[shop] ?? ''
  const card = pick(cards, random)
  const dice = random()
  if (dice < 0.38) {
    const occurredAt = `${day}T0${some(9)}:30:00+08:00`
    const paper = { document: { kind: 'slip', number: `S-${random()}` } }
    const late = isLate && { lateEntry: { occurredAt, reason: '手工单' }, ...paper }
    const till = isLate ? undefined : `merchant-till/till-${shop}@${merchant}`
    const body = { merchant, amountFen: some(300), ...late }
    const meal = await send(`/v1/vouchers/${card.code}/redemptions`, body, till)
    if (meal.status === 201) entered.meals.push({ id: meal.body.id, merchant })
  } else if (dice < 0.5 && entered.meals.length > 0) {
    const meal = pick(entered.meals, random)
    const part = random() < 0.5 && { amountFen: some(150) }
    const till = random() < 0.3 ? `merchant-till/till-${merchants.indexOf(meal.merchant)}@${meal.merchant}` : undefined
    const body = { merchant: meal.merchant, reason: '录错', ...part }
    await send(`/v1/redemptions/${meal.id}/reversal`, body, till)
  } else if (dice < 0.52) {
    const body = { window: 'first', toWindow: 'third', reason: '错过节日' }
    await send(`/v1/programmes/${programme}/workers/${card.worker}/credits/move`, body)
  } else if (dice < 0.54) {
    const end = random() < 0.5 ? 'withdraw' : 'keep'
    await send(`/v1/programmes/${programme}/workers/${card.worker}/voucher/replacement`, { reason: '遗失' })
    await send(`/v1/vouchers/${card.code}/void`, { reason: '遗失', credits: end })
  } else if (dice < 0.64) {
    const donor = { kind: 'individual' }
    const paper = { receiptNumber: `R-${random()}`, donor, amountFen: some(9_000), receivedOn: day }
    const donation = await send(`/v1/funds/${fund}/donations`, { ...paper, ...lateEntry })
    if (donation.status === 201) entered.donations.push(donation.body.id)
  } else if (dice < 0.76) {
    const body = { programme, amountFen: some(6_000), allocatedOn: day, ...lateEntry }
    const allocation = await send(`/v1/funds/${fund}/allocations`, body)
    if (allocation.status === 201) entered.allocations.push(allocation.body.id)
  } else if (dice < 0.82 && entered.donations.length > 0) {
    const donation = pick(entered.donations, random)
    const body = { donation, amountFen: some(3_000), reason: '多汇', refundedOn: day, ...lateEntry }
    const refund = await send(`/v1/funds/${fundOf(donation)}/refunds`, body)
    if (refund.status === 201) entered.refunds.push(refund.body.id)
  } else if (dice < 0.88 && entered.donations.length > 0) {
    const donation = pick(entered.donations, random)
    const right = {
      receiptNumber: `C-${random()}`,
      donor: { kind: 'individual' },
      amountFen: some(9_000),
      receivedOn: day,
    }
    const body = { donation, reason: '录错', ...(random() < 0.7 && { right }) }
    const corrected = await send(`/v1/funds/${fundOf(donation)}/donation-corrections`, body)
    if (corrected.status === 201 && corrected.body.right) entered.donations.push(corrected.body.right)
  } else if (dice < 0.92 && entered.refunds.length > 0) {
    const refund = pick(entered.refunds, random)
    const body = { refund, reason: '退错', rightAmountFen: random() < 0.5 ? 0 : some(3_000) }
    const corrected = await send(`/v1/funds/${fundOf(refund)}/refund-corrections`, body)
    if (corrected.status === 201 && corrected.body.right) entered.refunds.push(corrected.body.right)
  } else if (dice < 0.96 && entered.allocations.length > 0) {
    const body = { allocation: pick(entered.allocations, random), reason: '录错', rightAmountFen: some(3_000) }
    await send(`/v1/programmes/${programme}/allocation-corrections`, body)
  } else {
    await send(`/v1/programmes/${programme}/allocation-returns`, { fund, amountFen: some(900), reason: '调整' })
  }
}

async function send(path: string, body: object, actor?: string): Promise<Answer> {
  const answer = await fixture.api.send({ method: 'POST', path, body, ...(actor && { actor }) })
  expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(500)
  if (answer.status >= 400) refusedAs.set(answer.body.code, (refusedAs.get(answer.body.code) ?? 0) + 1)
  return answer
}

function fundOf(part: string): string {
  return part.slice(0, part.lastIndexOf('.'))
}

describe('after fifteen ordinary days', () => {
  it('every account of the cards that was issued is used, on a card, or back with its programme', async () => {
    const { rows } = await fixture.api.get(`/v1/budget?by=programme&programme=${meals.programme}`)
    const { balances } = rows[0]
    expect(balances.committedFen).toBe(0)
    expect(balances.usedFen).toBeGreaterThan(0)
  })

  it('the history holds late entries and corrections of every kind', async () => {
    const legs: { eventType: string; accountingDate: string }[] = await listAll(fixture.api, '/v1/journal', 'legs')
    const types = new Set(legs.map(({ eventType }) => eventType))
    const corrections = ['DonationReversed', 'RefundReversed', 'AllocationReversed', 'RedemptionReversed']
    for (const type of [...corrections, 'CreditExpired']) expect(types, type).toContain(type)
    const late = legs.filter((leg, index) => leg.accountingDate < (legs[index - 1]?.accountingDate ?? ''))
    expect(late.length).toBeGreaterThan(50)
  })

  it('an outside program finds every balance at fifty moments and on twenty days, and none ever below zero', async () => {
    const { exitCode, text } = await recompute(fixture.api, 50, 20)
    expect(text).toContain(': 0 differences')
    expect(exitCode).toBe(0)
  })

  it('what does not fit is refused by the books, not by the shape of the request', () => {
    expect([...refusedAs.keys()].filter((code) => code.includes('invalid'))).toEqual([])
    expect(refusedAs.size).toBeGreaterThan(5)
  })
})
