import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Registry, startRegistry } from '../registry.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'registry-directory-'))
const nobody = '0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d'
let registry: Registry
beforeAll(async () => {
  registry = await startRegistry(folder)
})
afterAll(async () => {
  await registry.stop()
  rmSync(folder, { recursive: true })
})

test('a union is registered, read and listed by division', async () => {
  const state = await registry.post('/v1/unions', { division: '632700', name: '玉树州总工会' })
  const city = await registry.post('/v1/unions', { division: '632701', name: '玉树市总工会' })
  await registry.post('/v1/unions', { division: '130300', name: '秦皇岛市总工会' })
  expect([state.status, city.status]).toEqual([201, 201])
  const read = await registry.get(`/v1/unions/${city.body.id}`)
  expect(read).toMatchObject({ status: 200, body: { division: '632701', name: '玉树市总工会', version: 1 } })
  const after = city.headers.get('welfare-position')
  const listed = await registry.get(`/v1/unions?division=632700&after=${after}`)
  expect(listed.body.items.map(({ id }: { id: string }) => id)).toEqual([state.body.id, city.body.id])
})

test('several are read at once by their ids, within what the asker may see', async () => {
  const register = (name: string, division: string) => registry.post('/v1/merchants', { name, division })
  const made = [await register('甲面馆(虚构)', '632701'), await register('乙面馆(虚构)', '632701')]
  const [first, second] = made.map(({ body }) => body.id)
  const far = await register('丙面馆(虚构)', '130302')
  const after = far.headers.get('welfare-position')
  const named = async (ids: string) => {
    const { status, body } = await registry.get(`/v1/merchants?after=${after}&ids=${ids}`)
    return [status, body.items?.map(({ name }: { name: string }) => name)]
  }
  expect(await named(`${far.body.id},${first},${first}`)).toEqual([200, ['甲面馆(虚构)', '丙面馆(虚构)']])
  expect(await named(`merchant-${nobody}`)).toEqual([200, []])
  expect(await registry.get(`/v1/merchants?division=632701&after=${after}&ids=${far.body.id},${second}`)).toMatchObject(
    {
      body: { items: [{ name: '乙面馆(虚构)' }] },
    },
  )
  const many = Array.from({ length: 51 }, (_, at) => `merchant-${nobody.slice(0, -2)}${10 + at}`).join(',')
  for (const ids of ['', 'x', `site-${nobody}`, many])
    expect((await registry.get(`/v1/merchants?ids=${ids}`)).status).toBe(400)
})

test('the same request sent again is answered the same; another body with its key is refused', async () => {
  const headers = { 'idempotency-key': 'register-union-1' }
  const body = { division: '320000', name: '江苏省总工会' }
  const first = await registry.post('/v1/unions', body, headers)
  const again = await registry.post('/v1/unions', body, headers)
  expect(again.body).toEqual(first.body)
  const other = await registry.post('/v1/unions', { ...body, name: '他省总工会' }, headers)
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } })
})

test('an unknown division is a warning, a malformed one an error', async () => {
  const unknown = await registry.post('/v1/unions', { division: '990000', name: '虚构工会' })
  expect(unknown).toMatchObject({ status: 201, body: { warnings: [{ code: 'division-unknown', division: '990000' }] } })
  expect((await registry.post('/v1/unions', { division: '12', name: '虚构工会' })).status).toBe(400)
})

test('pages follow one another without gap or repeat', async () => {
  const names = Array.from({ length: 7 }, (_, index) => `虚构站${index}`)
  const sites = { division: '130302', trade: '快递', kind: 'union-station', headCount: 1 }
  let after: string | null = null
  for (const name of names)
    after = (await registry.post('/v1/sites', { ...sites, name })).headers.get('welfare-position')
  const found: string[] = []
  let cursor: string | undefined
  do {
    const page = await registry.get(`/v1/sites?limit=3&after=${after}${cursor ? `&cursor=${cursor}` : ''}`)
    found.push(...page.body.items.map(({ name }: { name: string }) => name))
    cursor = page.body.nextCursor
  } while (cursor)
  expect(found).toEqual(names)
  expect(await registry.get('/v1/sites?cursor=xyz')).toMatchObject({ status: 400, body: { code: 'cursor-malformed' } })
})

