import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Card, importRoster, issue, listCards, type Meals, prepareMeals, rosterFile } from '../harness/meals.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

const window = { window: 'july', from: '2025-07-01', until: '2025-07-31', creditFen: 20_000 }
const rules = { ownSharePerRedemptionFen: 200 }
let application: TestLedger
let meals: Meals
let shop = ''
let next = ''
let cards: Card[]

beforeAll(async () => {
  application = await openTestLedger('2025-07-10T00:00:00Z')
  meals = await prepareMeals(application.api, { workers: 6, windows: [window], fundsFen: [200_000, 100_000], rules })
  ;[shop = '', next = ''] = meals.merchants
  await importRoster(application.api, meals.programme, await rosterFile(6))
  await issue(application.api, meals.programme)
  cards = await listCards(application.api, meals.programme)
}, 60_000)
afterAll(() => application.close())

const till = (merchant = shop) => `merchant-till/till-${merchant.slice(-4)}@${merchant}`
const owner = () => `merchant-owner/owner@${shop}`
const at = (instant: string) => application.clock.advanceTo(new Date(instant))

async function eat(index: number, what: object = { amountFen: 1_200 }, merchant = shop): Promise<{ id: string }> {
  const path = `/v1/vouchers/${cards[index]?.code}/redemptions`
  return application.api.post(path, { merchant, ...what }, { actor: till(merchant) })
}

function takeBack(redemption: string, what: object = {}) {
  const body = { merchant: shop, reason: '错扣', ...what }
  return application.api.post(`/v1/redemptions/${redemption}/reversal`, body, { actor: till() })
}

const list = (query = '', actor = till()) => application.api.get(`/v1/merchants/${shop}/meals${query}`, actor)
const idsOf = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id)

it('a shop sees its meals of a day, newest first, with what stands of them, and nobody else’s', async () => {
  at('2025-07-10T04:00:00Z')
  const first = await eat(0)
  const second = await eat(1, { items: [{ code: 'dumplings', quantity: 2 }], deviceId: 'front' })
  await eat(2, undefined, next)
  const listed = await list()
  expect(listed).toEqual({
    day: '2025-07-10',
    total: { meals: 2, takenBack: 0, amountFen: 2_800, ownShareFen: 400 },
    items: [
      {
        ...{ id: second.id, programme: meals.programme, enteredAt: '2025-07-10T04:00:00.000Z', enteredBy: 'till' },
        ...{ device: 'front', amountFen: 1_800, keptFen: 1_800, ownShareFen: 200, discountFen: 400 },
        ...{ tail: cards[1]?.code.slice(-4), undoUntil: '2025-07-10T16:00:00.000Z' },
      },
      {
        ...{ id: first.id, programme: meals.programme, enteredAt: '2025-07-10T04:00:00.000Z', enteredBy: 'till' },
        ...{ device: `till-${shop.slice(-4)}`, amountFen: 1_000, keptFen: 1_000, ownShareFen: 200, discountFen: 0 },
        ...{ tail: cards[0]?.code.slice(-4), undoUntil: '2025-07-10T16:00:00.000Z' },
      },
    ],
  })
  expect(await list('', owner())).toEqual(listed)
  expect(await list('', 'officer/near@632701')).toEqual(listed)
  for (const stranger of [till(next), 'officer/far@130302']) {
    const answer = await application.api.send({
      method: 'GET',
      path: `/v1/merchants/${shop}/meals`,
      actor: stranger,
    })
    expect(answer).toMatchObject({ status: 404, body: { code: 'merchant-unknown' } })
  }
})

it('what is taken back, wholly or in part, leaves the total of the meal’s own day', async () => {
  const [second = '', first = ''] = idsOf(await list())
  await takeBack(second, { items: [{ code: 'dumplings', quantity: 1 }] })
  at('2025-07-10T15:59:00Z')
  await takeBack(first)
  const { items, total } = await list()
  expect(items).toMatchObject([
    { id: second, amountFen: 1_800, keptFen: 800, ownShareFen: 200, discountFen: 200 },
    { id: first, amountFen: 1_000, keptFen: 0, ownShareFen: 0 },
  ])
  expect(items[1]).not.toHaveProperty('undoUntil')
  expect(total).toEqual({ meals: 1, takenBack: 1, amountFen: 800, ownShareFen: 200 })
})

