import { randomUUID } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { Validator } from '@seriousme/openapi-schema-validator'
import { everything } from '@welfare/contracts/authority.ts'
import type { Authenticated } from '@welfare/http/authority/authenticator.ts'
import { sampleRoutes } from '@welfare/http/documents/sample-routes.fixture.ts'
import { type ServedRoutes, serveRoutes } from '@welfare/http/edge/serve-routes.fixture.ts'
import { createJobsRoute } from '@welfare/http/jobs.ts'
import { defineRoute } from '@welfare/http/route.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { authority, type ServedGateway, serveBehind, serveGateway, statements } from './gateway.fixture.ts'

const jobsOf = (category: string) =>
  createJobsRoute([
    {
      category,
      read: async (id) => ({
        job: { id, kind: category, status: 'done', progress: { done: 1, total: 1 } },
        version: 1,
      }),
    },
  ])
const whereAmI = defineRoute({
  method: 'get',
  path: '/v1/shelves/here',
  operationId: 'readHere',
  summary: '',
  tag: 'here',
  answers: { 200: { description: '', schema: z.strictObject({ address: z.string(), names: z.array(z.string()) }) } },
  refusals: {},
  handle: ({ address, headers }) => ({ status: 200, body: { address, names: Object.keys(headers).sort() } }),
})

let shelves: ServedRoutes
let batches: ServedRoutes
let gateway: ServedGateway
beforeAll(async () => {
  shelves = await serveBehind([...sampleRoutes, jobsOf('import')])
  batches = await serveBehind([whereAmI, jobsOf('batch')])
  gateway = await serveGateway({ shelves: [shelves.url], batches: [batches.url] })
})
afterAll(async () => {
  await gateway.stop()
  await shelves.stop()
  await batches.stop()
})

interface Asking {
  readonly body?: string | Uint8Array<ArrayBuffer>
  readonly headers?: Record<string, string>
}
const officer = { 'welfare-actor': 'officer/li-hua', 'idempotency-key': 'key-of-one-intent' }

