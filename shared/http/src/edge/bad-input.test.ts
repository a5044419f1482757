import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleAuthority, sampleRoutes } from '../documents/sample-routes.fixture.ts'
import { type Call, type ServedRoutes, serveRoutes } from './serve-routes.fixture.ts'

let served: ServedRoutes
beforeAll(async () => {
  served = await serveRoutes(sampleRoutes, { authority: sampleAuthority })
})
afterAll(() => served.stop())

const taking = '/v1/shelves/shelf-1/takings'
const json = (body: string): Call => ({ body })
const type = (contentType: string): Call => ({ body: '{"pieces":1}', headers: { 'content-type': contentType } })

const bodies: readonly [string, Call, number, string][] = [
  ['nothing', { headers: { 'content-type': 'application/json' } }, 400, 'body-malformed'],
  ['half a document', json('{"pieces":'), 400, 'body-malformed'],
  ['two documents', json('{"pieces":1}{"pieces":1}'), 400, 'body-malformed'],
  ['bytes that are not UTF-8', { body: new Uint8Array([0x22, 0xff, 0x22]) }, 400, 'body-malformed'],
  ['NaN', json('{"pieces":NaN}'), 400, 'body-malformed'],
  ['a list', json('[]'), 400, 'body-invalid'],
  ['a text', json('"pieces"'), 400, 'body-invalid'],
  ['null', json('null'), 400, 'body-invalid'],
  ['an unknown field', json('{"pieces":1,"extra":true}'), 400, 'body-invalid'],
  ['an unknown field deeper down', json('{"pieces":1,"lots":[{"lot":"a","extra":1}]}'), 400, 'body-invalid'],
  ['a negative number', json('{"pieces":-1}'), 400, 'body-invalid'],
  ['a fraction', json('{"pieces":1.5}'), 400, 'body-invalid'],
  ['a number as text', json('{"pieces":"1"}'), 400, 'body-invalid'],
  ['a number past 2^53', json('{"pieces":9007199254740993}'), 400, 'number-not-exact'],
  ['a number past every double', json('{"pieces":1e400}'), 400, 'number-not-exact'],
  ['a number with thousands of digits', json(`{"pieces":${'9'.repeat(5000)}}`), 400, 'number-not-exact'],
  ['a fraction that a double rounds to a whole', json('{"pieces":1.00000000000000000001}'), 400, 'number-not-exact'],
  ['a number that vanishes', json('{"pieces":1e-400}'), 400, 'number-not-exact'],
  ['a name given twice', json('{"pieces":1,"pieces":2}'), 400, 'key-repeated'],
  ['a name given twice in two spellings', json('{"pieces":1,"p\\u0069eces":2}'), 400, 'key-repeated'],
  ['half a surrogate pair', json('{"pieces":1,"note":"\\ud800"}'), 400, 'text-malformed'],
  ['a NUL in a text', json('{"pieces":1,"note":"a\\u0000b"}'), 400, 'text-malformed'],
  ['deep nesting', json('['.repeat(100_000) + ']'.repeat(100_000)), 400, 'body-too-deep'],
  ['__proto__', json('{"pieces":1,"__proto__":{"admin":true}}'), 400, 'body-invalid'],
  ['constructor', json('{"pieces":1,"constructor":{"prototype":{"admin":true}}}'), 400, 'body-invalid'],
  ['more than the limit', json(`{"pieces":1,"note":"${'x'.repeat(1_100_000)}"}`), 413, 'body-too-large'],
  [
    'no content type',
    { body: new Uint8Array([0x7b]), headers: { 'content-type': '' } },
    415,
    'content-type-unsupported',
  ],
  ['text', type('text/plain'), 415, 'content-type-unsupported'],
  ['a form', type('application/x-www-form-urlencoded'), 415, 'content-type-unsupported'],
  ['something like JSON', type('application/jsonp'), 415, 'content-type-unsupported'],
  ['a content type that is none', type('///'), 415, 'content-type-unsupported'],
  ['another charset', type('application/json; charset=gb18030'), 415, 'content-type-unsupported'],
  ['a compressed body', { body: '{}', headers: { 'content-encoding': 'gzip' } }, 415, 'content-encoding-unsupported'],
]