describe('an employer', () => {
  const employer = { name: '虚构环卫公司', division: '632701', trade: '环卫', headCount: 500 }

  test('is one by division and name, however often it is registered', async () => {
    const first = await registry.post('/v1/employers', employer)
    expect(first.status).toBe(201)
    const second = await registry.post('/v1/employers', { ...employer, name: ' 虚构 环卫公司' })
    expect(second).toMatchObject({
      status: 409,
      body: { code: 'employer-already-registered', employer: first.body.id },
    })
  })

  test('changes only for who has seen its version', async () => {
    const { body, headers } = await registry.post('/v1/employers', { ...employer, name: '虚构物流公司' })
    expect(headers.get('etag')).toBe('"1"')
    const path = `/v1/employers/${body.id}`
    const changed = { ...employer, name: '虚构物流公司', headCount: 8 }
    expect((await registry.put(path, changed)).status).toBe(428)
    expect((await registry.put(path, changed, { 'if-match': '"9"' })).status).toBe(412)
    expect(await registry.put(path, changed, { 'if-match': '"1"' })).toMatchObject({
      status: 200,
      body: { version: 2 },
    })
    expect((await registry.put(path, changed, { 'if-match': '"1"' })).status).toBe(412)
    const missing = `/v1/employers/employer-${nobody}`
    expect((await registry.put(missing, changed, { 'if-match': '"1"' })).status).toBe(404)
  })

  test('belongs to a union that is known', async () => {
    const answer = await registry.post('/v1/employers', { ...employer, name: '甲', union: `union-${nobody}` })
    expect(answer).toMatchObject({ status: 422, body: { code: 'union-unknown' } })
  })
})

test('a workplace needs an employer that is known', async () => {
  const site = { name: '海港作业区', division: '130302', trade: '港口', kind: 'workplace', headCount: 40 }
  expect(await registry.post('/v1/sites', site)).toMatchObject({
    status: 422,
    body: { code: 'workplace-without-employer' },
  })
  const unknown = await registry.post('/v1/sites', { ...site, employer: `employer-${nobody}` })
  expect(unknown).toMatchObject({ status: 422, body: { code: 'employer-unknown' } })
  const employer = await registry.post('/v1/employers', { name: '虚构港务', division: '130302', trade: '港口' })
  const registered = await registry.post('/v1/sites', { ...site, employer: employer.body.id })
  expect(registered.status).toBe(201)
})

describe('a merchant', () => {
  const dumplings = { code: 'dumplings', name: '饺子', listPriceFen: 2_000, agreedPriceFen: 1_600 }

  test('publishes price lists in versions', async () => {
    const { body } = await registry.post('/v1/merchants', { name: '虚构饺子馆', division: '632701' })
    const path = `/v1/merchants/${body.id}/price-lists`
    const first = await registry.post(path, { validFrom: '2025-07-01', items: [dumplings] })
    expect(first).toMatchObject({ status: 201, body: { priceListVersion: 1 } })
    const same = await registry.post(path, { validFrom: '2025-07-01', items: [dumplings] })
    expect(same).toMatchObject({ status: 201, body: { priceListVersion: 1 } })
    const dearer = { validFrom: '2025-09-01', items: [{ ...dumplings, agreedPriceFen: 1_700 }] }
    const second = await registry.post(path, dearer)
    expect(second.body.priceListVersion).toBe(2)
    const listed = await registry.get(`${path}?after=${second.headers.get('welfare-position')}`)
    expect(listed.body.items.map((list: { priceListVersion: number }) => list.priceListVersion)).toEqual([2, 1])
  })

  test.each([
    [
      422,
      'agreed-price-above-list-price',
      { validFrom: '2025-07-01', items: [{ ...dumplings, agreedPriceFen: 2_001 }] },
    ],
    [422, 'item-code-repeated', { validFrom: '2025-07-01', items: [dumplings, dumplings] }],
    [400, 'body-invalid', { validFrom: '2025-07-01', items: [{ ...dumplings, listPriceFen: 20.5 }] }],
    [400, 'body-invalid', { validFrom: '2025-02-30', items: [dumplings] }],
    [400, 'body-invalid', { validFrom: '2025-07-01', items: [] }],
  ])('%i %s', async (status, code, list) => {
    const { body } = await registry.post('/v1/merchants', { name: '虚构面馆', division: '632701' })
    const before = await registry.sequence()
    const answer = await registry.post(`/v1/merchants/${body.id}/price-lists`, list)
    expect(answer).toMatchObject({ status, body: { code } })
    expect(await registry.sequence()).toBe(before)
  })

  test('that is unknown has no prices', async () => {
    const path = `/v1/merchants/merchant-${nobody}/price-lists`
    expect((await registry.post(path, { validFrom: '2025-07-01', items: [dumplings] })).status).toBe(404)
    expect((await registry.get(path)).status).toBe(404)
  })
})
