import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { importRoster, issue, listCards, type Meals, prepareMeals, rosterFile } from '../harness/meals.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

const window = { window: 'now', from: '2025-07-25', until: '2025-07-31', creditFen: 10_000 }
let fixture: TestLedger
let own: Meals
let other: Meals
/** Holds for one programme of the county, in every role. */
let officer = ''

beforeAll(async () => {
  fixture = await openTestLedger('2025-07-26T02:00:00Z')
  const plan = { workers: 4, windows: [window], fundsFen: [100_000] }
  own = await prepareMeals(fixture.api, plan, '本项目')
  other = await prepareMeals(fixture.api, plan, '别的项目')
  officer = `officer/of-one@632701,${own.programme}`
  await importRoster(fixture.api, own.programme, await rosterFile(2))
  await importRoster(fixture.api, other.programme, await rosterFile(2, 10))
}, 60_000)
afterAll(() => fixture.close())

const post = (path: string, body: object, actor = officer) => fixture.api.send({ method: 'POST', path, body, actor })

describe('a scope that names programmes holds for what belongs to the division', () => {
  const donor = { kind: 'organisation', name: '赠' }
  const refund = { donation: 'fund-00000000-0000-4000-8000-000000000000.2', amountFen: 1, reason: '退' }
  const closed: readonly [string, () => [string, object]][] = [
    [
      'opens no fund',
      () => ['/v1/funds', { name: '新资金', division: '632701', funder: { name: '赠', kind: 'union' } }],
    ],
    ['registers no merchant', () => ['/v1/merchants', { name: '新店', division: '632701' }]],
    ['opens no depot', () => ['/v1/depots', { name: '新仓库', division: '632701' }]],
    ['registers no employer', () => ['/v1/employers', { name: '新公司', division: '632701', trade: '环卫' }]],
    ['defines no item', () => ['/v1/items', { name: '扇子', unit: '把' }]],
    [
      'receives no donation',
      () => [`/v1/funds/${other.funds[0]}/donations`, { receiptNumber: 'X', donor, amountFen: 1 }],
    ],
    [
      'sets no prices',
      () => [
        `/v1/merchants/${own.merchants[0]}/price-lists`,
        { validFrom: '2025-08-01', items: [{ code: 'tea', name: '茶', listPriceFen: 2, agreedPriceFen: 1 }] },
      ],
    ],
  ]
  it.each(closed)('%s', async (_name, request) => {
    const [path, body] = request()
    expect(await post(path, body)).toMatchObject({
      status: 403,
      body: { code: 'scope-too-small', programmes: [own.programme] },
    })
  })

  it('refunds no donation, of a fund of its own programme neither', async () => {
    for (const fund of [other.funds[0], own.funds[0]])
      expect(await post(`/v1/funds/${fund}/refunds`, refund)).toMatchObject({
        status: 403,
        body: { code: 'scope-too-small' },
      })
  })

  it('allocates to its own programme, to no other', async () => {
    const path = `/v1/funds/${own.funds[0]}/allocations`
    const { status } = await post(path, { programme: other.programme, amountFen: 1 })
    expect(status).toBe(404)
  })
})

describe('phones', () => {
  const pairings = (merchant = '') => `/v1/merchants/${merchant}/pairings`
  const devices = async (actor: string, merchant = own.merchants[0]) =>
    (await fixture.api.send({ method: 'GET', path: `/v1/merchants/${merchant}/devices`, actor })).body.items

  it('are paired at merchants of the own programme only', async () => {
    expect(await post(pairings(other.merchants[0]), { label: '手机' })).toMatchObject({ status: 404 })
    expect(
      await fixture.api.send({ method: 'GET', path: `/v1/merchants/${other.merchants[0]}/devices`, actor: officer }),
    ).toMatchObject({ status: 404 })
    expect((await post(pairings(own.merchants[0]), { label: '手机' })).status).toBe(201)
  })

  it('that are paired so redeem for the own programme only, also where the shop is admitted to others', async () => {
    await fixture.api.post(`/v1/programmes/${other.programme}/merchants`, { merchant: own.merchants[0] })
    await issue(fixture.api, own.programme)
    await issue(fixture.api, other.programme)
    const { body: made } = await post(pairings(own.merchants[0]), { label: '前台' })
    const paired = await fixture.api.send({
      method: 'POST',
      path: '/v1/pairings',
      body: { code: made.code },
      actor: null,
    })
    const [mine] = await listCards(fixture.api, own.programme)
    const [theirs] = await listCards(fixture.api, other.programme)
    const look = (code = '') =>
      fixture.api.send({
        method: 'GET',
        path: `/v1/vouchers/${code}`,
        actor: null,
        headers: { authorization: `Bearer ${paired.body.token}` },
      })
    expect((await look(mine?.code)).status).toBe(200)
    expect(await look(theirs?.code)).toMatchObject({ status: 404, body: { code: 'voucher-unknown' } })
  })

  it('are all seen and revoked by everybody who may pair at the shop', async () => {
    const owner = `merchant-owner/boss@632701,${own.merchants[0]}`
    const { body: made } = await post(pairings(own.merchants[0]), { label: '店主的' }, owner)
    const { body: paired } = await fixture.api.send({
      method: 'POST',
      path: '/v1/pairings',
      body: { code: made.code },
      actor: null,
    })
    for (const actor of [owner, officer, 'administrator/admin'])
      expect((await devices(actor)).map(({ id }: { id: string }) => id)).toContain(paired.id)
    const path = `/v1/merchants/${own.merchants[0]}/devices/${paired.id}`
    expect((await fixture.api.send({ method: 'DELETE', path, actor: officer })).status).toBe(204)
    const after = await fixture.api.send({
      method: 'GET',
      path: '/v1/session',
      actor: null,
      headers: { authorization: `Bearer ${paired.token}` },
    })
    expect(after.status).toBe(401)
  })
})

test('an administrator sets no prices', async () => {
  const items = [{ code: 'tea', name: '茶', listPriceFen: 200, agreedPriceFen: 100 }]
  const path = `/v1/merchants/${own.merchants[0]}/price-lists`
  expect(await post(path, { validFrom: '2025-08-01', items }, 'administrator/admin')).toMatchObject({
    status: 403,
    body: { code: 'role-not-allowed' },
  })
})

describe('access records', () => {
  const read = (programme: string) =>
    fixture.api.get(`/v1/workers?programme=${programme}&reveal=true&purpose=check`, 'officer/test')
  const records = async (actor: string) =>
    (await fixture.api.get('/v1/access-records', actor)).items as { workers: string[]; count: number }[]

  it('are read by the auditor of a county, of its own workers only', async () => {
    const elsewhere = await prepareMeals(
      fixture.api,
      { workers: 1, windows: [window], fundsFen: [10_000], division: '632722' },
      '邻县',
    )
    await importRoster(fixture.api, elsewhere.programme, await rosterFile(1, 50))
    await read(own.programme)
    await read(elsewhere.programme)
    const all = await records('auditor/whole')
    const near = await records('auditor/near@632701')
    const far = await records('auditor/far@632722')
    expect(all.length).toBe(near.length + far.length)
    expect(near.flatMap(({ workers }) => workers)).toHaveLength(2)
    expect(far).toMatchObject([{ count: 1 }])
    expect(await records('auditor/none@130302')).toEqual([])
  })

  it('are read of the people of a programme by who holds for that programme', async () => {
    await read(other.programme)
    const ofOther = await records(`auditor/of-other@632701,${other.programme}`)
    expect(ofOther.flatMap(({ workers }) => workers)).toHaveLength(2)
  })
})
