import { Validator } from '@seriousme/openapi-schema-validator'
import { createSimulatedClock } from '@welfare/process/clock.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openToAll, type ServedRoutes, serveRoutes } from '../edge/serve-routes.fixture.ts'
import { defineRoute } from '../route.ts'
import { sampleAuthority, sampleRoutes } from './sample-routes.fixture.ts'

let served: ServedRoutes
let isFollowing = true
beforeAll(async () => {
  served = await serveRoutes(sampleRoutes, {
    authority: sampleAuthority,
    clock: createSimulatedClock({ startAt: new Date('2025-06-01T00:00:00Z') }),
    ready: [
      { name: 'store', check: async () => true },
      { name: 'consumer-budget', check: () => isFollowing },
    ],
  })
})
afterAll(() => served.stop())

describe('health', () => {
  it('is alive while it answers', async () => {
    expect(await served.call('GET', '/livez')).toMatchObject({ status: 200, body: { alive: true } })
  })

  it('is ready when every check is, and names the one that is not', async () => {
    const checks = { store: 'ok', 'consumer-budget': 'ok' }
    expect(await served.call('GET', '/readyz')).toMatchObject({ status: 200, body: { ready: true, checks } })
    for (const check of Object.keys(checks)) {
      expect((await served.call('GET', '/metrics')).text).toContain(`welfare_ready{check="${check}"} 1`)
    }
    isFollowing = false
    const answer = await served.call('GET', '/readyz')
    expect(answer).toMatchObject({
      status: 503,
      body: { ready: false, checks: { ...checks, 'consumer-budget': 'failing' } },
    })
    isFollowing = true
  })

  it('is not ready, and says so in the log, where a check throws', async () => {
    const failing = { name: 'store', check: () => Promise.reject(new Error('no disk')) }
    const other = await serveRoutes(sampleRoutes, { authority: sampleAuthority, ready: [failing] })
    expect(await other.call('GET', '/readyz')).toMatchObject({ status: 503, body: { checks: { store: 'failing' } } })
    expect(other.logged.find(({ msg }) => msg === 'check-failed')).toMatchObject({ check: 'store' })
    expect((await other.call('GET', '/metrics')).text).toContain('welfare_ready{check="store"} 0')
    await other.stop()
  })
})

it('the version comes with the time of the clock', async () => {
  const { body } = await served.call('GET', '/version')
  expect(body).toEqual({ name: 'test', version: '0.0.0', now: '2025-06-01T08:00:00.000+08:00' })
})

it('the metrics count requests by operation and refusals by code', async () => {
  await served.call('POST', '/v1/shelves/shelf-9/takings', { body: { pieces: 60 } })
  await expect
    .poll(async () => (await served.call('GET', '/metrics')).text)
    .toContain('welfare_http_requests_total{operation="takeFromShelf",status="409"} 1')
  const { text } = await served.call('GET', '/metrics')
  expect(text).toContain('welfare_refusals_total{code="shelf-empty"} 1')
  expect(text).toContain('welfare_http_request_duration_seconds_count{operation="takeFromShelf"} 1')
  expect(text).not.toContain('shelf-9')
})

describe('the OpenAPI document', () => {
  interface Operation {
    operationId: string
    parameters: { name: string; in: string; required?: boolean; schema: object }[]
    requestBody?: { content: Record<string, { schema: object }> }
    responses: Record<string, { description: string }>
  }
  let paths: Record<string, Record<string, Operation>>
  let schemas: Record<string, unknown>
  beforeAll(async () => {
    const { body } = await served.call('GET', '/openapi.json')
    const document = body as { paths: typeof paths; components: { schemas: typeof schemas } }
    paths = document.paths
    schemas = document.components.schemas
  })

  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator()
    const result = await validator.validate(JSON.parse((await served.call('GET', '/openapi.json')).text))
    expect(result).toMatchObject({ valid: true })
    expect(validator.version).toBe('3.1')
  })

  it('has every route of the table', () => {
    const documented = Object.values(paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId))
    expect(documented.sort()).toEqual(sampleRoutes.map(({ operationId }) => operationId).sort())
  })

  it('has the header fields that the guards ask for', () => {
    const required = (path: string, method: string) =>
      paths[path]?.[method]?.parameters
        .filter(({ in: place, required: must }) => place === 'header' && must)
        .map(({ name }) => name)
    expect(required('/v1/shelves', 'get')).toEqual([])
    expect(required('/v1/shelves/{id}', 'delete')).toEqual(['Idempotency-Key'])
    expect(required('/v1/shelves/{id}', 'put')).toEqual(['Idempotency-Key', 'If-Match'])
  })

  it('says how to sign in and who may', () => {
    expect(paths['/v1/shelves/{id}']?.put).toMatchObject({
      security: [{ token: [] }, { session: [] }],
      description: 'For officer.',
    })
  })

  it('has the body as the schema has it, unknown fields refused', () => {
    const body = paths['/v1/shelves/{id}/takings']?.post?.requestBody?.content['application/json']?.schema
    expect(body).toEqual({ $ref: '#/components/schemas/TakeFromShelfBody' })
    expect(schemas.TakeFromShelfBody).toMatchObject({
      type: 'object',
      required: ['pieces'],
      additionalProperties: false,
    })
    expect(Object.keys(paths['/v1/shelf-lists']?.post?.requestBody?.content ?? {})).toContain('text/csv')
  })

  it('has numbers and truth values of queries as what they stand for', () => {
    const query = paths['/v1/shelves']?.get?.parameters.filter(({ in: place }) => place === 'query')
    expect(query?.find(({ name }) => name === 'limit')?.schema).toMatchObject({
      type: 'integer',
      minimum: 1,
      maximum: 1000,
    })
    expect(query?.find(({ name }) => name === 'full')?.schema).toEqual({ type: 'boolean' })
  })

  it('has the route’s refusals by status', () => {
    const responses = paths['/v1/shelves/{id}/takings']?.post?.responses
    expect(responses?.['409']?.description).toBe('already-exists, shelf-empty')
    expect(responses?.['413']?.description).toBe('body-too-large')
  })
})

