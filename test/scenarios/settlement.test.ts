import { afterAll, beforeAll, expect, test } from 'vitest'
import { statementId } from '../../services/vouchers/src/statements/take-back.ts'
import type { Answer } from '../harness/api.ts'
import { type Card, importRoster, issue, listCards, type Meals, prepareMeals, rosterFile } from '../harness/meals.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

/** From meals to an approved statement over HTTP: 200 given; 100 eaten; 40 taken back after the approval; 70 eaten. */
let application: TestLedger
let meals: Meals
let cards: Card[]
let shop: string
let statement: string

const window = { window: 'july', from: '2025-07-01', until: '2025-07-20', creditFen: 20_000 }
const document = { kind: 'slip', number: 'S-1' }

beforeAll(async () => {
  application = await openTestLedger('2025-07-02T02:00:00Z')
  meals = await prepareMeals(application.api, { workers: 2, windows: [window], fundsFen: [40_000] })
  shop = meals.merchants[0] ?? ''
  statement = statementId(shop, meals.programme)
  await importRoster(application.api, meals.programme, await rosterFile(2))
  await issue(application.api, meals.programme)
  cards = await listCards(application.api, meals.programme)
}, 60_000)
afterAll(() => application.close())

function send(path: string, body: object, actor = 'officer/li'): Promise<Answer> {
  return application.api.send({ method: 'POST', path, body, actor })
}
const read = (path: string, actor = 'officer/li'): Promise<Answer> =>
  application.api.send({ method: 'GET', path, actor })

async function eat(amountFen: number): Promise<string> {
  const answer = await send(
    `/v1/vouchers/${cards[0]?.code}/redemptions`,
    { merchant: shop, amountFen },
    `merchant-till/till-1@${shop}`,
  )
  expect(answer.status).toBe(201)
  return answer.body.id
}
const act = (path: string, body: object, actor?: string) => send(`/v1/statements/${statement}/${path}`, body, actor)
const propose = (body: object = {}, query = '') => send(`/v1/programmes/${meals.programme}/statements${query}`, body)
const takeBack = (id: string, what: object = {}) =>
  send(`/v1/redemptions/${id}/reversal`, { merchant: shop, reason: '录错', document, ...what })

async function approve(number: number, revision = 1): Promise<void> {
  expect(await act('confirmation', { number, revision }, `merchant-owner/owner@${shop}`)).toMatchObject({ status: 201 })
  expect(await act('approval', { number, revision }, 'approver/wang')).toMatchObject({ status: 201 })
}

test('a meal of an approved number is owed, and set off with the next one', async () => {
  const [first] = [await eat(4_000), await eat(6_000)]
  expect(await propose({}, '?dryRun=true')).toMatchObject({
    status: 200,
    body: { items: [{ merchant: shop, statement, number: 1, meals: 2, dueFen: 10_000, outcome: 'proposed' }] },
  })
  expect(await propose()).toMatchObject({ status: 201, body: { items: [{ outcome: 'proposed' }] } })
  expect(await propose()).toMatchObject({ body: { items: [{ outcome: 'statement-already-proposed' }] } })
  expect(await act('approval', { number: 1, revision: 1 }, 'approver/wang')).toMatchObject({
    status: 409,
    body: { code: 'statement-not-confirmed' },
  })
  await approve(1)
  expect(await takeBack(String(first))).toMatchObject({ status: 201, body: { amountFen: 4_000, keptFen: 0 } })
  await eat(7_000)
  expect(await propose()).toMatchObject({ body: { items: [{ number: 2, meals: 1, dueFen: 3_000 }] } })
  await approve(2)
  expect(await read(`/v1/statements/${statement}`)).toMatchObject({
    status: 200,
    body: {
      numbers: [
        { number: 1, payFen: 10_000, status: 'approved' },
        { number: 2, payFen: 3_000, funds: [{ mealsFen: 7_000, takenBackFen: 4_000, dueFen: 3_000 }] },
      ],
      open: { number: 3, payFen: 0 },
    },
  })
  expect((await read(`/v1/statements/${statement}/lines?number=2`)).body.items).toMatchObject([
    { kind: 'taken-back', redemption: first, amountFen: 4_000, reason: '录错' },
    { kind: 'meal', amountFen: 7_000 },
  ])
  const { items } = (await read(`/v1/statements?programme=${meals.programme}`)).body
  expect(items).toMatchObject([
    { number: 1, payFen: 10_000 },
    { number: 2, payFen: 3_000 },
  ])
})

test('a meal that is taken back makes its own number a draft, and no other one', async () => {
  const inIt = await eat(900)
  await propose()
  const afterIt = await eat(800)
  expect(await takeBack(afterIt)).toMatchObject({ status: 201 })
  expect((await read(`/v1/statements/${statement}`)).body.open).toMatchObject({ status: 'proposed', payFen: 900 })
  expect(await takeBack(inIt, { amountFen: 200 })).toMatchObject({ status: 201, body: { keptFen: 700 } })
  expect((await read(`/v1/statements/${statement}`)).body.open).toMatchObject({ status: 'draft', payFen: 700 })
  await propose()
  await approve(3, 2)
  expect((await read(`/v1/statements/${statement}`)).body.numbers.at(-1)).toMatchObject({ number: 3, payFen: 700 })
})

test('the till is told which approved number holds a meal, and of none before it is approved', async () => {
  const meal = await eat(500)
  const listed = async () => {
    const { items } = (await read(`/v1/merchants/${shop}/meals`, `merchant-till/till-1@${shop}`)).body
    return items.find(({ id }: { id: string }) => id === meal)
  }
  await propose()
  expect(await listed()).not.toHaveProperty('statement')
  await approve(4)
  expect(await listed()).toMatchObject({ id: meal, statement: 4 })
})

test('what is disputed is not paid before the dispute ends', async () => {
  const meal = await eat(600)
  expect(await act('disputes', { redemption: meal, reason: '没有小票' })).toMatchObject({ status: 201 })
  expect(await takeBack(meal)).toMatchObject({ status: 409, body: { code: 'line-disputed' } })
  expect((await read(`/v1/statements/${statement}`)).body).toMatchObject({
    open: { payFen: 0 },
    disputes: [{ redemption: meal }],
  })
  expect(await act('disputes/end', { redemption: meal, outcome: 'stands', reason: '找到了' })).toMatchObject({
    status: 201,
  })
  expect((await read(`/v1/statements/${statement}`)).body.open).toMatchObject({ payFen: 600 })
})
