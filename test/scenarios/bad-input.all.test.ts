import { isFileBody, type Route } from '@welfare/http/route.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, inParallel, type Request, XLSX } from '../harness/api.ts'
import { faultOf, type Operation, readOperations } from '../harness/api-document.ts'
import { callerOf, openAccounts } from '../harness/asking.ts'
import { faultyBodies, wholeBodies } from '../harness/hostile-bodies.ts'
import { zipBomb } from '../harness/hostile-files.ts'
import { hostileHeaders, hostileIds, hostileQueries, misshapenIds } from '../harness/hostile-requests.ts'
import { createOneOfEverything, type KnownIds } from '../harness/one-of-everything.ts'
import { arbitraryOf } from '../harness/schema-arbitrary.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

const AT_ONCE = 16
const MOST_LOOKS = 300

let fixture: TestLedger
let ids: KnownIds
let operations: readonly Operation[]

beforeAll(async () => {
  fixture = await openTestLedger('2025-06-01T12:00:00+08:00')
  ids = await createOneOfEverything(fixture.api)
  operations = await readOperations(fixture.api)
  await openAccounts(fixture.api, ids)
}, 60_000)
afterAll(() => fixture.close())

test('the document lists every route of the table', () => {
  const listed = operations.map(({ method, path }) => `${method} ${path}`).sort()
  expect(listed).toEqual(fixture.ledger.routes.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort())
})

