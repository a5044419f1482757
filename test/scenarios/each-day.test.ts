import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Card, importRoster, issue, listCards, type Meals, prepareMeals, rosterFile } from '../harness/meals.ts'
import { misfitsOfSettlement } from '../harness/settlement-misfits.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

/** 120 days with 6.00 each, to be used on the day itself; dumplings only. */
const season = { window: 'season', from: '2025-06-01', until: '2025-09-28', creditFen: 72_000 }
let application: TestLedger
let meals: Meals
let cards: Card[]
let shop = ''

beforeAll(async () => {
  application = await openTestLedger('2025-06-01T02:00:00Z')
  const rules = { eachDayFen: 600, allowedItems: ['dumplings'] }
  meals = await prepareMeals(application.api, { workers: 2, windows: [season], fundsFen: [300_000], rules })
  shop = meals.merchants[0] ?? ''
  await importRoster(application.api, meals.programme, await rosterFile(2))
}, 60_000)
afterAll(() => application.close())

const till = () => ({ actor: `merchant-till/till-1@${shop}` })
const eat = (card: Card | undefined, meal: object) =>
  application.api.send({
    ...{ method: 'POST', path: `/v1/vouchers/${card?.code}/redemptions`, body: { merchant: shop, ...meal } },
    ...till(),
  })
const dumplings = { items: [{ code: 'dumplings', quantity: 1 }] }
const creditsOf = async (card: Card | undefined) =>
  (await application.ledger.store.readAll({ limit: 10_000 })).filter(
    ({ stream, type }) => stream === card?.wallet && type === 'CreditReceived',
  )

test('120 days are one order: what it costs is told before, and each person has one credit', async () => {
  const { api } = application
  const round = await api.post(`/v1/programmes/${meals.programme}/rounds`, { name: '名单' })
  const issuances = `/v1/programmes/${meals.programme}/issuances`
  expect(await api.post(`${issuances}?dryRun=true`, { round: round.id })).toMatchObject({
    ...{ workers: 2, totalFen: 144_000, sufficient: true },
    windows: [{ window: 'season', creditFen: 72_000, amountFen: 144_000 }],
  })
  const ordered = await api.post(issuances, { round: round.id })
  expect(await api.finishJob(ordered.id)).toMatchObject({ status: 'done', result: { issuedFen: 144_000 } })
  cards = await listCards(api, meals.programme)
  for (const card of cards) expect(await creditsOf(card)).toHaveLength(1)
})

test('on a day its own amount can be used, and no other’s', async () => {
  const { api, clock } = application
  const [card] = cards
  const looked = () => api.get(`/v1/vouchers/${card?.code}?merchant=${shop}`)
  expect(await looked()).toMatchObject({ usableNowFen: 600, itemsOnly: true, allowedItems: ['dumplings'] })
  const tooMuch = await eat(card, { ...dumplings, ownShareFen: 300 })
  expect(tooMuch).toMatchObject({ status: 409, body: { code: 'quota-reached', amountPerDayFen: 600 } })
  expect(await eat(card, { ...dumplings, ownShareFen: 400 })).toMatchObject({ status: 201, body: { amountFen: 600 } })
  expect(await looked()).toMatchObject({ usableNowFen: 0, refusal: { code: 'quota-reached' } })
  // Nothing was eaten on the 2nd: its 6.00 are gone.
  clock.advanceTo(new Date('2025-06-03T02:00:00Z'))
  expect(await looked()).toMatchObject({ usableNowFen: 600 })
  expect(await eat(card, { ...dumplings, ownShareFen: 300 })).toMatchObject({ status: 409 })
  expect(await eat(card, { ...dumplings, ownShareFen: 400 })).toMatchObject({ status: 201 })
})

test('only what the programme allows is eaten with it, and no amount alone', async () => {
  const { api } = application
  const [, card] = cards
  const items = [
    { code: 'dumplings', name: '饺子', listPriceFen: 600, agreedPriceFen: 500 },
    { code: 'beer', name: '啤酒', listPriceFen: 600, agreedPriceFen: 500 },
  ]
  await api.post(`/v1/merchants/${shop}/price-lists`, { validFrom: '2025-06-03', items })
  expect(await eat(card, { items: [{ code: 'beer', quantity: 1 }] })).toMatchObject({
    ...{ status: 422, body: { code: 'item-not-allowed', items: ['啤酒'] } },
  })
  expect(await eat(card, { amountFen: 500 })).toMatchObject({ status: 422, body: { code: 'items-only' } })
  expect(await eat(card, dumplings)).toMatchObject({ status: 201, body: { amountFen: 500 } })
})

test('whoever comes on the 61st day has the sixty that are left', async () => {
  const { api, clock } = application
  clock.advanceTo(new Date('2025-07-31T02:00:00Z'))
  await importRoster(api, meals.programme, await rosterFile(1, 2))
  const { job } = await issue(api, meals.programme)
  expect(job).toMatchObject({ status: 'done', result: { issuedFen: 36_000 } })
  const known = new Set(cards.map(({ code }) => code))
  const [late] = (await listCards(api, meals.programme)).filter(({ code }) => !known.has(code))
  expect(await creditsOf(late)).toHaveLength(1)
  expect(await api.get(`/v1/vouchers/${late?.code}?merchant=${shop}`)).toMatchObject({
    ...{ usableNowFen: 600, usable: [{ from: '2025-07-31', until: '2025-09-28', remainingFen: 36_000 }] },
  })
})

test('what was not used goes back with the last day, once a person, and the verifier finds no day above its amount', async () => {
  const { api, ledger, clock } = application
  clock.advanceTo(new Date('2025-10-03T02:00:00Z'))
  await ledger.vouchers.sweepExpiredCredits()
  const log = await ledger.store.readAll({ limit: 10_000 })
  expect(log.filter(({ type }) => type === 'CreditExpired')).toHaveLength(3)
  const { rows } = await api.get(`/v1/budget?by=programme&after=${log.at(-1)?.position}`)
  const row = rows.find(({ key }: { key: string }) => key === meals.programme)
  expect(row).toMatchObject({ balances: { usedFen: 1_700, issuedFen: 0, allocatedFen: 298_300 } })
  expect(misfitsOfSettlement(log)).toEqual([])
})
