import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { inParallel } from '../harness/api.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

const SUMMER = { window: 'summer', name: '夏季', from: '2025-06-01', until: '2025-09-30', creditFen: 10_000 }
let application: TestLedger

beforeEach(async () => {
  application = await openTestLedger('2025-07-01T09:00:00+08:00')
})
afterEach(() => application.close())

describe('a programme holds money of so many funds', () => {
  test('the next one is refused at once, one that was emptied makes room', async () => {
    const programme = await defineProgramme()
    const funds = await inParallel(
      Array.from({ length: 51 }, (_, n) => n),
      4,
      (n) => openFund(`R-${n}`),
    )
    for (const fund of funds.slice(0, 50)) expect((await allocate(fund, programme, 100)).status).toBe(201)
    const [first = '', last = ''] = [funds[0], funds[50]]
    expect(await allocate(last, programme, 100)).toMatchObject({
      status: 409,
      body: { code: 'too-many-funds', largest: 50 },
    })
    expect(await application.api.get(`/v1/funds/${last}`)).toMatchObject({ availableFen: 1_000 })
    expect((await allocate(first, programme, 100)).status).toBe(201)
    const back = { fund: first, amountFen: 200, reason: '另有安排' }
    await application.api.post(`/v1/programmes/${programme}/allocation-returns`, back)
    expect((await allocate(last, programme, 100)).status).toBe(201)
    expect((await allocate(first, programme, 100)).status).toBe(409)
    expect(await application.api.get(`/v1/programmes/${programme}/budget`)).toMatchObject({ allocatedFen: 5_000 })
  })
})

describe('what the donor allows', () => {
  const summerOnly = { purposes: [], divisions: [], from: '2025-06-01', until: '2025-09-30' }
  const winter = { window: 'winter', name: '冬季', from: '2025-12-01', until: '2025-12-31', creditFen: 10_000 }

  test('holds for later windows: rules that reach beyond the period wait until the money is back', async () => {
    const programme = await defineProgramme()
    const fund = await openFund('R-1', summerOnly)
    expect((await allocate(fund, programme, 600)).status).toBe(201)
    const facts = { code: 'donor-terms-broken', fund, allocatedFen: 600, programmeUntil: '2025-12-31' }
    expect(await changeRules(programme, { windows: [SUMMER, winter] })).toMatchObject({ status: 409, body: facts })
    const earlier = { ...SUMMER, from: '2025-05-31' }
    expect(await changeRules(programme, { windows: [earlier] })).toMatchObject({ status: 409 })
    const shorter = { ...SUMMER, until: '2025-08-31' }
    expect((await changeRules(programme, { windows: [shorter] })).status).toBe(200)
    await application.api.post(`/v1/programmes/${programme}/allocation-returns`, {
      fund,
      amountFen: 600,
      reason: '改期',
    })
    expect((await changeRules(programme, { windows: [SUMMER, winter] })).status).toBe(200)
    expect(await allocate(fund, programme, 600)).toMatchObject({ status: 422, body: { code: 'period-not-allowed' } })
  })

  test('lets a summer’s fund pay for a summer’s kits; a list of sites beyond the summer is refused while it does', async () => {
    const kits = { kind: 'cooling', plan: 'sites', rules: { windows: [] } }
    const programme = await defineProgramme(kits)
    const fund = await openFund('R-1', summerOnly)
    expect(await allocate(fund, programme, 600)).toMatchObject({ status: 201 })
    expect((await freezeSites(programme, '2025-08-20')).status).toBe(201)
    expect(await freezeSites(programme, '2025-10-08')).toMatchObject({
      status: 409,
      body: { code: 'donor-terms-broken', fund, programmeFrom: '2025-10-08' },
    })
    const inAutumn = await defineProgramme(kits)
    expect((await freezeSites(inAutumn, '2025-10-08')).status).toBe(201)
    expect(await allocate(fund, inAutumn, 1)).toMatchObject({
      status: 422,
      body: { code: 'period-not-allowed', programmeUntil: '2025-10-08' },
    })
  })

  test('may be one programme, and a programme that is not there cannot be named', async () => {
    const [named, other] = [await defineProgramme(), await defineProgramme()]
    const fund = await openFund('R-1', { purposes: [], divisions: [], programmes: [named] })
    expect(await application.api.get(`/v1/funds/${fund}`)).toMatchObject({ restriction: { programmes: [named] } })
    expect((await allocate(fund, named, 1)).status).toBe(201)
    expect(await allocate(fund, other, 1)).toMatchObject({
      status: 422,
      body: { code: 'programme-not-allowed', programmes: [named] },
    })
    const unknown = 'programme-00000000-0000-4000-8000-000000000000'
    const body = fundBody('R-2', { purposes: [], divisions: [], programmes: [unknown] })
    expect(await send('POST', '/v1/funds', body)).toMatchObject({
      status: 422,
      body: { code: 'restriction-programme-unknown', programme: unknown },
    })
  })
})

