import type { WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { type ServedService, serveService } from '@welfare/http/edge/serve-service.fixture.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { programmesFacts } from './programmes.facts.ts'
import { createProgrammesService } from './programmes.service.ts'
import type { PersonGroup } from './rounds/round-parts.ts'
import { group, idNumber, range, rules } from './sample.fixture.ts'

const merchant = idNumber('merchant', 1)
const kit = `${idNumber('kit', 1)}@1`
const body = {
  name: '玉树节日餐补',
  kind: 'festival-meal',
  division: '632701',
  year: 2025,
  rules: { windows: rules.windows },
}

let service: ServedService

beforeEach(async () => {
  service = await serveService(createProgrammesService, [programmesFacts])
})
afterEach(() => service.stop())

test('what a programme may begin as is listed, for this year or another', async () => {
  const listed = async (query = '') => (await service.call('GET', `/v1/programme-templates${query}`)).body
  expect(await listed()).toMatchObject({
    items: [
      {
        template: 'festival-meals',
        kind: 'festival-meal',
        plan: 'people',
        rules: { windows: [{ from: '2025-01-28' }, {}, {}] },
      },
      { template: 'daily-breakfast', kind: 'breakfast' },
      { template: 'cooling-kits', plan: 'sites', rules: { windows: [], kitsPerHead: 1 } },
      { template: 'empty', kind: null },
    ],
  })
  expect(await listed('?year=2026')).toMatchObject({
    items: [{ rules: { windows: [{ from: '2026-02-16' }, {}, {}] } }, {}, {}, {}],
  })
})

describe('a programme over HTTP', () => {
  test('is defined with defaults, read and listed', async () => {
    const id = await define()
    const one = await service.call('GET', `/v1/programmes/${id}`)
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
    const listed = await service.call('GET', '/v1/programmes?limit=1')
    expect(listed.body).toMatchObject({ items: [one.body] })
    const { nextCursor } = listed.body as { nextCursor: string }
    const rest = await service.call('GET', `/v1/programmes?cursor=${nextCursor}`)
    expect(rest.body).toMatchObject({ items: [{ id: second }] })
  })

  test('gets new rules from who has seen the old ones', async () => {
    const id = await define()
    const change = { rules: { windows: rules.windows, lateEntryDays: 5 }, reason: '大雪' }
    const put = (headers: Record<string, string>, more: object = {}) =>
      service.call('PUT', `/v1/programmes/${id}/rules`, { body: change, headers, ...more })
    expect(await put({})).toMatchObject({ status: 428, body: { code: 'if-match-required' } })
    expect(await put({ 'if-match': '"7"' })).toMatchObject({ status: 412, body: { code: 'version-mismatch' } })
    const changed = await put({ 'if-match': '"1"' }, { key: 'change-of-rules' })
    expect(changed).toMatchObject({ status: 200, body: { id, rulesVersion: 2, rules: { lateEntryDays: 5 } } })
    await end(id)
    await service.call('POST', `/v1/programmes/${id}/closure`, { body: { reason: 'over' } })
    const versions = [
      { rulesVersion: 2, rules: { lateEntryDays: 5 }, reason: '大雪', changedBy: 'officer/li-hua' },
      { rulesVersion: 1, rules },
    ]
    const history = await service.call('GET', `/v1/programmes/${id}/rules`)
    expect(history.body).toMatchObject({ items: versions })
    const again = await put({ 'if-match': '"1"' }, { key: 'change-of-rules' })
    expect(again.text).toBe(changed.text)
    expect(await put({ 'if-match': '"4"' })).toMatchObject({ status: 409, body: { code: 'programme-closed' } })
  })

  test('excludes another of its people, in whichever’s rules it stands; a change that is silent about it keeps it', async () => {
    const [one, other] = [await define(), await define()]
    const sites = await define({ plan: 'sites' })
    const put = (version: number, more: object) =>
      service.call('PUT', `/v1/programmes/${one}/rules`, {
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
    expect((await service.call('GET', `/v1/programmes/${third}`)).body).toMatchObject({
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
    expect(await service.everything()).toEqual([])
  })

  test('merchants come and go', async () => {
    const id = await define()
    const path = `/v1/programmes/${id}/merchants`
    expect(await post(path, { merchant })).toMatchObject({ status: 404, body: { code: 'merchant-unknown' } })
    await service.record(merchant, { type: 'MerchantRegistered', data: { name: '卓玛饭馆', division: '632701' } })
    expect(await post(path, { merchant })).toMatchObject({ status: 201, body: { programme: id, merchant } })
    expect(await post(path, { merchant })).toMatchObject({ status: 201 })
    expect((await service.call('GET', path)).body).toEqual({ items: [merchant] })
    expect(await service.call('DELETE', `${path}/${merchant}`)).toMatchObject({ status: 400 })
    expect(await service.call('DELETE', `${path}/${merchant}?reason=closed`)).toMatchObject({ status: 200 })
    expect(await service.call('DELETE', `${path}/${merchant}?reason=closed`)).toMatchObject({
      status: 404,
      body: { code: 'merchant-not-admitted' },
    })
    expect((await service.call('GET', path)).body).toEqual({ items: [] })
  })

  test('closes once', async () => {
    const id = await define()
    expect(await post(`/v1/programmes/${id}/closure`, { reason: 'over' })).toMatchObject({
      status: 409,
      body: { code: 'programme-has-no-last-day' },
    })
    await end(id)
    const close = (key?: string) =>
      service.call('POST', `/v1/programmes/${id}/closure`, { body: { reason: 'over' }, ...(key && { key }) })
    expect(await close('the-closing-key')).toMatchObject({ status: 201, body: { programme: id, status: 'closed' } })
    expect(await close('the-closing-key')).toMatchObject({ status: 201 })
    expect(await close()).toMatchObject({ status: 409, body: { code: 'programme-closed' } })
    expect((await service.call('GET', `/v1/programmes/${id}`)).body).toMatchObject({ status: 'closed' })
  })

  test('says what closing would do: what is in the way, and what returns to which fund', async () => {
    const id = await define()
    const [fund, batch] = [idNumber('fund', 1), idNumber('batch', 1)]
    const shares = [{ fund, amountFen: 700 }]
    const budget = id.replace('programme', 'budget')
    const allocated = { programme: id, budget, shares, availableAfterFen: 300 }
    await service.record(fund, { type: 'FundsAllocated', data: allocated })
    const committed = { programme: id, for: batch, attempt: 1, shares: [{ fund, amountFen: 200 }] }
    await service.record(budget, { type: 'FundsCommitted', data: committed })
    const terms = [{ window: 'w', from: '2025-07-25', until: '2025-07-31', creditFen: 200 }]
    const order = { programme: id, budget, round: idNumber('round', 1), attempt: 1, terms, quota: {}, lateEntryDays: 3 }
    await service.record(batch, {
      type: 'IssuanceOrdered',
      data: { ...order, workers: 1, totalFen: 200, rulesVersion: 1 },
    })
    const dryRun = () => post(`/v1/programmes/${id}/closure?dryRun=true`, { reason: 'over' })
    const returns = [
      {
        fund,
        amountFen: 700,
        ofWhich: [
          { account: 'allocated', amountFen: 500 },
          { account: 'committed', amountFen: 200 },
        ],
      },
    ]
    const open = { batches: [batch], consignments: [] }
    expect(await dryRun()).toMatchObject({
      status: 200,
      body: { refusedAs: 'programme-has-no-last-day', open, returns },
    })
    await end(id)
    expect(await post(`/v1/programmes/${id}/closure`, { reason: 'over' })).toMatchObject({
      status: 409,
      body: { code: 'batches-open', batches: [batch] },
    })
    await service.record(batch, {
      type: 'IssuanceCompleted',
      data: { programme: id, workers: 1, issuedFen: 200, skipped: 0 },
    })
    await service.record(idNumber('wallet', 1), ...claimed(id, batch, fund))
    const free = await dryRun()
    const claims = [{ fund, claimedFen: 40 }]
    expect(free.body).toEqual({ programme: id, open: { batches: [], consignments: [] }, returns, claims })
    expect((await service.call('GET', `/v1/programmes/${id}`)).body).toMatchObject({
      status: 'open',
      lastDay: '2025-05-01',
    })
  })

  test('cannot be closed while goods are on their way, also where a receipt was taken back; it says which', async () => {
    const id = await define()
    await end(id)
    const [consignment, site, depot] = [idNumber('consignment', 1), idNumber('site', 1), idNumber('depot', 1)]
    const goods = { commodity: idNumber('item', 1), quantity: 5 }
    const plan = { programme: id, site, depot, lines: [goods], dueOn: '2025-05-01' }
    await service.record(consignment, { type: 'ConsignmentPlanned', data: plan })
    const close = () => post(`/v1/programmes/${id}/closure`, { reason: 'over' })
    const open = { status: 409, body: { code: 'consignments-open', consignments: [consignment] } }
    expect(await close()).toMatchObject(open)
    const lines = [{ ...goods, lot: `${depot}.2`, shortQuantity: 0, refusedQuantity: 0 }]
    const receipt = { programme: id, site, depot, lines, receivedOn: '2025-05-01' }
    const receivedBy = idNumber('worker', 1)
    await service.record(consignment, { type: 'ConsignmentReceived', data: { ...receipt, receivedBy } })
    const red = { ...receipt, corrects: `${consignment}.2`, reason: '未签收' }
    await service.record(consignment, { type: 'ReceiptReversed', data: red })
    expect(await close()).toMatchObject(open)
    await service.record(consignment, {
      type: 'ConsignmentReceived',
      data: { ...receipt, receivedBy },
    })
    expect(await close()).toMatchObject({ status: 201 })
  })

  test('cannot be closed while meals of its last days can still be entered', async () => {
    const id = await define()
    const put = await service.call('PUT', `/v1/programmes/${id}/last-day`, {
      body: { lastDay: '2025-06-01', reason: 'over' },
    })
    expect(put).toMatchObject({ status: 200, body: { lastDay: '2025-06-01', lateEntriesUntil: '2025-06-04' } })
    expect(await post(`/v1/programmes/${id}/closure`, { reason: 'over' })).toMatchObject({
      status: 409,
      body: { code: 'late-entries-open', until: '2025-06-04' },
    })
  })

  test('unknown things are 404', async () => {
    const id = idNumber('programme', 9)
    for (const path of ['', '/merchants', '/roster', '/rounds']) {
      expect(await service.call('GET', `/v1/programmes/${id}${path}`)).toMatchObject({
        status: 404,
        body: { code: 'programme-unknown' },
      })
    }
    expect(await post(`/v1/programmes/${id}/rounds`, { name: 'x' })).toMatchObject({ status: 404 })
    expect(await service.call('GET', `/v1/rounds/${idNumber('round', 9)}`)).toMatchObject({
      status: 404,
      body: { code: 'round-unknown' },
    })
  })
})

describe('a roster', () => {
  test('is what was imported, less who was removed; a person moves with a later import', async () => {
    const id = await define()
    await importRows(id, group(1, [1, 2, 3]))
    await importRows(id, group(1, [1]), group(2, [2]))
    expect(await rosterOf(id)).toEqual([
      [1, 1],
      [2, 2],
      [3, 1],
    ])
    const third = `/v1/programmes/${id}/roster/${idNumber('worker', 3)}?reason=left`
    expect(await service.call('DELETE', third)).toMatchObject({ status: 200 })
    expect(await service.call('DELETE', third)).toMatchObject({ status: 404, body: { code: 'worker-not-on-roster' } })
    expect(await rosterOf(id)).toEqual([
      [1, 1],
      [2, 2],
    ])
    await importRows(id, group(1, [3]))
    expect(await rosterOf(id)).toHaveLength(3)
    const page = await service.call('GET', `/v1/programmes/${id}/roster?limit=2`)
    const { nextCursor } = page.body as { nextCursor: string }
    const rest = await service.call('GET', `/v1/programmes/${id}/roster?cursor=${nextCursor}`)
    expect(rest.body).toMatchObject({ items: [{ worker: idNumber('worker', 3) }] })
    expect(await service.call('GET', `/v1/programmes/${id}/roster?cursor=x`)).toMatchObject({
      status: 400,
      body: { code: 'cursor-malformed' },
    })
  })
})

describe('a round', () => {
  test('freezes the roster of 500 in one append', async () => {
    const id = await define()
    await importRows(id, group(1, range(500)))
    const answer = await post(`/v1/programmes/${id}/rounds`, { name: '首批' })
    expect(answer).toMatchObject({
      status: 201,
      body: { programme: id, plan: 'people', entries: 500, windows: ['horse-racing', 'national-day'] },
    })
    const { id: round } = answer.body as { id: string }
    const events = await service.recorded(round)
    expect(events.map(({ type }) => type)).toEqual(['RoundOpened', 'RosterFrozen', 'RoundSealed'])
    expect(await commandsOf(round)).toBe(1)
    expect((await service.call('GET', `/v1/rounds/${round}`)).body).toMatchObject({ frozen: 500, sealed: true })
    expect((await service.call('GET', `/v1/programmes/${id}/rounds`)).body).toMatchObject({
      items: [{ id: round, entries: 500, frozen: 500, sealed: true }],
    })
  })

  test('of a large roster takes several appends, and is the roster of the moment it was opened', async () => {
    const id = await define()
    for (const start of range(12)) {
      await importRows(
        id,
        group(
          start,
          range(500).map((n) => start * 1_000 + n),
        ),
      )
    }
    const answer = await post(`/v1/programmes/${id}/rounds`, { name: '全体' }, 'one-large-round')
    expect(answer).toMatchObject({ status: 201, body: { entries: 6_000 } })
    const { id: round } = answer.body as { id: string }
    const workers = frozenIn(await service.recorded(round))
    expect(await commandsOf(round)).toBe(2)
    expect(workers).toHaveLength(6_000)
    expect(new Set(workers).size).toBe(6_000)
    await importRows(id, group(13, [1]))
    const again = await post(`/v1/programmes/${id}/rounds`, { name: '全体' }, 'one-large-round')
    expect(again.text).toBe(answer.text)
    expect(frozenIn(await service.recorded(round))).toHaveLength(6_000)
  })

  test('left unsealed by a crash is finished at the next start, with the people it was opened for', async () => {
    const id = await define()
    await importRows(id, group(1, [1, 2, 3]), group(2, [4, 5]))
    const through = (await service.everything()).length
    const round = idNumber('round', 1)
    const opened = { programme: id, plan: 'people' as const, name: '首批', windows: ['horse-racing'], entries: 5 }
    await service.record(
      round,
      { type: 'RoundOpened', data: { ...opened, rosterReadThrough: through } },
      { type: 'RosterFrozen', data: { programme: id, groups: [group(1, [1, 2, 3])] } },
    )
    await importRows(id, group(2, [6]), group(1, [4]))
    await service.restart({ dropCopies: true })
    await expect
      .poll(async () => (await service.call('GET', `/v1/rounds/${round}`)).body, { timeout: 5_000 })
      .toMatchObject({ sealed: true, frozen: 5 })
    expect((await service.recorded(round)).slice(2)).toEqual([
      { type: 'RosterFrozen', data: { programme: id, groups: [group(2, [4, 5])] } },
      { type: 'RoundSealed', data: { programme: id, entries: 5 } },
    ])
  })

  test('of nobody is refused and leaves nothing', async () => {
    const id = await define()
    const before = (await service.everything()).length
    const key = 'round-of-nobody'
    const path = `/v1/programmes/${id}/rounds`
    expect(await post(path, { name: '首批' }, key)).toMatchObject({ status: 409, body: { code: 'roster-empty' } })
    expect(await service.everything()).toHaveLength(before)
    await importRows(id, group(1, [1]))
    expect(await post(path, { name: '首批' }, key)).toMatchObject({ status: 201 })
  })

  test('of sites freezes each as it is now, and names those it does not know', async () => {
    const id = await define({ kind: 'cooling', plan: 'sites', rules: { kitsPerHead: 2 } })
    const site = idNumber('site', 1)
    const facts = { division: '130302', trade: '快递', headCount: 30 }
    await service.record(site, {
      type: 'SiteRegistered',
      data: { name: '分拨中心', kind: 'workplace', employer: idNumber('employer', 1), ...facts },
    })
    await service.record(site, {
      type: 'SiteChanged',
      data: { name: '分拨中心', kind: 'workplace', employer: idNumber('employer', 1), ...facts, headCount: 38 },
    })
    const list = (...sites: string[]) => ({
      name: '海港区',
      kit,
      sites: sites.map((id) => ({ site: id, dueOn: '2025-07-10' })),
    })
    const unknown = idNumber('site', 2)
    expect(await post(`/v1/programmes/${id}/rounds`, list(site, unknown))).toMatchObject({
      status: 404,
      body: { code: 'site-unknown', sites: [unknown] },
    })
    const answer = await post(`/v1/programmes/${id}/rounds`, list(site))
    expect(answer).toMatchObject({ status: 201, body: { plan: 'sites', entries: 1, windows: [] } })
    const events = await service.recorded((answer.body as { id: string }).id)
    expect(events[1]).toMatchObject({
      type: 'SiteListFrozen',
      data: {
        sites: [{ site, employer: idNumber('employer', 1), headCount: 38, goods: [{ commodity: kit, quantity: 76 }] }],
      },
    })
    const mixed = { ...list(site), windows: ['national-day'] }
    expect(await post(`/v1/programmes/${id}/rounds`, mixed)).toMatchObject({ status: 400 })
    expect(await post(`/v1/programmes/${id}/rounds`, { name: 'x', kit })).toMatchObject({ status: 400 })
    expect(await post(`/v1/programmes/${id}/rounds`, { name: 'x' })).toMatchObject({
      status: 422,
      body: { code: 'plan-mismatch' },
    })
  })
})

async function define(more: object = {}): Promise<string> {
  const answer = await post('/v1/programmes', { ...body, ...more })
  expect(answer.status).toBe(201)
  return (answer.body as { id: string }).id
}

function post(path: string, sent: unknown, key?: string) {
  return service.call('POST', path, { body: sent, ...(key !== undefined && { key }) })
}

async function importRows(programme: string, ...groups: PersonGroup[]): Promise<void> {
  await service.record(idNumber('import', 1), { type: 'RosterRowsImported', data: { programme, groups } })
}

/** [worker, employer] by number. */
async function rosterOf(programme: string): Promise<number[][]> {
  const { body } = await service.call('GET', `/v1/programmes/${programme}/roster`)
  const { items: workers } = body as { items: { worker: string; employer: string }[] }
  return workers.map(({ worker, employer }) => [Number(worker.slice(-6)), Number(employer.slice(-6))])
}

/** One command is one append. */
async function commandsOf(stream: string): Promise<number> {
  const events = (await service.everything()).filter((event) => event.stream === stream)
  return new Set(events.map(({ metadata }) => metadata.commandId)).size
}

function frozenIn(events: readonly WelfareEvent[]): string[] {
  return events.flatMap((event) =>
    event.type === 'RosterFrozen' ? event.data.groups.flatMap(({ workers }) => workers) : [],
  )
}

/** Long enough ago for nothing more to come. */
function end(id: string) {
  return service.call('PUT', `/v1/programmes/${id}/last-day`, { body: { lastDay: '2025-05-01', reason: 'over' } })
}

/** A meal that is taken back after its statement was approved. */
function claimed(id: string, batch: string, fund: string): WelfareEvent[] {
  const of = { programme: id, worker: idNumber('worker', 1), merchant: idNumber('merchant', 1) }
  const draw = { batch, credit: `${idNumber('wallet', 1)}.1`, window: 'w', shares: [{ fund, amountFen: 40 }] }
  const reversed = { ...of, redemption: `${idNumber('wallet', 1)}.1`, reason: '多记', balanceAfterFen: 0 }
  return [{ type: 'RedemptionReversed', data: { ...reversed, draws: [{ ...draw, to: 'claimed' }] } }]
}