describe('a body of', () => {
  it.each(bodies)('%s is refused', async (_name, call, status, code) => {
    expect(await served.call('POST', taking, call)).toMatchObject({ status, body: { status, code } })
  })

  it('a charset in other letters is taken', async () => {
    expect((await served.call('POST', taking, type('Application/JSON; Charset="UTF-8"'))).status).toBe(201)
  })

  it('long texts and numbers at the limit of what is exact is taken by the kit', async () => {
    const answer = await served.call('POST', taking, json('{"pieces":9007199254740991,"note":"632701199001011234"}'))
    expect(answer.body).toMatchObject({ code: 'body-invalid', issues: [{ path: 'pieces', code: 'too-big' }] })
  })

  it('anything on a route that takes none is refused, nothing at all or an empty object is not', async () => {
    const remove = (call: Call) => served.call('DELETE', '/v1/shelves/shelf-1', call)
    expect(await remove(json('{"force":true}'))).toMatchObject({ status: 400, body: { code: 'body-invalid' } })
    expect((await remove(json('{}'))).status).toBe(204)
    expect((await remove({})).status).toBe(204)
  })

  it('a file over its limit is refused, by its announced and by its real length', async () => {
    const upload = { headers: { 'content-type': 'text/csv' }, body: new Uint8Array(1001) }
    const announced = await served.call('POST', '/v1/shelf-lists', upload)
    expect(announced).toMatchObject({ status: 413, body: { code: 'body-too-large', maxBytes: 1000 } })
    const head =
      'POST /v1/shelf-lists HTTP/1.1\r\nHost: localhost\r\nWelfare-Actor: officer/a\r\nIdempotency-Key: 12345678\r\n'
    const unsent = await sendRaw(`${head}Content-Type: text/csv\r\nContent-Length: 1001\r\n\r\n`)
    expect(unsent).toContain('body-too-large')
    const chunk = `${'x'.repeat(600)}\r\n`
    const real = await sendRaw(
      `${head}Content-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n258\r\n${chunk}258\r\n${chunk}0\r\n\r\n`,
    )
    expect(real).toContain('413')
    expect(real).toContain('body-too-large')
  })

  it('a file of another kind is refused', async () => {
    const answer = await served.call('POST', '/v1/shelf-lists', { body: 'x', headers: { 'content-type': 'image/png' } })
    expect(answer).toMatchObject({ status: 415, body: { supported: ['text/csv', 'application/octet-stream'] } })
  })
})

const requests: readonly [string, string, string, Call, number, string][] = [
  ['an unknown path', 'GET', '/v1/nothing', {}, 404, 'route-not-found'],
  ['the same path with a slash at its end', 'GET', '/v1/shelves/', {}, 404, 'route-not-found'],
  ['the same path in capitals', 'GET', '/V1/Shelves', {}, 404, 'route-not-found'],
  ['an unknown method', 'PATCH', '/v1/shelves', {}, 405, 'method-not-allowed'],
  ['a wrong id', 'GET', '/v1/shelves/7', {}, 400, 'path-invalid'],
  ['an id with a slash in disguise', 'GET', '/v1/shelves/shelf-1%2Ftakings', {}, 400, 'path-invalid'],
  ['an id with a NUL', 'GET', '/v1/shelves/shelf-1%00', {}, 400, 'path-malformed'],
  ['a path that is not percent-encoded text', 'GET', '/v1/shelves/%ff', {}, 400, 'path-malformed'],
  ['a path cut off in an escape', 'GET', '/v1/shelves/%e', {}, 400, 'path-malformed'],
  ['an unknown query field', 'GET', '/v1/shelves?colour=red', {}, 400, 'query-invalid'],
  ['a query where none is taken', 'GET', '/v1/shelves/shelf-1?x=1', {}, 400, 'query-invalid'],
  ['a query field given twice', 'GET', '/v1/shelves?limit=1&limit=2', {}, 400, 'query-invalid'],
  ['an empty number', 'GET', '/v1/shelves?limit=', {}, 400, 'query-invalid'],
  ['a number in another notation', 'GET', '/v1/shelves?limit=1e1', {}, 400, 'query-invalid'],
  ['a number past its limit', 'GET', '/v1/shelves?limit=1001', {}, 400, 'query-invalid'],
  ['a query named __proto__', 'GET', '/v1/shelves?__proto__=1', {}, 400, 'query-invalid'],
  ['a query that is not percent-encoded text', 'GET', '/v1/shelves?limit=%ff', {}, 400, 'query-malformed'],
  ['a query with a line break', 'GET', '/v1/shelves?limit=1%0a', {}, 400, 'query-malformed'],
  ['no key', 'POST', taking, { key: null, body: {} }, 400, 'idempotency-key-missing'],
  ['a short key', 'POST', taking, { key: '1234567', body: {} }, 400, 'idempotency-key-malformed'],
  ['a long key', 'POST', taking, { key: 'k'.repeat(201), body: {} }, 400, 'idempotency-key-malformed'],
  ['a key with a blank', 'POST', taking, { key: 'a key of many words', body: {} }, 400, 'idempotency-key-malformed'],
  ['an unknown role', 'GET', '/v1/shelves', { actor: 'king/li' }, 401, 'credentials-invalid'],
  ['an actor without id', 'GET', '/v1/shelves', { actor: 'officer/' }, 401, 'credentials-invalid'],
  ['an actor in capitals', 'GET', '/v1/shelves', { actor: 'officer/Li' }, 401, 'credentials-invalid'],
  [
    'an actor with a longer id',
    'GET',
    '/v1/shelves',
    { actor: `officer/${'a'.repeat(65)}` },
    401,
    'credentials-invalid',
  ],
  ['no If-Match', 'PUT', '/v1/shelves/shelf-1', { body: { name: 'A' } }, 428, 'if-match-required'],
  [
    'a weak If-Match',
    'PUT',
    '/v1/shelves/shelf-1',
    { body: {}, headers: { 'if-match': 'W/"1"' } },
    400,
    'if-match-malformed',
  ],
  ['any If-Match', 'PUT', '/v1/shelves/shelf-1', { body: {}, headers: { 'if-match': '*' } }, 400, 'if-match-malformed'],
  [
    'a list of If-Match',
    'PUT',
    '/v1/shelves/shelf-1',
    { body: {}, headers: { 'if-match': '"1", "2"' } },
    400,
    'if-match-malformed',
  ],
  ['a long URL', 'GET', `/v1/shelves?cursor=${'x'.repeat(5000)}`, {}, 414, 'url-too-long'],
  ['long header fields', 'GET', '/v1/shelves', { headers: { 'x-long': 'x'.repeat(20_000) } }, 431, 'headers-too-large'],
]

