import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { startDeliveriesApplication } from '../deliveries-process.fixture.ts'
import { type HttpContext, idOf, prepareContext, programme, receiptOf } from '../http-context.fixture.ts'
import { sampleId, worker } from '../sample.fixture.ts'

type Terms = Partial<DataOf<'FundOpened'>['restriction']>
const meals = sampleId('programme', 7)
let context: HttpContext
let opened = 10

beforeAll(async () => {
  context = await prepareContext(await startDeliveriesApplication())
  const rules = { windows: [], quota: {}, lateEntryDays: 0, sharing: 'in-proportion' as const }
  const defined = { name: '早餐', kind: 'breakfast', division: '130300', year: 2025, plan: 'people', rules } as const
  await context.record(meals, { type: 'ProgrammeDefined', data: { ...defined, rulesVersion: 1 } })
})
afterAll(() => context.stop())

const post = (path: string, body?: object) => context.call('POST', path, { body })

/** A fund whose donor gives on these terms. */
async function fundWith(terms: Terms): Promise<string> {
  opened += 1
  const fund = sampleId('fund', opened)
  const restriction = { purposes: [], divisions: [], ...terms }
  const funder = { name: '某企业', kind: 'enterprise' } as const
  await context.record(fund, {
    type: 'FundOpened',
    data: { name: '定向资金', division: '130300', funder, restriction },
  })
  return fund
}

const buy = (commodity: string, quantity: number, fund: string, depot = context.depot) =>
  post(`/v1/depots/${depot}/receipts`, { ...receiptOf(commodity, quantity), source: { kind: 'purchase', fund } })
/** Goods of its own, so that no other test's lots are among them. */
const item = () => context.create('/v1/items', { name: '毛巾', unit: '条' })
const dispatch = async (commodity: string, quantity: number, more: object = {}) => {
  const id = await context.plan([{ commodity, quantity }], { programme, dueOn: '2025-07-20', ...more })
  return post(`/v1/consignments/${id}/dispatch`)
}

describe('a lot that a fund bought goes only where its donor allows', () => {
  const cases: readonly [string, Terms, object, object][] = [
    ['purpose', { purposes: ['warmth'] }, {}, { purposes: ['cooling'] }],
    ['purpose', { purposes: ['warmth', 'breakfast'] }, {}, { purposes: ['breakfast', 'summer-cooling'] }],
    ['purpose', { purposes: ['cooling'] }, { programme: undefined }, { divisions: ['130302'] }],
    ['division', { divisions: ['130303'] }, {}, { divisions: ['130302'] }],
    ['division', { divisions: ['130306'] }, {}, { divisions: ['130300'] }],
    ['programme', { programmes: [sampleId('programme', 2)] }, {}, { programmes: [programme] }],
    ['programme', { programmes: [programme] }, { programme: undefined }, { until: '2025-07-20' }],
    ['period', { from: '2025-06-01', until: '2025-07-19' }, {}, { from: '2025-06-01', until: '2025-07-20' }],
    ['period', { until: '2025-07-31' }, { dueOn: '2025-08-01' }, { until: '2025-09-30' }],
  ]
  test.each(cases)('%s %j: refused for %j, sent with %j', async (term, terms, more, fitting) => {
    const towel = await item()
    const [narrow, wide] = [await fundWith(terms), await fundWith(fitting)]
    // The depot's division is the city's: what is for a county only was given, not bought, there.
    const source = { kind: 'donation', donor: { kind: 'organisation', name: '某企业' }, fund: narrow }
    expect((await post(`/v1/depots/${context.depot}/receipts`, { ...receiptOf(towel, 10), source })).status).toBe(201)
    const refused = await dispatch(towel, 4, more)
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'lot-against-donor-terms', fund: narrow, commodity: towel },
    })
    expect(refused.body).toMatchObject({
      term: `${term}-not-allowed`,
      detail: expect.stringContaining('ask the donor'),
    })
    expect(await context.stockOf(towel)).toBe(10)
    const given = { ...source, fund: wide }
    await post(`/v1/depots/${context.depot}/receipts`, { ...receiptOf(towel, 4), source: given })
    // The lot that came first stays; the one that fits is taken.
    expect(await dispatch(towel, 4, more)).toMatchObject({
      status: 201,
      body: { lines: [{ fund: wide, quantity: 4 }] },
    })
  })

  it('says what there is where even all of it would not do', async () => {
    const towel = await item()
    await buy(towel, 10, await fundWith({ purposes: ['warmth'] }))
    expect(await dispatch(towel, 11)).toMatchObject({ status: 409, body: { code: 'stock-insufficient', available: 0 } })
  })
})

