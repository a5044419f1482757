import { statementId } from '@welfare/facts/statement-id.ts'
import { describe, expect, test } from 'vitest'
import { idNumber, rules } from './sample.fixture.ts'
import { body, servedProgrammes } from './served-programmes.fixture.ts'

const merchant = idNumber('merchant', 1)
const programmes = servedProgrammes()
const { define, end, post } = programmes

test('what a programme may begin as is listed, for this year or another', async () => {
  const listed = async (query = '') => (await programmes.service.call('GET', `/v1/programme-templates${query}`)).body
  expect(await listed()).toMatchObject({
    items: [
      {
        template: 'festival-meals',
        kind: 'festival-meal',
        plan: 'people',
        rules: { windows: [{ from: '2025-01-28' }, {}, {}] },
      },
      { template: 'daily-breakfast', kind: 'breakfast' },
      {
        template: 'breakfast-by-halves',
        split: { usualPriceFen: 1_000, lines: [{ exampleFen: 300 }, { exampleFen: 300 }, { exampleFen: 400 }] },
      },
      {
        template: 'breakfast-with-own-share',
        split: { lines: [{ payer: 'fund', exampleFen: 560 }, { exampleFen: 840 }] },
      },
      { template: 'breakfast-in-order', kind: 'breakfast' },
      { template: 'breakfast-each-day', rules: { eachDayFen: 600, windows: [{ creditFen: 72_000 }] } },
      { template: 'set-breakfast', rules: { allowedItems: ['breakfast-set'] } },
      { template: 'cooling-kits', plan: 'sites', rules: { windows: [], kitsPerHead: 1 } },
      { template: 'empty', kind: null },
    ],
  })
  expect(await listed('?year=2026')).toMatchObject({
    items: [{ rules: { windows: [{ from: '2026-02-16' }, {}, {}] } }, {}, {}, {}, {}, {}, {}, {}, {}],
  })
})

