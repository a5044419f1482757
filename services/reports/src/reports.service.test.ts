import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventCodec } from '@welfare/contracts/catalogue.ts'
import { POSTING_RULES_VERSION, postingKey, postings } from '@welfare/contracts/postings.ts'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import { openSqliteStore, type SqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { authorityTable } from '@welfare/http/authority/authority-table.ts'
import { believingAuthenticator, nothingOutside } from '@welfare/http/authority/claimed-actor.fixture.ts'
import { createApp } from '@welfare/http/edge/app.ts'
import { type RunningServer, startServer } from '@welfare/http/edge/server.ts'
import { createLogger } from '@welfare/process/logger.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appendAll, dayNumber, idOf, makeEvent } from './history.fixture.ts'
import { createNaiveStamper } from './naive-tree.fixture.ts'
import { playSteps, randomSteps } from './random-history.fixture.ts'
import { coolProgramme, funds, programmes } from './random-town.fixture.ts'
import { createReportsService, type ReportsService } from './reports.service.ts'

const history = playSteps(fc.sample(randomSteps, { numRuns: 4, seed: 9 }).flat())
const clock = { now: () => new Date('2025-10-01T04:00:00.000Z') }
const logger = createLogger({ level: 'silent' })
let folder = ''
let store: SqliteStore
let service: ReportsService
let server: RunningServer
let isLogBehind = false
const naive = createNaiveStamper(readIds)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'projections-'))
  store = await openSqliteStore({ folder, clock: { now: () => new Date() } })
  await appendAll(store, history)
  service = await startService()
  const ready = [{ name: 'reports', check: () => service.consumers.every((consumer) => consumer.healthy) }]
  const routes = createProjectionsRoutes()
  const app = createApp({
    routes,
    authority: authorityTable,
    authenticator: believingAuthenticator,
    scopeIndex: nothingOutside,
    clock,
    logger,
    ready,
    version: { name: 'test', version: '0' },
    strict: true,
  })
  server = await startServer({ app, port: 0, host: '127.0.0.1' })
})

afterAll(async () => {
  await server.stop()
  await stopService(service)
  await store.close()
  rmSync(folder, { recursive: true })
})

