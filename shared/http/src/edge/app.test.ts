import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleAuthority, sampleRoutes } from '../documents/sample-routes.fixture.ts'
import { type ServedRoutes, serveRoutes } from './serve-routes.fixture.ts'

let served: ServedRoutes
beforeAll(async () => {
  served = await serveRoutes(sampleRoutes, { authority: sampleAuthority })
})
afterAll(() => served.stop())

const taking = '/v1/shelves/shelf-1/takings'

describe('answers', () => {
  it('come as JSON with version and position', async () => {
    const answer = await served.call('POST', taking, { body: { pieces: 2 } })
    expect(answer).toMatchObject({ status: 201, body: { pieces: 2 } })
    expect(answer.headers.get('etag')).toBe('"8"')
    expect(answer.headers.get('welfare-position')).toBe('p-8')
    expect(answer.headers.get('content-type')).toBe('application/json')
  })

  it('are not sent again to who knows the version', async () => {
    for (const tag of ['"7"', 'W/"7"', '"6", "7"']) {
      const answer = await served.call('GET', '/v1/shelves/shelf-1', { headers: { 'if-none-match': tag } })
      expect([answer.status, answer.text, answer.headers.get('etag')]).toEqual([304, '', '"7"'])
    }
    const other = await served.call('GET', '/v1/shelves/shelf-1', { headers: { 'if-none-match': '"6"' } })
    expect(other.status).toBe(200)
  })

  it('are sent again where they rest on more than their version, and are kept nowhere', async () => {
    const answer = await served.call('GET', '/v1/shelves/shelf-1?now=true', { headers: { 'if-none-match': '"7"' } })
    expect(answer).toMatchObject({ status: 200, body: { pieces: 3 } })
    expect([answer.headers.get('etag'), answer.headers.get('cache-control')]).toEqual(['"7"', 'no-store'])
  })

  it('to HEAD have the header fields of GET and no body', async () => {
    const get = await served.call('GET', '/v1/shelves/shelf-1')
    const head = await served.call('HEAD', '/v1/shelves/shelf-1')
    expect([head.status, head.text, head.headers.get('etag')]).toEqual([200, '', '"7"'])
    expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'))
  })

  it('may be a stream of text', async () => {
    const answer = await served.call('GET', '/v1/shelf-lists')
    expect(answer.headers.get('content-type')).toBe('text/csv')
    expect(answer.text.split('\n')).toHaveLength(5001)
    const head = await served.call('HEAD', '/v1/shelf-lists')
    expect([head.status, head.text]).toEqual([200, ''])
  })

  it('may be nothing', async () => {
    const answer = await served.call('DELETE', '/v1/shelves/shelf-1')
    expect([answer.status, answer.text]).toEqual([204, ''])
  })

  it('give defaults and parsed values of the query to the handler', async () => {
    const answer = await served.call('GET', '/v1/shelves?limit=20&full=true')
    expect(answer.body).toEqual({ limit: 20, full: true })
    expect((await served.call('GET', '/v1/shelves')).body).toEqual({ limit: 100 })
  })

  it('carry the bytes of an uploaded file', async () => {
    const upload = { body: new Uint8Array(1000), headers: { 'content-type': 'text/csv; charset=gb18030' } }
    const answer = await served.call('POST', '/v1/shelf-lists', upload)
    expect(answer).toMatchObject({ status: 200, body: { bytes: 1000, contentType: 'text/csv' } })
  })
})

describe('command ids', () => {
  const key = 'key-of-one-intent'
  const commandIdOf = async (path: string, call: object) =>
    (await served.call('POST', path, { body: { pieces: 1 }, key, ...call })).body as { commandId: string }

  it('are the same for the same actor, place and key', async () => {
    expect(await commandIdOf(taking, {})).toEqual(await commandIdOf(taking, {}))
    expect(await commandIdOf(taking, {})).toEqual(await commandIdOf('/v1/shelves/shelf%2D1/takings', {}))
  })

  it('differ by actor, by place and by key', async () => {
    const ids = [
      await commandIdOf(taking, {}),
      await commandIdOf(taking, { actor: 'officer/wang' }),
      await commandIdOf(taking, { key: 'key-of-another' }),
      await commandIdOf('/v1/shelves/shelf-2/takings', {}),
    ].map(({ commandId }) => commandId)
    expect(new Set(ids).size).toBe(4)
  })
})

