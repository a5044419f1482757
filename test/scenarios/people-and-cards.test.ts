import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answer } from '../harness/api.ts'
import { type Card, importRoster, issue, listCards, type Meals, prepareMeals, rosterFile } from '../harness/meals.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

/** What a desk asks of people and their cards: prints, one person's whole story, acts tried before they are done. */
let ledger: TestLedger
let meals: Meals
let cards: Card[]

const july = { window: 'july', from: '2025-07-01', until: '2025-07-20', creditFen: 20_000 }
const august = { window: 'august', from: '2025-08-01', until: '2025-08-20', creditFen: 10_000 }

beforeAll(async () => {
  ledger = await openTestLedger('2025-07-02T02:00:00Z')
  meals = await prepareMeals(ledger.api, { workers: 4, windows: [july, august], fundsFen: [100_000, 50_000] })
  await importRoster(ledger.api, meals.programme, await rosterFile(4))
  await issue(ledger.api, meals.programme, ['july'])
  cards = await listCards(ledger.api, meals.programme)
}, 60_000)
afterAll(() => ledger.close())

const post = (path: string, body: object, more: { key?: string; actor?: string } = {}): Promise<Answer> =>
  ledger.api.send({ method: 'POST', path, body, ...more })

test('cards are printed once, then marked as printed again; who is void gets none; a repeat is the same print', async () => {
  const [one, two, gone] = cards.map(({ worker }) => worker)
  const path = `/v1/programmes/${meals.programme}/card-prints`
  await post(`/v1/vouchers/${cards[2]?.code}/void`, { reason: '离职' })
  const asked = { workers: [two, one, gone], names: 'full' }
  const first = await post(path, asked, { key: 'the-first-print' })
  expect(first).toMatchObject({
    status: 201,
    body: {
      cards: [
        { worker: two, code: cards[1]?.code, copy: 1 },
        { worker: one, code: cards[0]?.code, copy: 1 },
      ],
      notPrinted: [{ worker: gone, code: 'voucher-voided' }],
    },
  })
  const repeated = await post(path, asked, { key: 'the-first-print' })
  expect(repeated.body).toEqual(first.body)
  const again = await post(path, { workers: [one], names: 'masked', lastFourDigits: true })
  expect(again.body.cards).toMatchObject([{ worker: one, copy: 2, replaces: false }])
  const printed = await ledger.api.get(`/v1/trail/${one}?limit=200`)
  expect(printed.events.filter(({ type }: { type: string }) => type === 'VoucherPrinted')).toMatchObject([
    { data: { names: 'full', copy: 1 } },
    { data: { names: 'masked', lastFourDigits: true, copy: 2 } },
  ])
  const listed = await ledger.api.get(`/v1/programmes/${meals.programme}/vouchers`)
  expect(listed.items.map(({ printed, printedOn }: Printed) => [printed, printedOn])).toEqual([
    [2, '2025-07-02'],
    [1, '2025-07-02'],
    [0, undefined],
    [0, undefined],
  ])
  expect(listed.items[0]).toMatchObject({
    replaces: false,
    credits: [{ window: 'july', until: '2025-07-20', grantedFen: 20_000 }],
  })
  expect((await post(path, { workers: [one], names: 'full' }, { actor: 'approver/wang' })).status).toBe(403)
})

test('a void and a move are shown before they are done, and nothing is recorded by that', async () => {
  const card = cards[3]
  const before = await ledger.ledger.store.head()
  const voided = await post(`/v1/vouchers/${card?.code}/void?dryRun=true`, { reason: '离职', credits: 'withdraw' })
  expect(voided).toMatchObject({ status: 200, body: { wallet: card?.wallet, withdrawnFen: 20_000 } })
  const move = { window: 'july', toWindow: 'august', reason: '大雪' }
  const path = `/v1/programmes/${meals.programme}/workers/${card?.worker}/credits/move`
  expect(await post(`${path}?dryRun=true`, move)).toMatchObject({ status: 200, body: { movedFen: 20_000 } })
  expect(await post(`${path}?dryRun=true`, { ...move, window: 'august', toWindow: 'july' })).toMatchObject({
    status: 409,
    body: { code: 'credit-not-open' },
  })
  expect((await ledger.ledger.store.head())?.sequence).toBe(before?.sequence)
})