describe('a kit is held by the terms of every fund that it was made of', () => {
  async function packed(terms: readonly [Terms, Terms], quantity: number) {
    const [towel, fan] = [await item(), await item()]
    const components = [towel, fan].map((one) => ({ item: one, quantity: 1 }))
    const kit = await context.create('/v1/kits', { name: '礼包', components })
    const funds = [await fundWith(terms[0]), await fundWith(terms[1])]
    for (const [index, one] of [towel, fan].entries())
      expect((await buy(one, quantity, funds[index] ?? '')).status).toBe(201)
    const packing = await post(`/v1/depots/${context.depot}/packings`, { kit, kitVersion: 1, quantity })
    expect(packing.status).toBe(201)
    return { commodity: `${kit}@1`, funds, lot: idOf(packing.body) }
  }

  it.each([
    [0, [{ purposes: ['warmth'] }, {}]],
    [1, [{}, { until: '2025-07-19' }]],
  ] satisfies [number, [Terms, Terms]][])('component %i', async (which, terms) => {
    const { commodity, funds } = await packed(terms, 5)
    expect(await dispatch(commodity, 1)).toMatchObject({
      status: 409,
      body: { code: 'lot-against-donor-terms', fund: funds[which] },
    })
  })

  it('also after it went to another depot', async () => {
    const { commodity, funds, lot } = await packed([{}, { purposes: ['warmth'] }], 5)
    const to = await context.create('/v1/depots', { name: '分库', division: '130302' })
    const lines = [{ commodity, quantity: 5 }]
    const sent = await post(`/v1/depots/${context.depot}/transfers`, { to, lines })
    expect(sent.status).toBe(201)
    await context.settled()
    const receipt = { receivedBy: worker, receivedOn: '2025-07-01', lines }
    expect((await post(`/v1/depots/${to}/arrivals/${idOf(sent.body)}/receipt`, receipt)).status).toBe(201)
    expect(await dispatch(commodity, 1, { depot: to })).toMatchObject({
      status: 409,
      body: { code: 'lot-against-donor-terms', fund: funds[1], lot },
    })
  })

  it('goes where all of them allow it', async () => {
    const { commodity } = await packed(
      [{ purposes: ['cooling'] }, { divisions: ['130300'], programmes: [programme] }],
      5,
    )
    expect((await dispatch(commodity, 5)).status).toBe(201)
  })
})

describe('a fund whose donor names programmes', () => {
  it('buys goods where one of them hands out goods, also in a correction', async () => {
    const towel = await item()
    const forMeals = await fundWith({ programmes: [meals] })
    expect(await buy(towel, 1, forMeals)).toMatchObject({
      status: 422,
      body: { code: 'programme-not-allowed', programmes: [meals] },
    })
    const { body } = await buy(towel, 7, await fundWith({ programmes: [meals, programme] }))
    const right = { ...receiptOf(towel, 7), source: { kind: 'purchase', fund: forMeals } }
    const correction = { quantity: 0, right, reason: '录入有误' }
    const path = `/v1/depots/${context.depot}/receipts/${idOf(body)}/correction`
    expect(await post(path, correction)).toMatchObject({ status: 422, body: { code: 'programme-not-allowed' } })
    expect(await context.stockOf(towel)).toBe(7)
  })
})