describe('If-Match', () => {
  it('reaches the handler as a version', async () => {
    const answer = await served.call('PUT', '/v1/shelves/shelf-1', {
      body: { name: 'A' },
      headers: { 'if-match': '"12"' },
    })
    expect(answer.body).toEqual({ ifVersion: 12 })
  })

  it('is optional where the route says so', async () => {
    const answer = await served.call('POST', taking, { body: { pieces: 1 }, headers: { 'if-match': '"3"' } })
    expect(answer.body).toMatchObject({ ifVersion: 3 })
  })
})

describe('actors', () => {
  it('sign in, to read as well as to write', async () => {
    const write = await served.call('POST', taking, { actor: null, body: { pieces: 1 } })
    const read = await served.call('GET', '/v1/shelves', { actor: null })
    for (const { status, body, headers } of [write, read]) {
      expect({ status, body }).toMatchObject({ status: 401, body: { code: 'sign-in-required' } })
      expect(headers.get('www-authenticate')).toBe('Bearer')
    }
  })

  it('are refused what takes a scope of the whole ledger', async () => {
    const { status, body } = await served.call('GET', '/v1/shelf-lists', { actor: 'officer/li@632701' })
    expect({ status, body }).toMatchObject({ status: 403, body: { code: 'scope-too-small', divisions: ['632701'] } })
  })

  it('are refused what their role may not do', async () => {
    const answer = await served.call('POST', taking, { actor: 'auditor/zhao', body: { pieces: 1 } })
    expect(answer).toMatchObject({
      status: 403,
      body: { code: 'role-not-allowed', role: 'auditor', roles: ['officer'] },
    })
  })
})

describe('problems', () => {
  it('are RFC 9457 documents with code and facts', async () => {
    const answer = await served.call('POST', taking, { body: { pieces: 60 }, headers: { 'x-request-id': 'abc-1' } })
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.body).toEqual({
      type: 'urn:welfare:problem:shelf-empty',
      title: 'Shelf empty',
      status: 409,
      code: 'shelf-empty',
      pieces: 50,
      instance: 'urn:welfare:request:abc-1',
    })
  })

  it('of a body name the place and what was expected, not what was sent', async () => {
    const sent = { pieces: 'a-secret-text', lots: [{ lot: 7 }], colour: 'red' }
    const answer = await served.call('POST', taking, { body: sent })
    expect(answer.body).toMatchObject({
      code: 'body-invalid',
      issues: [
        { path: 'pieces', code: 'invalid-type', expected: 'number' },
        { path: 'lots.0.lot', code: 'invalid-type', expected: 'string' },
        { path: '', code: 'unrecognized-keys', keys: ['colour'] },
      ],
    })
    expect(answer.text).not.toContain('a-secret-text')
  })

  it('say which methods a path knows', async () => {
    const answer = await served.call('DELETE', taking)
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST'])
    const options = await served.call('OPTIONS', '/v1/shelves/shelf-1')
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'DELETE, GET, HEAD, PUT'])
  })
})

describe('every answer', () => {
  it('carries a request id, the caller’s where it is well-formed', async () => {
    const given = await served.call('GET', '/v1/shelves', { headers: { 'x-request-id': 'till-7.42' } })
    expect(given.headers.get('x-request-id')).toBe('till-7.42')
    const made = await served.call('GET', '/v1/shelves', { headers: { 'x-request-id': 'no spaces please' } })
    expect(made.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/)
  })

  it('forbids to be framed, sniffed, kept, or read by pages of elsewhere', async () => {
    const { headers } = await served.call('GET', '/v1/shelves', { headers: { origin: 'https://elsewhere.example' } })
    expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('access-control-allow-origin')).toBeNull()
    expect(headers.get('x-powered-by')).toBeNull()
  })
})

describe('the log', () => {
  it('names the route, the actor and the trace, and nothing of the URL', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c'
    await served.call('GET', '/v1/shelves/shelf-secret-42?x=hush', {
      headers: { 'x-request-id': 'logged-1', traceparent: `00-${traceId}-b7ad6b7169203331-01` },
    })
    await served.call('GET', '/v1/nowhere/secret-43')
    const line = served.logged.find(({ requestId }) => requestId === 'logged-1')
    expect(line).toMatchObject({
      route: '/v1/shelves/{id}',
      operationId: 'readShelf',
      status: 400,
      traceId,
      actor: 'officer/li-hua',
    })
    expect(JSON.stringify(served.logged)).not.toMatch(/secret-4|hush/)
  })
})