test('one person: card, credits and meals of each programme in one answer, without a code, within the scope', async () => {
  const card = cards[0]
  const [shop] = meals.merchants
  const till = { actor: `merchant-till/till-1@${shop}` }
  await post(`/v1/vouchers/${card?.code}/redemptions`, { merchant: shop, amountFen: 2_350 }, till)
  const wrong = await post(`/v1/vouchers/${card?.code}/redemptions`, { merchant: shop, amountFen: 1_000 }, till)
  await post(`/v1/redemptions/${wrong.body.id}/reversal`, { merchant: shop, reason: '录错' }, till)
  const dishes = [{ code: 'dumplings', quantity: 2 }]
  const eaten = await post(`/v1/vouchers/${card?.code}/redemptions`, { merchant: shop, items: dishes }, till)
  const one = [{ code: 'dumplings', quantity: 1 }]
  await post(`/v1/redemptions/${eaten.body.id}/reversal`, { merchant: shop, reason: '多记一份', items: one }, till)
  for (const role of ['officer', 'approver', 'auditor']) {
    const { items } = await ledger.api.get(`/v1/workers/${card?.worker}/vouchers`, `${role}/of-${role}`)
    expect(items).toMatchObject([
      {
        programme: meals.programme,
        status: 'active',
        balanceFen: 16_650,
        credits: [{ window: 'july', issuedFor: 'july', grantedFen: 20_000, remainingFen: 16_650, until: '2025-07-20' }],
        meals: [
          { day: '2025-07-02', merchant: shop, amountFen: 2_350, keptFen: 2_350, items: [], enteredBy: 'till' },
          { amountFen: 1_000, keptFen: 0 },
          { amountFen: 2_000, keptFen: 1_000, items: one },
        ],
      },
    ])
    expect(JSON.stringify(items)).not.toContain(card?.code)
  }
  const elsewhere = { method: 'GET', path: `/v1/workers/${card?.worker}/vouchers`, actor: 'officer/other@130302' }
  expect((await ledger.api.send(elsewhere)).status).toBe(404)
})

test('a budget says what each fund would give to a draw, by the rule that gives it', async () => {
  const { funds } = await ledger.api.get(`/v1/programmes/${meals.programme}/budget`)
  const { draw } = await ledger.api.get(`/v1/programmes/${meals.programme}/budget?drawFen=40000&windows=august`)
  expect(draw.funds.map(({ givesFen }: Given) => givesFen).reduce((sum: number, fen: number) => sum + fen)).toBe(40_000)
  expect(draw.funds.map(({ givesFen, remainsFen }: Given) => givesFen + remainsFen)).toEqual(
    funds.map(({ allocatedFen }: { allocatedFen: number }) => allocatedFen),
  )
  const short = await ledger.api.get(`/v1/programmes/${meals.programme}/budget?drawFen=90000000`)
  expect(short.draw).toEqual({
    funds: [],
    refusal: { code: 'budget-insufficient', facts: { allocatedFen: 70_000, neededFen: 90_000_000 } },
  })
  const { job } = await issue(ledger.api, meals.programme, ['august'])
  const after = await ledger.api.get(`/v1/programmes/${meals.programme}/budget`)
  expect(job.status).toBe('done')
  expect(after.funds.map(({ allocatedFen }: { allocatedFen: number }) => allocatedFen)).toEqual(
    draw.funds.map(({ remainsFen }: Given) => remainsFen),
  )
})

test('a card that is looked up again after midnight is told as it is on the new day', async () => {
  const card = cards[1]
  const paths = [
    `/v1/vouchers/${card?.code}?merchant=${meals.merchants[0]}`,
    `/v1/programmes/${meals.programme}/workers/${card?.worker}/voucher`,
    `/v1/programmes/${meals.programme}/budget?drawFen=100`,
  ]
  const ask = (tags: readonly (string | null)[]) =>
    Promise.all(
      paths.map((path, index) =>
        ledger.api.send({ method: 'GET', path, headers: { 'if-none-match': tags[index] ?? '' } }),
      ),
    )
  ledger.clock.advanceTo(new Date('2025-07-20T15:59:59.999Z'))
  const before = await ask([])
  ledger.clock.advanceTo(new Date('2025-07-20T16:00:00.000Z'))
  const after = await ask(before.map(({ headers }) => headers.get('etag')))
  expect(after.map(({ status, headers }) => [status, headers.get('cache-control')])).toEqual(
    paths.map(() => [200, 'no-store']),
  )
  const [day, balanceFen] = ['2025-07-21', 0]
  expect(after.map(({ body: { asOf: _, ...body } }) => body)).toMatchObject([
    { day, balanceFen },
    { day, balanceFen },
    {},
  ])
})

interface Printed {
  printed: number
  printedOn?: string
}
interface Given {
  givesFen: number
  remainsFen: number
}