async function ask(url: string, method: string, path: string, { body, headers = {} }: Asking = {}) {
  const response = await fetch(`${url}${path}`, { method, headers, ...(body !== undefined && { body }) })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

const json = { ...officer, 'content-type': 'application/json' }
const takings = '/v1/shelves/shelf-1/takings'

describe('what a client gets is what the service answers, to the letter', () => {
  const cases: readonly [string, string, string, Asking][] = [
    ['a read', 'GET', '/v1/shelves?limit=20&full=true', { headers: officer }],
    ['a version', 'GET', '/v1/shelves/shelf-1', { headers: officer }],
    ['a version that is known', 'GET', '/v1/shelves/shelf-1', { headers: { ...officer, 'if-none-match': '"7"' } }],
    ['a head', 'HEAD', '/v1/shelves/shelf-1', { headers: officer }],
    ['a head of a stream', 'HEAD', '/v1/shelf-lists', { headers: officer }],
    ['a stream', 'GET', '/v1/shelf-lists', { headers: officer }],
    ['a write', 'POST', takings, { headers: json, body: '{"pieces":2}' }],
    [
      'a write for a version',
      'PUT',
      '/v1/shelves/shelf-1',
      { headers: { ...json, 'if-match': '"12"' }, body: '{"name":"A"}' },
    ],
    ['a write without body', 'DELETE', '/v1/shelves/shelf-1', { headers: officer }],
    [
      'an upload',
      'POST',
      '/v1/shelf-lists',
      { headers: { ...officer, 'content-type': 'text/csv' }, body: new Uint8Array(1000) },
    ],
    [
      'an upload that is too large',
      'POST',
      '/v1/shelf-lists',
      { headers: { ...officer, 'content-type': 'text/csv' }, body: new Uint8Array(1001) },
    ],
    ['a refusal', 'POST', takings, { headers: json, body: '{"pieces":60}' }],
    ['a body that is wrong', 'POST', takings, { headers: json, body: '{"pieces":60,"x":1}' }],
    ['a body that is no JSON', 'POST', takings, { headers: json, body: '{' }],
    ['a missing key', 'DELETE', '/v1/shelves/shelf-1', { headers: { 'welfare-actor': 'officer/li-hua' } }],
    [
      'a role that may not',
      'POST',
      takings,
      { headers: { ...json, 'welfare-actor': 'auditor/zhao' }, body: '{"pieces":2}' },
    ],
    [
      'a scope that is too small',
      'GET',
      '/v1/shelf-lists',
      { headers: { ...officer, 'welfare-actor': 'officer/li@632701' } },
    ],
    ['nobody', 'GET', '/v1/shelves', {}],
    ['a claim that does not hold', 'GET', '/v1/shelves', { headers: { 'welfare-actor': 'nobody' } }],
    ['a path that is malformed', 'GET', '/v1/shelves/%zz', { headers: officer }],
    ['a path that is wrong', 'GET', '/v1/shelves/x', { headers: officer }],
    ['a method that is not there', 'DELETE', takings, { headers: officer }],
    ['options', 'OPTIONS', '/v1/shelves/shelf-1', {}],
    ['a path that is not there', 'GET', '/v1/nowhere', { headers: officer }],
  ]
  let direct: ServedRoutes
  beforeAll(async () => {
    direct = await serveRoutes(sampleRoutes, { authority })
  })
  afterAll(() => direct.stop())

  it.each(cases)('%s', async (_name, method, path, asking) => {
    const given = { ...asking, headers: { 'x-request-id': 'same', ...asking.headers } }
    const expected = await ask(direct.url, method, path, given)
    const answered = await ask(gateway.url, method, path, given)
    const shown = ({ status, headers, text }: typeof answered) => ({
      status,
      text,
      headers: Object.fromEntries([...headers].filter(([name]) => name !== 'date')),
    })
    expect(shown(answered)).toEqual(shown(expected))
  })
})

describe('the caller', () => {
  const who: Authenticated = { actor: { role: 'officer', id: 'boss', scope: everything }, by: 'token' }
  const read = { method: 'GET', target: '/v1/shelves', address: '203.0.113.9' }

  it('is only ever believed when the gateway says so', async () => {
    const claims = { authorization: 'Bearer x', cookie: 'session=officer', 'welfare-actor': 'officer/x' }
    expect((await ask(shelves.url, 'GET', '/v1/shelves', { headers: claims })).status).toBe(401)
    const said = { 'welfare-actor-statement': statements.sign(who, read) }
    expect((await ask(shelves.url, 'GET', '/v1/shelves', { headers: said })).status).toBe(200)
    for (const headers of [said, { 'welfare-actor-statement': 'forged.forged' }]) {
      const { status, text } = await ask(shelves.url, 'GET', '/v1/shelves?limit=5', { headers })
      expect([status, JSON.parse(text).code]).toEqual([401, 'credentials-invalid'])
    }
  })

  it('is not what a client says in the gateway’s name', async () => {
    const said = { 'welfare-actor-statement': statements.sign(who, read) }
    expect((await ask(gateway.url, 'GET', '/v1/shelves', { headers: said })).status).toBe(401)
    const both = { ...said, 'welfare-actor': 'auditor/zhao', 'x-request-id': 'both-1' }
    expect((await ask(gateway.url, 'GET', '/v1/shelves', { headers: both })).status).toBe(200)
    await expect
      .poll(() => shelves.logged.find(({ requestId }) => requestId === 'both-1'))
      .toMatchObject({ actor: 'auditor/zhao' })
  })

  it('with a cookie changes something from our own pages only', async () => {
    const cookie = {
      'content-type': 'application/json',
      cookie: 'session=officer',
      'idempotency-key': 'key-of-one-intent',
    }
    const take = (headers: object) =>
      ask(gateway.url, 'POST', takings, { headers: { ...cookie, ...headers }, body: '{"pieces":1}' })
    expect((await take({ 'sec-fetch-site': 'same-origin' })).status).toBe(201)
    expect((await take({ origin: gateway.url })).status).toBe(201)
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }]) {
      const { status, text } = await take(headers)
      expect([status, JSON.parse(text).code]).toEqual([403, 'cross-origin'])
    }
  })

  it('is where the gateway sees it, and sends nothing along that services do not look at', async () => {
    const headers = {
      ...officer,
      authorization: 'Bearer hush',
      cookie: 'hush=1',
      'x-forwarded-for': '192.0.2.1, 198.51.100.7',
      'x-own': 'x',
      forwarded: 'for=192.0.2.1',
    }
    const target = '/v1/shelves/here'
    const { text } = await ask(gateway.url, 'GET', target, { headers })
    const { address, names } = JSON.parse(text)
    expect(address).toBe('198.51.100.7')
    expect(names).toEqual([
      ...[
        'accept',
        'accept-language',
        'connection',
        'host',
        'idempotency-key',
        'user-agent',
        'welfare-actor-statement',
      ],
      ...['x-forwarded-for', 'x-request-id'],
    ])
    // What the gateway has signed goes before what anybody on the way may have written.
    const said = {
      'welfare-actor-statement': statements.sign(who, { ...read, target }),
      'x-forwarded-for': '192.0.2.1',
    }
    expect(JSON.parse((await ask(batches.url, 'GET', target, { headers: said })).text).address).toBe(read.address)
  })

  it('and what for, can be followed from log to log', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c'
    const trace = { 'x-request-id': 'followed-1', traceparent: `00-${traceId}-b7ad6b7169203331-01` }
    await ask(gateway.url, 'GET', '/v1/shelves/shelf-7', { headers: { ...officer, ...trace } })
    const line = { traceId, route: '/v1/shelves/{id}', operationId: 'readShelf', status: 200, actor: 'officer/li-hua' }
    for (const { logged } of [gateway, shelves])
      await expect.poll(() => logged.find(({ requestId }) => requestId === 'followed-1')).toMatchObject(line)
  })
})