describe('over HTTP, on the real store', () => {
  test('every report answers, says what it reflects, and keeps to its own schema', async () => {
    const paths = [
      '/v1/budget?by=fund',
      '/v1/budget?by=programme&division=632700',
      `/v1/budget?by=funder&effective=${dayNumber(15)}`,
      `/v1/budget?by=division&fund=${funds[0]}&at=40`,
      `/v1/coverage?programme=${programmes[0]}`,
      `/v1/coverage?by=division&division=630000`,
      `/v1/coverage?programme=${coolProgramme}&by=employer&at=60&effective=${dayNumber(14)}`,
      `/v1/gaps?programme=${programmes[0]}&reason=not-issued`,
      `/v1/gaps?programme=${coolProgramme}&limit=2`,
      '/v1/journal?limit=5&account=used&fromSequence=20',
      `/v1/trail/${funds[0]}?limit=3`,
      `/v1/trail/${funds[0]}?order=newest&limit=3`,
      `/v1/trail/${funds[0]}.2`,
      `/v1/trail/${funds[0]}/meals`,
      '/v1/entries?limit=7&kind=HX',
      `/v1/entries?programme=${programmes[0]}&at=60`,
      '/v1/comparison?from=30&by=programme',
      '/v1/comparison?from=2025-07-01T00:00:20Z&to=90',
      '/v1/findings?limit=3',
    ]
    for (const path of paths) {
      const { status, body } = await get(path)
      expect(body, path).toMatchObject({ ledger: store.ledger, epoch: 1, postingRulesVersion: POSTING_RULES_VERSION })
      expect([body.treeSize, body.rootHash], path).toEqual([body.sequence, await rootAt(body.sequence)])
      expect(status, path).toBe(200)
    }
  })

  test('a comparison is stamped at both of its moments, a file by its headers', async () => {
    const { body } = await get('/v1/comparison?from=30&to=90')
    expect(body).toMatchObject({ treeSize: 90, from: { treeSize: 30, rootHash: await rootAt(30) }, explained: true })
    const { headers } = await fetch(`${server.url}/v1/journal.csv?at=50`, { headers: { 'welfare-actor': 'auditor/a' } })
    const stamp = ['ledger', 'epoch', 'sequence', 'tree-size', 'root-hash', 'posting-rules-version']
    expect(stamp.map((name) => headers.get(`welfare-${name}`))).toEqual([
      store.ledger,
      '1',
      '50',
      '50',
      await rootAt(50),
      String(POSTING_RULES_VERSION),
    ])
  })

  test('a report that the transparency log has not reached is not given out', async () => {
    isLogBehind = true
    try {
      const { status, body, headers } = await get('/v1/budget')
      expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'stamp-not-ready', '1'])
    } finally {
      isLogBehind = false
    }
  })

  test('the caller sees what lies within its scope', async () => {
    const whole = await get('/v1/budget?by=programme')
    const county = await get('/v1/budget?by=programme', 'auditor/a@632701')
    const own = whole.body.rows.find(({ key }: { key: string }) => key === programmes[0])
    expect(county.body.rows).toEqual([
      { ...own, identities: { ...own.identities, donatedIsSpreadHolds: null, bankHolds: null } },
    ])
    const { body } = await get('/v1/journal?limit=1000', 'merchant-owner/a@632701')
    expect(body.legs.length).toBeGreaterThan(0)
    expect(new Set(body.legs.map(({ programme }: { programme: string }) => programme))).toEqual(
      new Set([programmes[0]]),
    )
    expect((await get(`/v1/entries?programme=${programmes[1]}`, 'officer/a@632701')).status).toBe(404)
  })

  test('an entry is found by its number', async () => {
    const [{ document, sequence }] = (await get('/v1/entries?kind=HX&limit=1')).body.entries
    const { body } = await get(`/v1/entries?document=${document}`)
    expect(body.entries.map((entry: { sequence: number }) => entry.sequence)).toEqual([sequence])
    expect((await get(`/v1/entries?document=${document}9`)).body.code).toBe('document-unknown')
  })

  test('what was recorded a moment ago is in the answer, without after and with it', async () => {
    const before = await get('/v1/budget')
    const first = await donate(1_000)
    const now = await get('/v1/budget')
    expect(now.body.total.balances.donatedFen).toBe(before.body.total.balances.donatedFen + 1_000)
    expect(now.body.sequence).toBe(before.body.sequence + 1)
    const second = await donate(2_000)
    const after = await get(`/v1/budget?after=${second}`)
    expect(after.body.total.balances.donatedFen).toBe(before.body.total.balances.donatedFen + 3_000)
    expect((await get(`/v1/budget?after=${first}&at=${before.body.sequence}`)).body.total).toEqual(before.body.total)
  })

  test('an outside program recomputes every balance from the CSV alone', async () => {
    const response = await fetch(`${server.url}/v1/journal.csv`, { headers: { 'welfare-actor': 'auditor/a' } })
    expect(response.headers.get('content-type')).toContain('text/csv')
    const [header = '', ...lines] = (await response.text()).trimEnd().split('\r\n')
    const names = header.split(',')
    const balances = new Map<string, [number, number]>()
    for (const line of lines) {
      const leg = Object.fromEntries(line.split(',').map((value, index) => [names[index], value]))
      const {
        account,
        commodity,
        fund,
        programme,
        batch,
        merchant,
        depot,
        consignment,
        site,
        lot,
        bankAccount,
        payer,
        purchase,
      } = leg
      const places = [fund, programme, batch, merchant, depot, consignment, site, lot, bankAccount, payer, purchase]
      const key = [account, commodity, ...places].join('|')
      const [balance, debits] = balances.get(key) ?? [0, 0]
      balances.set(key, [balance + Number(leg.amount), debits + Math.max(0, Number(leg.amount))])
      expect(Number(leg.balanceSigned)).toBe(balance + Number(leg.amount))
    }
    const events = await store.readAll({ limit: 10_000 })
    const posted = events.flatMap((event) => postings(eventCodec.decode(event), event.stream))
    const expected = [...Map.groupBy(posted, postingKey)].map(([key, legs]) => {
      const amounts = legs.map(({ amount }) => amount)
      const debits = amounts.map((amount) => Math.max(0, amount))
      return [key, [sumOf(amounts), sumOf(debits)]] as const
    })
    expect(balances).toEqual(new Map(expected))
  })

  test.each([
    ['/v1/budget?by=colour', 400, 'query-invalid'],
    ['/v1/budget?at=yesterday', 400, 'query-invalid'],
    ['/v1/budget?at=2025-13-41T00:00:00Z', 400, 'query-invalid'],
    ['/v1/budget?effective=2025-02-30', 400, 'query-invalid'],
    ['/v1/budget?at=999999', 422, 'sequence-not-reached'],
    ['/v1/budget?after=nonsense', 400, 'position-malformed'],
    [`/v1/budget?fund=${idOf('fund', 'none')}`, 404, 'fund-unknown'],
    ['/v1/budget?funder=Nobody', 404, 'funder-unknown'],
    ['/v1/coverage?by=window', 400, 'query-invalid'],
    [`/v1/coverage?programme=${programmes[0]}&window=never`, 404, 'window-unknown'],
    [`/v1/gaps?programme=${idOf('programme', 'none')}`, 404, 'programme-unknown'],
    [`/v1/gaps?programme=${programmes[0]}&employer=${idOf('employer', 'none')}`, 404, 'employer-unknown'],
    [`/v1/coverage?site=${idOf('site', 'none')}`, 404, 'site-unknown'],
    [`/v1/gaps?programme=${programmes[0]}&cursor=bm9wZQ`, 400, 'cursor-malformed'],
    ['/v1/journal?limit=0', 400, 'query-invalid'],
    ['/v1/entries?document=7', 400, 'query-invalid'],
    ['/v1/comparison', 400, 'query-invalid'],
    ['/v1/comparison?from=9&to=8', 422, 'moments-reversed'],
    ['/v1/comparison?from=999999', 422, 'sequence-not-reached'],
    ['/v1/findings?kind=murder', 400, 'query-invalid'],
    [`/v1/findings?programme=${idOf('programme', 'none')}`, 404, 'programme-unknown'],
    [`/v1/journal?merchant=${idOf('merchant', 'none')}`, 404, 'merchant-unknown'],
    [`/v1/trail/${idOf('wallet', 'none')}`, 404, 'thing-unknown'],
    ['/v1/trail/everything', 400, 'path-invalid'],
  ])('%s is refused: %i %s', async (path, status, code) => {
    const answer = await get(path)
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  test('coverage that names no programme is told by programme', async () => {
    const answer = await get('/v1/coverage')
    expect(answer.body.by).toBe('programme')
    expect(answer.body.rows.map(({ key }: { key: string }) => key)).toEqual(expect.arrayContaining([...programmes]))
  })

  test('a moment given as a time is the moment of the last event recorded by then; the future is now', async () => {
    const events = await store.readAll({ limit: 10_000 })
    const middle = events[Math.floor(events.length / 2)]
    const last = events.filter((event) => event.recordedAt <= String(middle?.recordedAt)).at(-1)
    expect((await get(`/v1/budget?at=${middle?.recordedAt}`)).body.sequence).toBe(last?.sequence)
    expect((await get('/v1/budget?at=2999-01-01T00:00:00Z')).body.sequence).toBe(events.length)
    expect((await get('/v1/budget?at=2999-01-01T00:00:00+08:00')).body.sequence).toBe(events.length)
    expect((await get('/v1/budget?at=2999-01-01T00:00:00%2B08:00')).body.sequence).toBe(events.length)
    expect((await get('/v1/budget?at=1999-01-01T00:00:00Z')).body).toMatchObject({
      sequence: 0,
      recordedAt: null,
      rows: [],
    })
  })

  test('pages of gaps and of the journal stay those of the first page while events arrive', async () => {
    const first = await get(`/v1/journal?limit=10`)
    const pageOf = async (programme: string, more: string) =>
      (await get(`/v1/gaps?programme=${programme}&kind=people&${more}`)).body
    const pages = await Promise.all(
      programmes.map(async (programme) => ({ programme, gaps: await pageOf(programme, 'limit=1') })),
    )
    const { programme = '', gaps } = pages.find(({ gaps: { total } }) => total > 1) ?? {}
    await donate(3_000)
    const second = await get(`/v1/journal?limit=1000&cursor=${first.body.nextCursor}`)
    expect(second.body.sequence).toBe(first.body.sequence)
    expect(second.body.legs.every((leg: { sequence: number }) => leg.sequence <= first.body.sequence)).toBe(true)
    const rest = await pageOf(programme, `limit=1000&cursor=${gaps.nextCursor}`)
    expect(rest.gaps.length + 1).toBe(gaps.total)
    expect(rest.sequence).toBe(gaps.sequence)
  })

  test('an administrator rebuilds while queries are served, and every answer is right', async () => {
    const { generation } = service.status()
    const before = (await get('/v1/budget')).body
    const post = await fetch(`${server.url}/v1/projections/rebuild`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'welfare-actor': 'administrator/a',
        'idempotency-key': 'rebuild-1',
      },
      body: '{}',
    })
    expect(post.status).toBe(202)
    while ((await get('/v1/projections')).body.generation === generation) {
      expect((await get('/v1/budget')).body).toEqual(before)
    }
    expect((await get('/v1/budget')).body).toEqual(before)
    const officer = await fetch(`${server.url}/v1/projections/rebuild`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'welfare-actor': 'officer/a', 'idempotency-key': 'rebuild-2' },
      body: '{}',
    })
    expect(officer.status).toBe(403)
  })

  test('started again it goes on from its checkpoint, with the same generation', async () => {
    const before = (await get('/v1/budget')).body
    const { generation, sequence } = service.status()
    await stopService(service)
    service = await startService()
    expect((await get('/v1/budget')).body).toEqual(before)
    expect(service.status()).toMatchObject({ generation, sequence, healthy: true })
  })
})

