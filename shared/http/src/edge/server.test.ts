import { connect, createServer } from 'node:net'
import { systemClock } from '@welfare/process/clock.ts'
import { httpLimits } from '@welfare/process/limits.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { isLoopback } from '@welfare/process/loopback.ts'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { believingAuthenticator, nothingOutside } from '../authority/claimed-actor.fixture.ts'
import { defineRoute } from '../route.ts'
import { createApp } from './app.ts'
import { openToAll, serveRoutes } from './serve-routes.fixture.ts'
import { PublicWithoutTlsError, startServer } from './server.ts'

const addNote = defineRoute({
  method: 'post',
  path: '/v1/notes',
  operationId: 'addNote',
  summary: '',
  tag: '',
  body: z.strictObject({ text: z.string() }),
  answers: { 204: { description: '' } },
  refusals: {},
  handle: () => ({ status: 204 }),
})

const makeApp = () =>
  createApp({
    routes: [addNote],
    authority: openToAll([addNote]),
    authenticator: believingAuthenticator,
    scopeIndex: nothingOutside,
    clock: systemClock,
    logger: createLogger({ level: 'silent' }),
    ready: [],
    version: { name: 'test', version: '0' },
  })

describe('the server binds to', () => {
  it.each(['127.0.0.1', '127.8.0.1', '::1', 'localhost', '::ffff:127.0.0.1'])('%s', (host) => {
    expect(isLoopback(host)).toBe(true)
  })

  it.each(['0.0.0.0', '::', '192.168.1.4', '128.0.0.1', '', 'example.org', '127.0.0.1.example.org'])(
    'not to %s',
    async (host) => {
      await expect(startServer({ app: makeApp(), port: 0, host })).rejects.toThrow(PublicWithoutTlsError)
    },
  )

  it('every address behind a proxy that speaks TLS', async () => {
    const server = await startServer({ app: makeApp(), port: 0, host: '0.0.0.0', isBehindTlsProxy: true })
    const { status } = await fetch(`http://127.0.0.1:${server.port}/livez`)
    await server.stop()
    expect(status).toBe(200)
  })

  it('not to a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
    const { port } = taken.address() as { port: number }
    await expect(startServer({ app: makeApp(), port, host: '127.0.0.1' })).rejects.toMatchObject({ code: 'EADDRINUSE' })
    taken.close()
  })
})

/** A route that tells when a request is in it, and answers when it is let. */
function heldRoute() {
  let release: () => void = () => undefined
  let entered: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const begun = new Promise<void>((resolve) => {
    entered = resolve
  })
  const signals: AbortSignal[] = []
  const route = defineRoute({
    method: 'get',
    path: '/v1/held',
    operationId: 'readHeld',
    summary: '',
    tag: '',
    answers: { 200: { description: '' } },
    refusals: {},
    async handle({ signal }) {
      signals.push(signal)
      entered()
      await Promise.race([held, new Promise((resolve) => signal.addEventListener('abort', resolve))])
      return { status: 200, body: 'done' }
    },
  })
  return { route, begun, release: () => release(), signals }
}

describe('stopping', () => {
  it('lets a running request end, closes its connection, and takes no new one', async () => {
    const { route, begun, release } = heldRoute()
    const served = await serveRoutes([route], { authority: openToAll([route]) })
    const running = served.call('GET', '/v1/held')
    await begun
    const stopped = served.stop()
    await expect(served.call('GET', '/livez')).rejects.toThrow()
    release()
    const answer = await running
    expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close'])
    await stopped
    await served.stop()
  })

  it('answers a request that was half sent with when to come again', async () => {
    const server = await startServer({ app: makeApp(), port: 0, host: '127.0.0.1' })
    const socket = connect(server.port, '127.0.0.1')
    let received = ''
    socket.on('data', (chunk) => {
      received += chunk
    })
    const closed = new Promise((resolve) => socket.once('close', resolve))
    await new Promise<void>((resolve) => socket.write('GET /livez HTTP/1.1\r\nHost: localhost\r\n', () => resolve()))
    // An answer on another connection: by now the server has read what came before it on this one.
    await fetch(`${server.url}/livez`)
    const stopped = server.stop()
    socket.write('\r\n')
    await closed
    expect(received).toMatch(/^HTTP\/1.1 503 [\s\S]*retry-after: 5[\s\S]*"code":"shutting-down"/)
    await stopped
  })

  it('aborts what takes longer', async () => {
    const { route, begun, signals } = heldRoute()
    const served = await serveRoutes([route], { authority: openToAll([route]), abortAfterMs: 20 })
    const running = served.call('GET', '/v1/held').catch(() => 'cut off')
    await begun
    await served.stop()
    await running
    expect(signals[0]?.aborted).toBe(true)
  })
})

it('a client that goes away aborts its request', async () => {
  const { route, begun, signals } = heldRoute()
  const served = await serveRoutes([route], { authority: openToAll([route]) })
  const leaving = new AbortController()
  const request = fetch(`${served.url}/v1/held`, {
    signal: leaving.signal,
    headers: { 'welfare-actor': 'officer/li-hua' },
  }).catch(() => 'left')
  await begun
  leaving.abort()
  await request
  await expect.poll(() => signals[0]?.aborted).toBe(true)
  await served.stop()
})

it.each([
  ['in its header fields', 'GET /livez HTTP/1.1\r\nHost: localhost\r\n'],
  ['before its first byte', ''],
  [
    'in its body',
    'POST /v1/notes HTTP/1.1\r\nHost: localhost\r\nWelfare-Actor: officer/a\r\nIdempotency-Key: 12345678\r\n' +
      'Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{"text":',
  ],
])('a request that stops %s is answered 408, not waited for', async (_name, sent) => {
  const server = await startServer({ app: makeApp(), port: 0, host: '127.0.0.1', requestTimeoutMs: 100 })
  const answer = await new Promise<string>((resolve) => {
    let received = ''
    const socket = connect(server.port, '127.0.0.1', () => socket.write(sent))
    socket.on('data', (chunk) => {
      received += chunk
    })
    socket.on('close', () => resolve(received))
  })
  expect(answer).toMatch(/^HTTP\/1.1 408 [\s\S]*"code":"request-too-slow"/)
  await server.stop()
})

it('requests past the limit are told to come again', async () => {
  const { route, release, signals } = heldRoute()
  const served = await serveRoutes([route], { authority: openToAll([route]) })
  const running = Array.from({ length: httpLimits.requestsInFlight }, () => served.call('GET', '/v1/held'))
  await expect.poll(() => signals.length, { timeout: 20_000 }).toBe(httpLimits.requestsInFlight)
  const refused = await served.call('GET', '/v1/held')
  expect(refused).toMatchObject({ status: 503, body: { code: 'overloaded' } })
  expect(refused.headers.get('retry-after')).toBe('1')
  release()
  expect(new Set((await Promise.all(running)).map(({ status }) => status))).toEqual(new Set([200]))
  await served.stop()
})
