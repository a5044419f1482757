import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Card,
  changeRules,
  firstThenUpTo,
  importRoster,
  listCards,
  type Meals,
  prepareMeals,
  rosterFile,
} from '../harness/meals.ts'
import { setPayee, settleWith } from '../harness/settle.ts'
import { misfitsOfSettlement } from '../harness/settlement-misfits.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

/** First 3.00 of the county, then the union until both have paid 5.00; the worker pays the rest. */
const june = { window: 'june', from: '2025-06-01', until: '2025-06-30', creditFen: 15_000 }
let application: TestLedger
let meals: Meals
let cards: Card[]
let [county, union, shop] = ['', '', '']

beforeAll(async () => {
  application = await openTestLedger('2025-06-02T02:00:00Z')
  meals = await prepareMeals(application.api, { workers: 3, windows: [june], fundsFen: [20_000, 30_000] })
  ;[county = '', union = ''] = meals.funds
  shop = meals.merchants[0] ?? ''
  await importRoster(application.api, meals.programme, await rosterFile(3))
}, 60_000)
afterAll(() => application.close())

const splitBy = (onEmpty: 'refuse' | 'next') =>
  changeRules(application.api, meals.programme, {
    ...{ windows: [{ ...june, name: '六月' }], quota: { redemptionsPerDay: 2 } },
    split: firstThenUpTo(onEmpty)(meals.funds),
  })

const till = () => `merchant-till/till-1@${shop}`

test('the order says what each fund gives, and names the one that has too little', async () => {
  await splitBy('refuse')
  const { rules } = await application.api.get(`/v1/programmes/${meals.programme}`)
  expect(rules.split).toEqual(firstThenUpTo('refuse')(meals.funds))
  const round = await application.api.post(`/v1/programmes/${meals.programme}/rounds`, { name: '六月' })
  const issuances = `/v1/programmes/${meals.programme}/issuances`
  const preview = (await application.api.post(`${issuances}?dryRun=true`, { round: round.id })) as object
  expect(preview).toMatchObject({
    ...{ totalFen: 45_000, allocatedFen: 50_000, sufficient: false },
    funds: [
      { fund: county, amountFen: 27_000, allocatedFen: 20_000, givesFen: 20_000, onEmpty: 'refuse' },
      { fund: union, amountFen: 18_000, allocatedFen: 30_000, givesFen: 18_000 },
    ],
  })
  const budget = `/v1/programmes/${meals.programme}/budget`
  const drawn = (fen: number) => application.api.get(`${budget}?drawFen=${fen}`)
  expect((await drawn(45_000)).draw).toMatchObject({ refusal: { code: 'payer-insufficient', facts: { fund: county } } })
  expect((await drawn(15_000)).draw.funds).toEqual([
    { fund: county, givesFen: 9_000, remainsFen: 11_000 },
    { fund: union, givesFen: 6_000, remainsFen: 24_000 },
  ])
  const refused = await application.api.send({ method: 'POST', path: issuances, body: { round: round.id } })
  expect(refused).toMatchObject({
    ...{ status: 409, body: { code: 'payer-insufficient', fund: county, allocatedFen: 20_000, neededFen: 27_000 } },
  })
  await splitBy('next')
  expect(await application.api.post(`${issuances}?dryRun=true`, { round: round.id })).toMatchObject({
    ...{ sufficient: true, funds: [{ givesFen: 20_000 }, { givesFen: 25_000 }] },
  })
  const ordered = await application.api.post(issuances, { round: round.id })
  expect(await application.api.finishJob(ordered.id)).toMatchObject({ status: 'done', result: { issuedFen: 45_000 } })
  cards = await listCards(application.api, meals.programme)
})