it('the front address is a page, the gateway’s own, as in one process', async () => {
  const front = await fetch(gateway.url)
  expect(front.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(await front.text()).toContain('<!doctype html>')
  expect((await fetch(`${gateway.url}/nowhere`)).status).toBe(404)
})

it('a host that is not ours is refused before anybody is asked', async () => {
  const status = await new Promise((resolve, reject) => {
    const asked = httpRequest(`${gateway.url}/v1/shelves`, { headers: { ...officer, host: 'evil.example' } })
    asked.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject)
    asked.end()
  })
  expect(status).toBe(421)
})

it('a client that first asks whether to send is told to', async () => {
  const { status, wasContinued } = await new Promise<{ status: unknown; wasContinued: boolean }>((resolve, reject) => {
    let continued = false
    const asked = httpRequest(`${gateway.url}/v1/shelf-lists`, {
      method: 'POST',
      headers: { ...officer, 'content-type': 'text/csv', expect: '100-continue' },
    })
    asked.on('continue', () => {
      continued = true
      asked.end('a,b')
    })
    asked.on('response', (response) => resolve({ status: response.resume().statusCode, wasContinued: continued }))
    asked.on('error', reject)
    asked.flushHeaders()
  })
  expect([status, wasContinued]).toEqual([200, true])
})

it('a job is asked of the service whose it is', async () => {
  const job = async (id: string) =>
    JSON.parse((await ask(gateway.url, 'GET', `/v1/jobs/${id}`, { headers: officer })).text)
  expect((await job(`import-${randomUUID()}`)).kind).toBe('import')
  expect((await job(`batch-${randomUUID()}`)).kind).toBe('batch')
  expect((await job('import-1')).code).toBe('job-unknown')
  expect((await job('other-1')).code).toBe('job-unknown')
})

describe('one document', () => {
  it('is valid, and has the operations of all', async () => {
    const document = JSON.parse((await ask(gateway.url, 'GET', '/openapi.json')).text)
    const validator = new Validator()
    expect(await validator.validate(structuredClone(document))).toMatchObject({ valid: true })
    const names = Object.values<object>(document.paths).flatMap((byMethod) =>
      Object.values(byMethod).map(({ operationId }) => operationId),
    )
    expect(names).toEqual(expect.arrayContaining(['readAuthority', 'exportShelves', 'readJob']))
    expect(names.filter((name) => name === 'readJob')).toHaveLength(1)
    expect(document.paths['/v1/jobs/{id}'].get['x-job-categories']).toEqual(['batch', 'import'])
    expect(document.tags.map(({ name }: { name: string }) => name)).toEqual([
      'accounts',
      'jobs',
      'operation',
      'here',
      'shelves',
    ])
  })

  it('and one table say who may do what', async () => {
    const headers = { 'welfare-actor': 'auditor/zhao' }
    const { items } = JSON.parse((await ask(gateway.url, 'GET', '/v1/authority', { headers })).text)
    expect(items).toContainEqual({
      operationId: 'takeFromShelf',
      method: 'POST',
      path: '/v1/shelves/{id}/takings',
      roles: ['officer'],
      scope: 'named',
    })
  })
})

it('who administers reads which services can serve', async () => {
  const headers = { 'welfare-actor': 'administrator/chief' }
  const read = async () => JSON.parse((await ask(gateway.url, 'GET', '/v1/health', { headers })).text)
  const { ready, checks, ...more } = await read()
  expect({ ready, more }).toEqual({ ready: true, more: {} })
  expect(checks).toContainEqual({ name: 'service-shelves', ok: true })
  expect((await ask(gateway.url, 'GET', '/v1/health')).status).toBe(401)
})

it('the metrics count what was handed on, and who is behind', async () => {
  const { text } = await ask(gateway.url, 'GET', '/metrics')
  expect(text).toContain('welfare_http_requests_total{operation="exportShelves",status="200"}')
  expect(text).toContain('welfare_gateway_instances{service="shelves",state="ready"} 1')
})