describe('leaves nothing behind and is told with a code that the document has', () => {
  test.each([
    ['first', 0],
    ['second', 1],
  ])(
    'a body that is malformed, wrong in one place, or lacks something (%s half of the operations)',
    async (_, half) => {
      const requests = operations
        .filter((_, at) => at % 2 === half)
        .flatMap((operation) => {
          const schema = routeOf(operation).body
          if (!operation.body || isFileBody(schema) || !schema) return []
          const isGood = (body: unknown) => schema.safeParse(body).success
          // The fullest: there is the most to spoil in it.
          const faulty = faultyBodies(goodBodies(operation, isGood).at(-1) ?? {}, isGood)
          return [...wholeBodies(), ...faulty].map((body) => ({ operation, request: requestTo(operation, { body }) }))
        })
      expect(requests.length).toBeGreaterThan(2_000)
      await expectAllRefused(requests)
    },
    60_000,
  )

  test('an id that is malformed, of another category, or of nothing that is there', async () => {
    const requests = operations.flatMap((operation) =>
      operation.parameters
        .filter((parameter) => parameter.in === 'path')
        .flatMap(({ name }) =>
          hostileIds(known(operation, name), ids).map((id) => ({
            operation,
            request: requestTo(operation, { params: { [name]: id }, body: anyBody(operation) }),
          })),
        ),
    )
    await expectAllRefused(requests)
  }, 60_000)

  test('an id of any shape, of any category, on any route is no defect of ours; of a job it is unknown', async () => {
    const requests = operations.flatMap((operation) => [
      ...operation.parameters
        .filter((parameter) => parameter.in === 'path')
        .flatMap(({ name }) =>
          misshapenIds(known(operation, name), operation.path.startsWith('/v1/jobs/')).map((id) =>
            requestTo(operation, { params: { [name]: id }, body: anyBody(operation) }),
          ),
        ),
      ...operation.parameters
        .filter(({ in: place, schema }) => place === 'query' && schema.type === 'string')
        .flatMap(({ name }) =>
          misshapenIds(ids[name]?.[0] ?? ids.fund?.[0] ?? '').map((id) =>
            requestTo(operation, { query: `${name}=${id}`, body: anyBody(operation) }),
          ),
        ),
    ])
    expect(requests.length).toBeGreaterThan(2_000)
    const faults = await inParallel(requests, AT_ONCE, async (request) => {
      const { status, body } = await fixture.api.send(request)
      const isUnknownJob = status === 404 && (body.code === 'job-unknown' || body.code === 'path-malformed')
      const isRight = request.path.startsWith('/v1/jobs/') ? isUnknownJob : status < 500
      return isRight ? [] : [`${request.method} ${request.path}: ${status} ${body.code}`]
    })
    expect(faults.flat()).toEqual([])
  }, 120_000)

  test('a query that is not known, repeated, or out of bounds', async () => {
    const requests = operations.flatMap((operation) => {
      const named = operation.parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name)
      const queries = ['unexpected=1', '__proto__=1', '%ff=1', 'a=%00', 'limit=%e4%b8']
      for (const name of named)
        queries.push(`${name}=1&${name}=2`, ...(hostileQueries[name] ?? []).map((value) => `${name}=${value}`))
      return queries.map((query) => ({ operation, request: requestTo(operation, { query, body: anyBody(operation) }) }))
    })
    await expectAllRefused(requests)
  }, 60_000)

  test('headers that are missing, malformed or not allowed', async () => {
    const requests = operations
      .filter(({ method }) => method !== 'GET')
      .flatMap((operation) =>
        hostileHeaders(operation, ids).map((more) => {
          const request = requestTo(operation, { body: anyBody(operation) })
          return { operation, request: { ...request, ...more, headers: { ...request.headers, ...more.headers } } }
        }),
      )
    await expectAllRefused(requests)
  }, 60_000)

  test('a version that is not the newest, and none where one is required', async () => {
    const guarded = operations.filter((operation) => routeOf(operation).ifMatch !== undefined)
    expect(guarded.length).toBeGreaterThan(5)
    for (const operation of guarded) {
      const request = requestTo(operation, { body: anyBody(operation) })
      const stale = await fixture.api.send({ ...request, headers: { ...request.headers, 'if-match': '"900"' } })
      expect([operation.operationId, stale.status, stale.body.code]).toEqual([
        operation.operationId,
        412,
        'version-mismatch',
      ])
      if (routeOf(operation).ifMatch !== 'required') continue
      const { 'if-match': _, ...headers } = request.headers ?? {}
      expect(await fixture.api.send({ ...request, headers })).toMatchObject({
        status: 428,
        body: { code: 'if-match-required' },
      })
    }
  })

  test('a file that is no spreadsheet, or a bomb', async () => {
    const files = [new Uint8Array(), new Uint8Array([80, 75, 3, 4, 0, 0]), Buffer.from('no zip'), await zipBomb()]
    // The bank's own file is kept sealed as it came, and never read: what is no statement is refused where its lines are read.
    const isKept = ({ operationId }: Operation) => operationId === 'uploadBankStatementFile'
    const uploads = operations.filter((operation) => operation.takesFile && !isKept(operation))
    expect(uploads).toHaveLength(6)
    // One route after the other: there are places for eight files at once.
    for (const operation of uploads)
      await expectAllRefused(
        files.map((body) => ({
          operation,
          request: { ...requestTo(operation, {}), body, headers: { 'content-type': XLSX } },
        })),
      )
  }, 60_000)
})

interface Hostile {
  readonly operation: Operation
  readonly request: Request
}

async function expectAllRefused(requests: readonly Hostile[]): Promise<void> {
  const before = await fixture.head()
  const faults = new Set<string>()
  await inParallel(requests, AT_ONCE, async ({ operation, request }, index) => {
    const language = index % 2 === 0 ? 'zh' : 'en'
    const headers = { 'accept-language': language, ...request.headers }
    const answer = await fixture.api.send({ ...request, headers })
    const fault = unlikeRefusal(answer) ?? unsaid(answer, language) ?? faultOf(operation, answer)
    if (fault) faults.add(`${operation.operationId} ${describeRequest(request)}: ${fault}`)
  })
  expect([...faults].slice(0, 10)).toEqual([])
  const left = await fixture.ledger.store.readAll({ limit: 10_000 })
  expect(left.slice(before).map(({ type, stream }) => `${type} in ${stream}`)).toEqual([])
}