it('of the day before, a till is told until when it may take back; papers of the union it may not', async () => {
  const late = await eat(3)
  at('2025-07-11T01:00:00Z')
  const paper = { document: { kind: 'slip', number: 'S-9' } }
  const occurredAt = '2025-07-10T05:00:00Z'
  const entered = { merchant: shop, amountFen: 900, lateEntry: { occurredAt, reason: '停电' }, ...paper }
  await application.api.post(`/v1/vouchers/${cards[4]?.code}/redemptions`, entered)
  const { items, total } = await list('?day=2025-07-10')
  expect(items[0]).toMatchObject({ amountFen: 700, enteredBy: 'union' })
  expect(items[0]).not.toHaveProperty('undoUntil')
  expect(items[1]).toMatchObject({ id: late.id, undoUntil: '2025-07-11T03:59:00.000Z' })
  expect(total).toEqual({ meals: 3, takenBack: 1, amountFen: 2_500, ownShareFen: 600 })
  at('2025-07-11T03:59:00.001Z')
  expect((await list('?day=2025-07-10')).items[1]).not.toHaveProperty('undoUntil')
})

it('page after page holds each meal once; days follow each other; and their sum is what the shop is owed', async () => {
  at('2025-07-12T04:00:00Z')
  for (let index = 0; index < 5; index += 1) await eat(5, { amountFen: 300 + index })
  const whole = await list()
  const seen: string[] = []
  for (let cursor = ''; ; ) {
    const page = await list(`?limit=2${cursor}`)
    seen.push(...idsOf(page))
    expect(page.total).toEqual(whole.total)
    if (!page.nextCursor) break
    cursor = `&cursor=${page.nextCursor}`
  }
  expect(seen).toEqual(idsOf(whole))
  const days = await application.api.get(`/v1/merchants/${shop}/meal-days`, owner())
  expect(days.items).toEqual([
    { day: '2025-07-12', ...whole.total },
    { day: '2025-07-10', meals: 3, takenBack: 1, amountFen: 2_500, ownShareFen: 600 },
  ])
  const before = await application.api.get(`/v1/merchants/${shop}/meal-days?until=2025-07-11&limit=1`, till())
  expect(before).toEqual({
    items: [days.items[1]],
    total: { meals: 3, takenBack: 1, amountFen: 2_500, ownShareFen: 600 },
  })
  const owed = await application.api.get(`/v1/payables?merchant=${shop}`, owner())
  expect(owed).toMatchObject({
    payables: [
      { merchant: shop, programme: meals.programme, programmeName: '测试餐补', owedFen: days.total.amountFen },
    ],
    totalFen: days.total.amountFen,
  })
  const ofAll = await application.api.get('/v1/payables', owner())
  expect(ofAll.payables).toEqual(owed.payables)
  expect((await application.api.get('/v1/payables?effective=2025-07-11', owner())).totalFen).toBe(2_500)
})

it('the till is told who holds the card by a masked name only, and of nobody else', async () => {
  const { worker, asOf, leastOwnShareFen } = await application.api.get(`/v1/vouchers/${cards[0]?.code}`, till())
  expect({ asOf, leastOwnShareFen }).toEqual({ asOf: '2025-07-12T04:00:00.000Z', leastOwnShareFen: 200 })
  expect(await application.api.get(`/v1/workers/${worker}/masked-name`, till())).toEqual({
    worker,
    name: expect.stringMatching(/^虚\*\d$/),
  })
  const elsewhere = `worker-${randomUUID()}`
  const path = `/v1/workers/${elsewhere}/masked-name`
  expect(await application.api.send({ method: 'GET', path, actor: till() })).toMatchObject({ status: 404 })
})