test('the till sees by which rule, and what the worker pays, before it confirms', async () => {
  const [{ code } = { code: '' }] = cards
  const looked = await application.api.get(`/v1/vouchers/${code}?merchant=${shop}`)
  expect(looked).toMatchObject({
    split: [{ payer: county, limitFen: 9_000 }, { payer: union, limitFen: 6_000 }, { payer: 'worker' }],
  })
  const path = `/v1/vouchers/${code}/redemptions`
  const meal = { merchant: shop, amountFen: 1_400 }
  const wrong = await application.api.send({ method: 'POST', path, body: { ...meal, ownShareFen: 800 }, actor: till() })
  expect(wrong).toMatchObject({ status: 409, body: { code: 'own-share-differs', ownShareFen: 900 } })
  const paid = await application.api.post(path, { ...meal, ownShareFen: 900 }, { actor: till() })
  expect(paid).toMatchObject({
    ...{ amountFen: 500, ownShareFen: 900, balanceAfterFen: 14_500 },
    split: [
      { payer: county, amountFen: 300 },
      { payer: union, amountFen: 200 },
      { payer: 'worker', amountFen: 900 },
    ],
  })
  const back = { merchant: shop, reason: '少点了一份', amountFen: 1_000 }
  expect(await application.api.post(`/v1/redemptions/${paid.id}/reversal`, back, { actor: till() })).toMatchObject({
    ...{ amountFen: 100, ownShareBackFen: 900, keptFen: 400 },
  })
})

test('each fund has paid its part, and the verifier splits the same', async () => {
  for (const { code } of cards.slice(1))
    await application.api.post(
      `/v1/vouchers/${code}/redemptions`,
      { merchant: shop, amountFen: 450 },
      { actor: till() },
    )
  const log = await application.ledger.store.readAll({ limit: 10_000 })
  const after = log.at(-1)?.position
  const { rows } = await application.api.get(`/v1/budget?by=fund&programme=${meals.programme}&after=${after}`)
  const usedOf = (fund: string) => rows.find((row: { key: string }) => row.key === fund)?.balances.usedFen
  // The last credit has 20.00 of the county.
  expect([usedOf(county), usedOf(union)]).toEqual([900, 400])
  expect(misfitsOfSettlement(log)).toEqual([])
})

test('the shop sees who pays which part of each line and in all, and when that was paid', async () => {
  const { api } = application
  await setPayee(api, shop, { account: '6217000999000000417', holder: '康巴早餐店' })
  const { items: proposed } = await api.post(`/v1/programmes/${meals.programme}/statements`, { merchants: [shop] })
  const [{ statement: id }] = proposed
  const owner = `merchant-owner/owner@${shop}`
  const { items } = await api.get(`/v1/statements/${id}/lines?number=1`, owner)
  expect(items).toMatchObject([
    { kind: 'meal', amountFen: 500, shares: [part(county, 300), part(union, 200)], ownShareFen: 0 },
    { kind: 'taken-back', amountFen: 100, shares: [part(union, 100)] },
    { kind: 'meal', shares: [part(county, 300), part(union, 150)] },
    { kind: 'meal', shares: [part(county, 300), part(union, 150)] },
  ])
  const { open } = await api.get(`/v1/statements/${id}`, owner)
  const names = Object.fromEntries(open.payers.map(({ fund, name }: Record<string, string>) => [fund, name]))
  for (const fund of [county, union]) expect(names[fund]).toBe((await api.get(`/v1/funds/${fund}`)).name)
  expect(open.payers).toMatchObject([
    { fund: county, payFen: 900, status: 'open' },
    { fund: union, payFen: 400, status: 'open' },
  ])
  await settleWith(api, meals.programme, shop, 1_300)
  const { numbers } = await api.get(`/v1/statements/${id}`, owner)
  expect(numbers[0].payers).toMatchObject([
    { fund: county, payFen: 900, status: 'paid', since: '2025-06-02' },
    { fund: union, payFen: 400, status: 'paid', since: '2025-06-02' },
  ])
})

const part = (fund: string, amountFen: number) => ({ fund, amountFen })
