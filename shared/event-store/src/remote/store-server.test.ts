import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { linkSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { appendOrThrow, newEvent, newStream, readEverything } from '../contract/contract-case.ts'
import { openSqliteStore, type SqliteStore } from '../sqlite/sqlite-store.ts'
import { SocketInUseError } from './listen.ts'
import { openRemoteStore } from './remote-store.ts'
import { serveStore } from './store-server.ts'
import { ledgerHeader, toLedgerTag } from './wire.ts'

const token = 'a-token-that-nobody-guesses'

interface Asked {
  readonly method?: string
  readonly path: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

interface Served {
  readonly store: SqliteStore
  readonly folder: string
  readonly url: string
  close(): Promise<void>
  /** Resolves when somebody waits for what comes next. */
  readonly waiting: Promise<void>
  /** With the right token and ledger, unless said otherwise. */
  ask(question: Asked): Promise<{ status: number; body: unknown; connection: string | undefined }>
}

async function serve(): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), 'store-server-'))
  const store = await openSqliteStore({ folder: join(folder, 'log'), clock: { now: () => new Date() } })
  const waiting = Promise.withResolvers<void>()
  const watched: SqliteStore = {
    ...store,
    subscribe: (options, onBatch) => {
      waiting.resolve()
      return store.subscribe(options, onBatch)
    },
  }
  const server = await serveStore({ store: watched, token, listen: { host: '127.0.0.1', port: 0 } })
  onTestFinished(async () => {
    await server.close()
    await store.close()
    rmSync(folder, { recursive: true })
  })
  const right = { authorization: `Bearer ${token}`, [ledgerHeader]: toLedgerTag(store.ledger, store.epoch) }
  return {
    ...server,
    store,
    folder,
    waiting: waiting.promise,
    ask: async ({ method = 'GET', path, body, headers }) => {
      const sent = request(`${server.url}${path}`, { method, headers: { ...right, ...headers }, agent: false })
      sent.end(body)
      const [response] = await once(sent, 'response')
      const { connection } = response.headers
      return { status: response.statusCode, body: JSON.parse(await text(response)), connection }
    },
  }
}

const append = (stream = newStream(), events: readonly object[] = [newEvent()]) => ({
  stream,
  expected: 'no-stream',
  events,
})

describe('the owner answers nobody', () => {
  test.each([
    ['without a token', ''],
    ['with another one', `Bearer ${token}x`],
    ['with a part of it', `Bearer ${token.slice(1)}`],
    ['with it in another way', `Basic ${token}`],
    ['with a very long one', `Bearer ${'x'.repeat(9_000)}`],
  ])('%s', async (_, authorization) => {
    const { ask, store } = await serve()
    for (const question of [
      { path: '/health' },
      { path: '/events?limit=1' },
      { method: 'POST', path: '/appends', body: JSON.stringify({ appends: [append()] }) },
    ]) {
      const answer = await ask({ ...question, headers: { authorization } })
      expect(answer).toMatchObject({ status: 401, body: { error: 'access-denied' } })
    }
    expect(await store.head()).toBeUndefined()
  })

  test('who means another ledger, another epoch or does not say', async () => {
    const { ask, store } = await serve()
    const body = JSON.stringify({ appends: [append()] })
    for (const [tag, status] of [
      [toLedgerTag(store.ledger, 2), 409],
      [toLedgerTag(randomUUID(), 1), 409],
      ['', 409],
    ] as const) {
      const answer = await ask({ method: 'POST', path: '/appends', body, headers: { [ledgerHeader]: tag } })
      expect(answer.status).toBe(status)
    }
    expect(await store.head()).toBeUndefined()
  })
})

describe('the owner says what it does not understand, and does nothing', () => {
  test.each([
    ['', 'not JSON'],
    ['{', 'not JSON'],
    ['[]', 'not a JSON object'],
    ['{}', 'appends must be a list'],
    ['{"appends":[]}', 'not empty'],
    ['{"appends":[1]}', 'an append must be an object'],
    ['{"appends":[{"expected":1,"events":[]}]}', 'name its stream'],
    ['{"appends":[{"stream":"x","events":[]}]}', 'what it expects'],
    ['{"appends":[{"stream":"x","expected":1}]}', 'a list of objects'],
    ['{"appends":[{"stream":"x","expected":1,"events":[null]}]}', 'a list of objects'],
    [JSON.stringify({ appends: Array.from({ length: 513 }, () => append()) }), 'the limit is 512'],
  ])('appends that are none: %.60s', async (body, message) => {
    const { ask, store } = await serve()
    const answer = await ask({ method: 'POST', path: '/appends', body })
    expect(answer).toMatchObject({ status: 400, body: { error: 'bad-request' } })
    expect(JSON.stringify(answer.body)).toContain(message)
    expect(await store.head()).toBeUndefined()
  })

  test('more than a request may have', async () => {
    const { ask, store } = await serve()
    const body = JSON.stringify({ appends: [append(newStream(), [newEvent({ text: 'x'.repeat(5_000_000) })])] })
    const answer = await ask({ method: 'POST', path: '/appends', body }).catch((error: unknown) => error)
    // The rest is not read: the answer arrives, or the connection ends.
    if (answer instanceof Error) expect(answer.message).toMatch(/EPIPE|ECONNRESET|hang up/)
    else expect(answer).toMatchObject({ status: 413, connection: 'close' })
    expect(await store.head()).toBeUndefined()
  })

  test.each([
    ['GET', '/', 404],
    ['GET', '/appends', 404],
    ['DELETE', '/events?limit=1', 404],
    ['GET', '/events', 400],
    ['GET', '/events?limit=0', 400],
    ['GET', '/events?limit=1001', 400],
    ['GET', '/events?limit=1e1', 400],
    ['GET', '/events?limit=1&wait=9999999', 400],
    ['GET', '/events?limit=1&after=nonsense', 400],
    ['GET', '/events?limit=1&after=nonsense&wait=5', 400],
    ['GET', '/streams/nonsense?from=1&limit=1', 400],
    ['GET', `/streams/${newStream()}?from=0&limit=1`, 400],
  ])('%s %s', async (method, path, status) => {
    const { ask } = await serve()
    expect(await ask({ method, path })).toMatchObject({ status })
  })

  test('an append that no store could hold, which touches none of those it travels with', async () => {
    const { ask, store } = await serve()
    const bad = [append('nonsense'), append(newStream(), []), append(newStream(), [{ ...newEvent(), id: 'x' }])]
    const body = JSON.stringify({ appends: [append(), ...bad, append()] })
    const answer = await ask({ method: 'POST', path: '/appends', body })
    expect(answer).toMatchObject({
      status: 200,
      body: { answers: ['appended', 'invalid', 'invalid', 'invalid', 'appended'].map((outcome) => ({ outcome })) },
    })
    expect(await readEverything(store)).toHaveLength(2)
  })
})