test('an event that nobody knows: it stands there, not ready, and answers what it has', async () => {
  const stream = idOf('union', 'strange')
  const event = makeEvent(
    stream,
    1,
    { type: 'UnionRegistered', data: { division: '632700', name: 'Union' } },
    dayNumber(1),
  )
  const reached = service.status().sequence
  await store.append(stream, 'no-stream', [{ ...event, schemaVersion: 99 }])
  const { status, body } = await get('/v1/budget')
  expect([status, body.sequence]).toEqual([200, reached])
  expect((await get('/readyz')).status).toBe(503)
  expect(service.consumers[0]?.failures).toBeGreaterThan(0)
})

async function startService(): Promise<ReportsService> {
  const started = createReportsService({
    store,
    runner: createCommandRunner({ store, inputHashKey: new Uint8Array(32) }),
    clock,
    logger,
    folder: join(folder, 'copies'),
    logFolder: folder,
    receiptCodeKey: new Uint8Array(32),
    stamper: { stampAt: async (sequence) => (isLogBehind ? undefined : naive.stampAt(sequence)) },
  })
  await started.start()
  for (const consumer of started.consumers) consumer.start()
  return started
}

async function rootAt(sequence: number): Promise<string | undefined> {
  return (await naive.stampAt(sequence))?.rootHash
}