it('the page to browse it takes scripts from this server only', async () => {
  const page = await served.call('GET', '/docs')
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/)
  const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '')
  expect(files).toEqual(['/docs/swagger-ui.css', '/docs/swagger-ui-bundle.js', '/docs/start.js'])
  for (const file of files) expect((await served.call('GET', file)).status).toBe(200)
})

describe('a table that cannot be served is refused at once', () => {
  const thing = {
    method: 'post' as const,
    path: '/v1/things',
    operationId: 'addThing',
    summary: '',
    tag: '',
    answers: { 204: { description: '' } },
    refusals: {},
    handle: () => ({ status: 204 }),
  }
  const faulty: readonly [string, Parameters<typeof defineRoute>[0], RegExp][] = [
    ['a body that takes unknown fields', { ...thing, body: z.object({ a: z.string() }) }, /not strict/],
    ['one that does so deeper down', { ...thing, body: z.strictObject({ a: z.array(z.object({})) }) }, /not strict/],
    [
      'params of other names',
      { ...thing, path: '/v1/things/{id}', params: z.strictObject({ key: z.string() }) },
      /params/,
    ],
    ['params without schema', { ...thing, path: '/v1/things/{id}' }, /no schema/],
    ['an express path', { ...thing, path: '/v1/things/:id' }, /not in the form/],
  ]
  it.each(faulty)('%s', async (_name, route, fault) => {
    const routes = [defineRoute(route)]
    await expect(serveRoutes(routes, { authority: openToAll(routes) })).rejects.toThrow(fault)
  })

  it.each([
    ['no row of the authority table', {}, /no row/],
    ['nobody who may', { addThing: { roles: [], scope: 'named' } }, /nobody/],
  ] as const)('%s', async (_name, authority, fault) => {
    await expect(serveRoutes([defineRoute(thing)], { authority })).rejects.toThrow(fault)
  })

  it('two routes at one place', async () => {
    const params = z.strictObject({ id: z.string() })
    const first = defineRoute({ ...thing, path: '/v1/things/{id}', params })
    const second = {
      ...first,
      path: '/v1/things/{key}',
      params: z.strictObject({ key: z.string() }),
      operationId: 'other',
    }
    await expect(serveRoutes([first, second], { authority: openToAll([first, second]) })).rejects.toThrow(
      'POST /v1/things/{} is there twice',
    )
  })
})

it('a fixed segment is matched before a parameter, whatever the order of the table', async () => {
  const of = (path: string, operationId: string) =>
    defineRoute({
      method: 'get',
      path,
      operationId,
      summary: '',
      tag: '',
      ...(path.includes('{') && { params: z.strictObject({ id: z.string() }) }),
      answers: { 200: { description: '' } },
      refusals: {},
      handle: () => ({ status: 200, body: operationId }),
    })
  const routes = [of('/v1/{id}/list', 'parameter'), of('/v1/funds/list', 'fixed')]
  const other = await serveRoutes(routes, { authority: openToAll(routes) })
  expect((await other.call('GET', '/v1/funds/list')).body).toBe('fixed')
  expect((await other.call('GET', '/v1/kits/list')).body).toBe('parameter')
  await other.stop()
})
