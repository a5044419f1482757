import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createApp } from './app.ts'
import { systemClock } from './clock.ts'
import { createLogger } from './logger.ts'
import { defineRoute } from './route.ts'
import { serveRoutes } from './serve-routes.ts'
import { isLoopback, startServer } from './server.ts'

const app = createApp({
  routes: [],
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
      await expect(startServer({ app, port: 0, host })).rejects.toThrow('loopback')
    },
  )

  it('not to a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
    const { port } = taken.address() as { port: number }
    await expect(startServer({ app, port, host: '127.0.0.1' })).rejects.toMatchObject({ code: 'EADDRINUSE' })
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
    roles: ['auditor'],
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
    const served = await serveRoutes([route])
    const running = served.call('GET', '/v1/held', { actor: null })
    await begun
    const stopped = served.stop()
    await expect(served.call('GET', '/livez')).rejects.toThrow()
    release()
    const answer = await running
    expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close'])
    await stopped
    await served.stop()
  })

  it('aborts what takes longer', async () => {
    const { route, begun, signals } = heldRoute()
    const served = await serveRoutes([route], { abortAfterMs: 20 })
    const running = served.call('GET', '/v1/held', { actor: null }).catch(() => 'cut off')
    await begun
    await served.stop()
    await running
    expect(signals[0]?.aborted).toBe(true)
  })
})

it('a client that goes away aborts its request', async () => {
  const { route, begun, signals } = heldRoute()
  const served = await serveRoutes([route])
  const leaving = new AbortController()
  const request = fetch(`${served.url}/v1/held`, { signal: leaving.signal }).catch(() => 'left')
  await begun
  leaving.abort()
  await request
  await expect.poll(() => signals[0]?.aborted).toBe(true)
  await served.stop()
})