test('a page holds no more than its bytes, and a reader gets everything all the same', async () => {
  const { ask, store, url } = await serve()
  const event = () => newEvent({ text: 'x'.repeat(60_000) })
  for (let index = 0; index < 20; index++) {
    const stream = newStream()
    await appendOrThrow(store, stream, 'no-stream', [event(), event(), event(), event(), event(), event()])
  }
  const { body } = await ask({ path: '/events?limit=1000' })
  const { events, more } = body as { events: unknown[]; more: boolean }
  expect(events.length).toBeLessThan(80)
  expect(more).toBe(true)
  const remote = await openRemoteStore({ url, token })
  expect(await readEverything(remote)).toEqual(await readEverything(store))
  await remote.close()
})

describe('an owner that closes', () => {
  test('answers those who wait at once, and takes nothing more', async () => {
    const { ask, close, store, waiting } = await serve()
    await appendOrThrow(store, newStream(), 'no-stream', [newEvent()])
    const { position } = (await store.head()) ?? {}
    const idle = ask({ path: `/events?limit=1&wait=20000&after=${position}` })
    await waiting
    await close()
    expect(await idle).toMatchObject({ status: 200, body: { events: [] }, connection: 'close' })
    await expect(ask({ path: '/health' })).rejects.toThrow('ECONNREFUSED')
    await close()
  })

  test('and one that is asked while its store is closed already says that nothing was done', async () => {
    const { ask, store } = await serve()
    await store.close()
    expect(await ask({ path: '/health' })).toMatchObject({ status: 503, body: { error: 'closing' } })
    const body = JSON.stringify({ appends: [append()] })
    const answer = await ask({ method: 'POST', path: '/appends', body })
    expect(answer).toMatchObject({ status: 200, body: { answers: [{ outcome: 'closing' }] } })
  })
})

describe('a socket', () => {
  test('is for its owner alone, and what a killed process left there is no hindrance', async () => {
    const { store, folder } = await serve()
    const socketPath = join(folder, 'store.sock')
    await abandonSocket(socketPath)
    const server = await serveStore({ store, token, listen: { socketPath } })
    expect(statSync(socketPath).mode & 0o777).toBe(0o600)
    const remote = await openRemoteStore({ url: server.url, token })
    expect(remote.ledger).toBe(store.ledger)
    await expect(serveStore({ store, token, listen: { socketPath } })).rejects.toThrow(SocketInUseError)
    await remote.close()
    await server.close()
  })

  test('takes the place of no other file, and needs a path that fits', async () => {
    const { store, folder } = await serve()
    const socketPath = join(folder, 'a-file')
    writeFileSync(socketPath, 'kept')
    await expect(serveStore({ store, token, listen: { socketPath } })).rejects.toThrow(SocketInUseError)
    const long = join(folder, 'x'.repeat(101))
    await expect(serveStore({ store, token, listen: { socketPath: long } })).rejects.toThrow('at most 100 bytes')
  })
})

test('a token that could be guessed is refused', async () => {
  const { store } = await serve()
  for (const weak of ['', 'short', 'fifteen-letters', 'with a space in it somewhere']) {
    await expect(serveStore({ store, token: weak, listen: { host: '127.0.0.1', port: 0 } })).rejects.toThrow(RangeError)
  }
})

/** A socket that nobody listens at, as after kill -9: closing would remove it by its name, which is another then. */
async function abandonSocket(path: string): Promise<void> {
  const server = createServer().listen(`${path}.listening`)
  await once(server, 'listening')
  linkSync(`${path}.listening`, `${path}.kept`)
  server.close()
  await once(server, 'close')
  renameSync(`${path}.kept`, path)
}
