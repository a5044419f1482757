import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Answer } from '../harness/api.ts'
import { type Card, importRoster, issue, listCards, type Meals, prepareMeals, rosterFile } from '../harness/meals.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

/** Two festivals, one after the other: what is tapped in the last minutes of the first is not paid by the second. */
const autumn = { window: 'autumn', from: '2025-09-29', until: '2025-10-06', creditFen: 10_000 }
const national = { window: 'national', from: '2025-10-07', until: '2025-10-12', creditFen: 10_000 }
const lastDay = autumn.until
const nextDay = national.from
let application: TestLedger
let meals: Meals
let shop = ''
let cards: Card[]

beforeAll(async () => {
  application = await openTestLedger('2025-10-06T15:00:00Z')
  meals = await prepareMeals(application.api, { workers: 6, windows: [autumn, national], fundsFen: [200_000] })
  shop = meals.merchants[0] ?? ''
  await importRoster(application.api, meals.programme, await rosterFile(6))
  await issue(application.api, meals.programme)
  cards = await listCards(application.api, meals.programme)
}, 60_000)
afterAll(() => application.close())

function take(): Card {
  const card = cards.shift()
  if (!card) throw new Error('no card left')
  return card
}

const till = () => `merchant-till/till-1@${shop}`

function redeem(code: string, key: string, what: object = {}, after?: string): Promise<Answer> {
  const body = { merchant: shop, amountFen: 1_500, tappedOn: lastDay, ...what }
  const path = `/v1/vouchers/${code}/redemptions${after ? `?after=${after}` : ''}`
  return application.api.send({ method: 'POST', path, actor: till(), key, body })
}

function undo(redemption: string, key: string): Promise<Answer> {
  const body = { merchant: shop, reason: '错扣' }
  const path = `/v1/redemptions/${redemption}/reversal`
  return application.api.send({ method: 'POST', path, actor: till(), key, body })
}

const remaining = async (code: string): Promise<Record<string, number>> => {
  const { credits } = await application.api.get(`/v1/vouchers/${code}?merchant=${shop}`, till())
  return Object.fromEntries(
    credits.map(({ window, remainingFen }: { window: string; remainingFen: number }) => [window, remainingFen]),
  )
}

it('across midnight: what was recorded is answered again, what was not is recorded no more', async () => {
  const [recorded, lost, undone] = [take(), take(), take()]
  const [key, lostKey, undoKey] = [randomUUID(), randomUUID(), randomUUID()]
  application.clock.advanceTo(new Date('2025-10-06T15:59:59.999Z'))
  const first = await redeem(recorded.code, key)
  expect(first).toMatchObject({ status: 201, body: { redeemedOn: lastDay, draws: [{ window: 'autumn' }] } })
  const wrong = await redeem(undone.code, randomUUID())
  const red = await undo(wrong.body.id, undoKey)
  expect(red).toMatchObject({ status: 201, body: { amountFen: 1_500 } })

  application.clock.advanceTo(new Date('2025-10-06T16:00:00.000Z'))
  const head = await application.head()
  expect(await redeem(recorded.code, key)).toMatchObject({ status: 201, body: first.body })
  expect(await undo(wrong.body.id, undoKey)).toMatchObject({ status: 201, body: red.body })
  expect(await redeem(lost.code, lostKey)).toMatchObject({
    status: 409,
    body: { code: 'not-recorded-that-day', tappedOn: lastDay, today: nextDay },
  })
  expect(await application.head()).toBe(head)
  expect(await remaining(lost.code)).toMatchObject({ national: 10_000 })
})

it('a day that has not come yet is not recorded either; of today it is as if nothing was said', async () => {
  const { code } = take()
  expect(await redeem(code, randomUUID(), { tappedOn: '2025-10-08' })).toMatchObject({
    status: 409,
    body: { code: 'not-recorded-that-day' },
  })
  expect(await redeem(code, randomUUID(), { tappedOn: nextDay })).toMatchObject({
    status: 201,
    body: { redeemedOn: nextDay, draws: [{ window: 'national' }] },
  })
})

it('also where the shop has left the programme meanwhile, what is recorded under the key is answered', async () => {
  const [recorded, other] = [take(), take()]
  const key = randomUUID()
  const first = await redeem(recorded.code, key, { tappedOn: nextDay })
  const path = `/v1/programmes/${meals.programme}/merchants/${shop}?reason=${encodeURIComponent('停业')}`
  expect(await application.api.send({ method: 'DELETE', path })).toMatchObject({ status: 200 })
  const left = (await application.ledger.store.head())?.position
  expect(await redeem(recorded.code, key, { tappedOn: nextDay }, left)).toMatchObject({ status: 201, body: first.body })
  expect(await redeem(recorded.code, randomUUID(), { tappedOn: nextDay }, left)).toMatchObject({
    status: 404,
    body: { code: 'voucher-unknown' },
  })
  expect(await redeem(other.code, key, { tappedOn: nextDay }, left)).toMatchObject({ status: 404 })
  // What else is wrong with the request does not tell that there is such a card.
  const lateEntry = { occurredAt: '2025-10-07T04:00:00Z', reason: '停电' }
  expect(await redeem(other.code, randomUUID(), { lateEntry }, left)).toMatchObject({ status: 404 })
})