describe('a programme over HTTP', () => {
  test('is defined with defaults, read and listed', async () => {
    const id = await define()
    const one = await programmes.service.call('GET', `/v1/programmes/${id}`)
    expect(one.body).toEqual({
      id,
      ...body,
      plan: 'people',
      rules,
      rulesVersion: 1,
      status: 'open',
    })
    expect(one.headers.get('etag')).toBe('"1"')
    const second = await define()
    const listed = await programmes.service.call('GET', '/v1/programmes?limit=1')
    expect(listed.body).toMatchObject({ items: [one.body] })
    const { nextCursor } = listed.body as { nextCursor: string }
    const rest = await programmes.service.call('GET', `/v1/programmes?cursor=${nextCursor}`)
    expect(rest.body).toMatchObject({ items: [{ id: second }] })
  })

  test('gets new rules from who has seen the old ones', async () => {
    const id = await define()
    const change = { rules: { windows: rules.windows, lateEntryDays: 5 }, reason: '大雪' }
    const put = (headers: Record<string, string>, more: object = {}) =>
      programmes.service.call('PUT', `/v1/programmes/${id}/rules`, { body: change, headers, ...more })
    expect(await put({})).toMatchObject({ status: 428, body: { code: 'if-match-required' } })
    expect(await put({ 'if-match': '"7"' })).toMatchObject({ status: 412, body: { code: 'version-mismatch' } })
    const changed = await put({ 'if-match': '"1"' }, { key: 'change-of-rules' })
    expect(changed).toMatchObject({ status: 200, body: { id, rulesVersion: 2, rules: { lateEntryDays: 5 } } })
    await end(id)
    await programmes.service.call('POST', `/v1/programmes/${id}/closure`, { body: { reason: 'over' } })
    const versions = [
      { rulesVersion: 2, rules: { lateEntryDays: 5 }, reason: '大雪', changedBy: 'officer/li-hua' },
      { rulesVersion: 1, rules },
    ]
    const history = await programmes.service.call('GET', `/v1/programmes/${id}/rules`)
    expect(history.body).toMatchObject({ items: versions })
    const again = await put({ 'if-match': '"1"' }, { key: 'change-of-rules' })
    expect(again.text).toBe(changed.text)
    expect(await put({ 'if-match': '"4"' })).toMatchObject({ status: 409, body: { code: 'programme-closed' } })
  })

  test('excludes another of its people, in whichever’s rules it stands; a change that is silent about it keeps it', async () => {
    const [one, other] = [await define(), await define()]
    const sites = await define({ plan: 'sites' })
    const put = (version: number, more: object) =>
      programmes.service.call('PUT', `/v1/programmes/${one}/rules`, {
        body: { rules: { windows: rules.windows, ...more }, reason: '二者只享其一' },
        headers: { 'if-match': `"${version}"` },
      })
    const refused = async (named: string) => (await put(1, { exclusiveWith: [named] })).body
    expect(await refused(idNumber('programme', 99))).toMatchObject({ code: 'programme-unknown' })
    expect(await refused(one)).toMatchObject({ code: 'exclusive-with-itself' })
    expect(await refused(sites)).toMatchObject({ code: 'exclusive-without-people' })
    expect(await put(1, { exclusiveWith: [other, other] })).toMatchObject({
      status: 200,
      body: { rules: { exclusiveWith: [other] } },
    })
    expect(await put(2, { lateEntryDays: 9 })).toMatchObject({ body: { rules: { exclusiveWith: [other] } } })
    const loosened = (await put(3, { exclusiveWith: [] })).body as { rules: object }
    expect(loosened.rules).not.toHaveProperty('exclusiveWith')
    const third = await define({ rules: { windows: rules.windows, exclusiveWith: [one] } })
    expect((await programmes.service.call('GET', `/v1/programmes/${third}`)).body).toMatchObject({
      rules: { exclusiveWith: [one] },
    })
  })

  test.each([
    ['an unknown field', { surplus: 1 }, 400],
    ['a kind in capitals', { kind: 'Award' }, 400],
    ['a credit of nothing', { rules: { windows: [{ ...rules.windows[0], creditFen: 0 }] } }, 400],
    ['windows that share a key', { rules: { windows: [rules.windows[0], rules.windows[0]] } }, 422],
  ])('with %s is refused', async (_, fault, status) => {
    expect(await post('/v1/programmes', { ...body, ...fault })).toMatchObject({ status })
    expect(await programmes.service.everything()).toEqual([])
  })

  test('merchants come and go', async () => {
    const id = await define()
    const path = `/v1/programmes/${id}/merchants`
    expect(await post(path, { merchant })).toMatchObject({ status: 404, body: { code: 'merchant-unknown' } })
    await programmes.service.record(merchant, {
      type: 'MerchantRegistered',
      data: { name: '卓玛饭馆', division: '632701' },
    })
    expect(await post(path, { merchant })).toMatchObject({ status: 201, body: { programme: id, merchant } })
    expect(await post(path, { merchant })).toMatchObject({ status: 201 })
    const statements = [{ merchant, statement: statementId(merchant, id) }]
    expect((await programmes.service.call('GET', path)).body).toEqual({ items: [merchant], statements })
    expect(await programmes.service.call('DELETE', `${path}/${merchant}`)).toMatchObject({ status: 400 })
    expect(await programmes.service.call('DELETE', `${path}/${merchant}?reason=closed`)).toMatchObject({ status: 200 })
    expect(await programmes.service.call('DELETE', `${path}/${merchant}?reason=closed`)).toMatchObject({
      status: 404,
      body: { code: 'merchant-not-admitted' },
    })
    expect((await programmes.service.call('GET', path)).body).toEqual({ items: [], statements: [] })
  })

  test('unknown things are 404', async () => {
    const id = idNumber('programme', 9)
    for (const path of ['', '/merchants', '/roster', '/rounds']) {
      expect(await programmes.service.call('GET', `/v1/programmes/${id}${path}`)).toMatchObject({
        status: 404,
        body: { code: 'programme-unknown' },
      })
    }
    expect(await post(`/v1/programmes/${id}/rounds`, { name: 'x' })).toMatchObject({ status: 404 })
    expect(await programmes.service.call('GET', `/v1/rounds/${idNumber('round', 9)}`)).toMatchObject({
      status: 404,
      body: { code: 'round-unknown' },
    })
  })
})