async function readIds(): Promise<readonly string[]> {
  return (await store.readAll({ limit: 10_000 })).map(({ id }) => id)
}

async function stopService(started: ReportsService): Promise<void> {
  for (const consumer of started.consumers) await consumer.stop()
  await started.stop()
}

/** The routes of whichever service runs now. */
function createProjectionsRoutes(): ReportsService['routes'] {
  return service.routes.map((route) => ({
    ...route,
    handle: (request) => {
      const current = service.routes.find(({ operationId }) => operationId === route.operationId)
      if (!current) throw new Error('the service lost a route')
      return current.handle(request)
    },
  }))
}

async function get(path: string, actor = 'auditor/a') {
  const response = await fetch(`${server.url}${path}`, { headers: { 'welfare-actor': actor } })
  return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) }
}

async function donate(amountFen: number): Promise<string> {
  const fund = `${funds[0]}`
  let version = 0
  for await (const event of store.readStream(fund)) version = event.version
  const donor = { kind: 'individual' as const }
  const data = {
    receiptNumber: `X-${version}`,
    donor,
    receivedOn: dayNumber(1),
    shares: [{ fund, amountFen }],
    availableAfterFen: 0,
  }
  const event = makeEvent(fund, version + 1, { type: 'DonationReceived', data }, dayNumber(1))
  const result = await store.append(fund, version, [event])
  if (result.outcome !== 'appended') throw new Error(`the donation was not appended: ${result.outcome}`)
  return result.position
}

function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0)
}