describe('goods bought with a fund’s money', () => {
  test.each([
    ['purpose-not-allowed', { purposes: ['breakfast', 'festival-meal'], divisions: [] }],
    ['division-not-allowed', { purposes: ['cooling'], divisions: ['632722'] }],
    ['period-not-allowed', { purposes: [], divisions: [], from: '2025-08-01', until: '2025-09-30' }],
  ])('%s where the donor does not allow it', async (code, restriction) => {
    const depot = (await application.api.post('/v1/depots', { name: '仓库', division: '632701' })).id
    const item = (await application.api.post('/v1/items', { name: '矿泉水', unit: '瓶' })).id
    const buy = (fund: string, receiptNumber: string) =>
      send('POST', `/v1/depots/${depot}/receipts`, {
        ...{ commodity: item, quantity: 10, receiptNumber, receivedOn: '2025-07-01' },
        source: { kind: 'purchase', fund },
      })
    expect(await buy(await openFund('R-1', restriction), 'G-1')).toMatchObject({ status: 422, body: { code } })
    const cooling = { purposes: ['cooling'], divisions: ['632700'], from: '2025-06-01', until: '2025-09-30' }
    expect((await buy(await openFund('R-2', cooling), 'G-2')).status).toBe(201)
  })
})

describe('a gift', () => {
  test('is named by what is drawn from it, and gives back only what it still has', async () => {
    const programme = await defineProgramme()
    const fund = await openFund('R-1')
    const donor = { kind: 'individual' }
    const more = await application.api.post(`/v1/funds/${fund}/donations`, {
      amountFen: 500,
      receiptNumber: 'R-2',
      donor,
    })
    const { id: allocation } = (await allocate(fund, programme, 300)).body
    const { events } = await application.api.get(`/v1/trail/${allocation}`, 'auditor/books')
    const [drawn] = events.filter(({ type }: { type: string }) => type === 'FundsAllocated')
    expect(drawn.data.donors).toEqual([
      { donation: `${fund}.2`, amountFen: 200 },
      { donation: more.id, amountFen: 100 },
    ])
    const refund = (amountFen: number) =>
      send('POST', `/v1/funds/${fund}/refunds`, { donation: more.id, amountFen, reason: '多付' })
    expect(await refund(401)).toMatchObject({ status: 409, body: { code: 'gift-already-used', leftFen: 400 } })
    expect((await refund(400)).status).toBe(201)
    await application.api.post(`/v1/programmes/${programme}/allocation-returns`, {
      fund,
      amountFen: 300,
      reason: '不用了',
    })
    await expect.poll(async () => (await refund(100)).status, { timeout: 5_000 }).toBe(201)
    expect(await application.api.get(`/v1/funds/${fund}`)).toMatchObject({ availableFen: 1_000, grantedFen: 1_000 })
  })
})

describe('kinds of programme', () => {
  test('come from a list: what is on it neither by name nor by use is refused, with what it may mean', async () => {
    const programme = { name: '夏季', kind: 'cool-summer', division: '632701', year: 2025 }
    expect(await send('POST', '/v1/programmes', programme)).toMatchObject({
      status: 422,
      body: { code: 'kind-unknown', kind: 'cool-summer', sameAs: 'cooling' },
    })
    const refused = await send('POST', '/v1/funds', fundBody('R-1', { purposes: ['fishing'], divisions: [] }))
    expect(refused).toMatchObject({ status: 422, body: { code: 'kind-unknown', kind: 'fishing' } })
    expect(refused.body.kinds).toContain('breakfast')
    const { items } = await application.api.get('/v1/programme-kinds')
    expect(items).toContainEqual({
      ...{ kind: 'cooling', listed: true, chinese: '送清凉', english: 'cooling kits in summer' },
      ...{ sameAs: null, programmes: 0 },
    })
  })
})

async function freezeSites(programme: string, dueOn: string) {
  const named = { name: '一号站', division: '632701', trade: '快递', kind: 'union-station', headCount: 10 }
  const site = (await application.api.post('/v1/sites', named)).id
  const item = (await application.api.post('/v1/items', { name: '矿泉水', unit: '瓶' })).id
  const sites = [{ site, goods: [{ commodity: item, quantity: 10 }], dueOn }]
  return send('POST', `/v1/programmes/${programme}/rounds`, { name: '站点', sites })
}

async function changeRules(programme: string, rules: object) {
  const path = `/v1/programmes/${programme}`
  const { headers } = await application.api.send({ method: 'GET', path })
  const body = { rules, reason: '改期' }
  return application.api.send({
    method: 'PUT',
    path: `${path}/rules`,
    body,
    headers: { 'if-match': headers.get('etag') ?? '' },
  })
}

async function defineProgramme(more: object = {}): Promise<string> {
  const rules = { windows: [SUMMER] }
  const named = { name: '夏季餐补', kind: 'festival-meal', division: '632701', year: 2025, rules, ...more }
  return (await application.api.post('/v1/programmes', named)).id
}

function fundBody(receiptNumber: string, restriction?: object) {
  const funder = { name: '虚构企业', kind: 'enterprise' }
  return { name: `资金${receiptNumber}`, division: '632701', funder, ...(restriction && { restriction }) }
}

async function openFund(receiptNumber: string, restriction?: object): Promise<string> {
  const { id } = await application.api.post('/v1/funds', fundBody(receiptNumber, restriction))
  const donor = { kind: 'organisation', name: '虚构企业' }
  await application.api.post(`/v1/funds/${id}/donations`, { amountFen: 1_000, receiptNumber, donor })
  return id
}

function allocate(fund: string, programme: string, amountFen: number) {
  return send('POST', `/v1/funds/${fund}/allocations`, { programme, amountFen })
}

function send(method: string, path: string, body: object) {
  return application.api.send({ method, path, body })
}