describe('a request with', () => {
  it.each(requests)('%s is refused', async (_name, method, path, call, status, code) => {
    expect(await served.call(method, path, call)).toMatchObject({ status, body: { status, code } })
  })
})

const get = (line: string, fields: string) => `${line}\r\n${fields}Connection: close\r\n\r\n`
const raw: readonly [string, string, string, string][] = [
  ['something that is not HTTP', 'hello\r\n\r\n', '400', 'request-malformed'],
  [
    'two lengths',
    get('POST /v1/shelves HTTP/1.1', 'Host: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n'),
    '400',
    'request-malformed',
  ],
  [
    'a length and chunks',
    get('POST /v1/shelves HTTP/1.1', 'Host: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n'),
    '400',
    'request-malformed',
  ],
  ['an unknown verb', get('BREW /v1/shelves HTTP/1.1', 'Host: localhost\r\n'), '400', 'request-malformed'],
  ['no Host', get('GET /v1/shelves HTTP/1.1', ''), '421', 'host-not-allowed'],
  ['the Host of another site', get('GET /v1/shelves HTTP/1.1', 'Host: evil.example:80\r\n'), '421', 'host-not-allowed'],
  [
    'two actors',
    get('GET /v1/shelves HTTP/1.1', 'Host: localhost\r\nWelfare-Actor: officer/a\r\nWelfare-Actor: officer/b\r\n'),
    '401',
    'credentials-invalid',
  ],
  ['an asterisk for a path', get('OPTIONS * HTTP/1.1', 'Host: localhost\r\n'), '404', 'route-not-found'],
  ['two slashes', get('GET //v1//shelves HTTP/1.1', 'Host: localhost\r\n'), '404', 'route-not-found'],
]

describe('a connection that sends', () => {
  it.each(raw)('%s is answered with a problem', async (_name, sent, status, code) => {
    const answer = await sendRaw(sent)
    expect(answer.split('\r\n')[0]).toContain(status)
    expect(answer).toContain(`"code":"${code}"`)
  })

  it('half a body and leaves costs nothing but a line in the log', async () => {
    const head = `POST ${taking} HTTP/1.1\r\nHost: localhost\r\nWelfare-Actor: officer/gone\r\nIdempotency-Key: 12345678\r\n`
    await sendRaw(`${head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"pieces"`, { leave: true })
    await expect.poll(() => served.logged.find(({ actor }) => actor === 'officer/gone')?.status).toBe(499)
  })
})

it('nothing of all this was a bug', () => {
  expect(served.logged.filter(({ msg }) => msg === 'request-failed')).toEqual([])
  expect(({} as { admin?: boolean }).admin).toBeUndefined()
})

/** All that the server answers on a connection of its own, until it is closed. */
function sendRaw(text: string, { leave = false } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = ''
    const socket = connect(Number(new URL(served.url).port), '127.0.0.1', () => {
      socket.write(text, () => {
        if (leave) socket.destroy()
      })
    })
    socket.on('data', (chunk) => {
      received += chunk
      if (received.includes('"code"')) socket.end()
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(received))
  })
}