function unlikeRefusal({ status, body }: Answer): string | undefined {
  if (status >= 500) return `${status} ${body?.detail ?? body?.code}`
  return status < 400 ? `${status}, not refused` : undefined
}

/** What is sent is repeated nowhere but for names and numbers: whole words of the other language are the sentence's own. */
function unsaid({ body }: Answer, language: 'en' | 'zh'): string | undefined {
  const detail: unknown = body?.detail
  if (typeof detail !== 'string' || detail === '') return 'has no detail'
  const own = detail.replaceAll(/`[^`]*`/g, '')
  const isSaid = language === 'en' ? /^[A-Z].*[.]$/s.test(own) && !/[一-鿿]{4}/.test(own) : /[一-鿿].*。$/s.test(own)
  const isMixed = language === 'zh' && /[a-z]+ [a-z]+ [a-z]+/.test(own)
  return isSaid && !isMixed ? undefined : `says in ${language}: ${detail}`
}

function describeRequest({ path, body, headers }: Request): string {
  const text =
    body instanceof Uint8Array ? `${body.length} bytes` : typeof body === 'string' ? body : JSON.stringify(body ?? null)
  return `${path.slice(0, 300)} ${text.slice(0, 200)} ${JSON.stringify(headers ?? {})}`
}

function routeOf({ operationId }: Operation): Route {
  const route = fixture.ledger.routes.find((one) => one.operationId === operationId)
  if (!route) throw new Error(`no route ${operationId}`)
  return route
}

interface Parts {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: string
  readonly body?: unknown
}

/** Good but for what `parts` says. */
function requestTo(operation: Operation, { params, query, body }: Parts): Request {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => params?.[name] ?? known(operation, name))
  const needed = operation.parameters.filter((parameter) => parameter.in === 'query' && parameter.required)
  const given = new Set(query?.split('&').map((part) => part.split('=')[0]))
  const required = needed
    .filter(({ name }) => !given.has(name))
    .map(({ name }) => `${name}=${ids[name]?.[0] ?? 'reason'}`)
  const search = [...required, ...(query === undefined ? [] : [query])].join('&')
  return {
    method: operation.method,
    path: search === '' ? path : `${path}?${search}`,
    actor: callerOf(operation.operationId, ids),
    ...(body !== undefined && { body }),
    ...(routeOf(operation).ifMatch === 'required' && { headers: { 'if-match': '"1"' } }),
  }
}

/** A thing that is there for this parameter. */
function known(operation: Operation, name: string): string {
  if (name === 'code') return ids.voucher?.[0] ?? ''
  if (name === 'division') return '632701'
  const { schema } = operation.parameters.find((parameter) => parameter.in === 'path' && parameter.name === name) ?? {}
  const [, category = ''] = /^\^([a-z]+)-/.exec(schema?.pattern ?? '') ?? []
  const ofCategory = ids[schema?.pattern?.includes('\\.[') ? `${category}.` : category]
  return ofCategory?.[0] ?? ids.batch?.[0] ?? ''
}

function goodBodies({ body: schema, operationId }: Operation, isGood: (body: unknown) => boolean): object[] {
  if (!schema) throw new Error('takes no body')
  const samples = fc.sample(arbitraryOf(schema, ids), { numRuns: MOST_LOOKS, seed: 7 })
  const good = samples.filter((body): body is object => typeof body === 'object' && body !== null && isGood(body))
  if (good.length === 0) throw new Error(`no good body was found for ${operationId}`)
  return good.sort((a, b) => JSON.stringify(a).length - JSON.stringify(b).length)
}

const plainBodies = new Map<string, object>()

/** For requests that are to be refused for another reason. */
function anyBody(operation: Operation): unknown {
  const schema = routeOf(operation).body
  if (!operation.body || !schema || isFileBody(schema)) return undefined
  const body =
    plainBodies.get(operation.operationId) ?? goodBodies(operation, (one) => schema.safeParse(one).success)[0] ?? {}
  plainBodies.set(operation.operationId, body)
  return body
}
