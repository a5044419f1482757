import { randomUUID } from 'node:crypto'
import { EventStoreDBClient, jsonEvent, NO_STREAM, START, streamNameFilter } from '@eventstore/db-client'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createSetting, openStore, startServer, timeouts } from '../../../../test/harness/eventstoredb-setting.ts'
import { appendOrThrow, newEvent, newEvents, newStream, readStream } from '../contract/contract-case.fixture.ts'
import { startSubscriber } from '../contract/subscriber.fixture.ts'
import { InvalidAppendError, UnknownOutcomeError } from '../port.ts'
import { startCuttableLine } from './cuttable-line.fixture.ts'

/** Defects of @eventstore/db-client 6.2.1, each shown on the client itself and then on the adapter, which has none of them. */

describe('a transport error on one client rejects the appends of every client of the process', () => {
  test('the client does', async () => {
    const [dying, living] = [await startServer(), await startServer()]
    const gate = Promise.withResolvers<void>()
    for (const server of [dying, living]) server.beforeAnswer = () => gate.promise
    const [near, far] = [connect(dying.url), connect(living.url)]
    const lost = near.appendToStream('a', [event()], { expectedRevision: NO_STREAM })
    const innocent = far.appendToStream('b', [event()], { expectedRevision: NO_STREAM })
    const [lostEnds, innocentEnds] = [lost, innocent].map((append) =>
      append.then(
        () => 'stored',
        () => 'rejected',
      ),
    )
    await expect.poll(() => dying.seen.inFlight + living.seen.inFlight).toBe(2)
    dying.kill()
    expect(await Promise.all([lostEnds, innocentEnds])).toEqual(['rejected', 'rejected'])
  })

  test('the adapter’s append elsewhere is answered', async () => {
    const [dying, living] = [await startServer(), await startServer()]
    const [near, far] = [await openStore({ url: dying.url }), await openStore({ url: living.url })]
    const gate = Promise.withResolvers<void>()
    for (const server of [dying, living]) server.beforeAnswer = () => gate.promise
    const lost = expect(near.append(newStream(), 'no-stream', newEvents(1))).rejects.toThrow(UnknownOutcomeError)
    const innocent = appendOrThrow(far, newStream(), 'no-stream', newEvents(1))
    await expect.poll(() => dying.seen.inFlight + living.seen.inFlight).toBe(2)
    dying.kill()
    await lost
    gate.resolve()
    expect(await innocent).toMatchObject({ version: 1 })
  })
})

describe('an append that is never answered stays pending beyond its deadline', () => {
  test('the client’s does', async () => {
    const standIn = await startServer()
    standIn.decide = () => 'drop-append'
    const client = connect(standIn.url)
    const pending = client.appendToStream('a', [event()], { expectedRevision: NO_STREAM, deadline: 50 })
    const ends = pending.then(
      () => 'settled',
      () => 'settled',
    )
    await expect.poll(() => standIn.seen.appends).toBe(1)
    const later = new Promise((resolve) => setTimeout(() => resolve('pending'), 500))
    expect(await Promise.race([ends, later])).toBe('pending')
  })

  test('the adapter’s has an unknown outcome in its time', async () => {
    const { standIn, store } = await createSetting()
    standIn.decide = () => 'drop-append'
    const begun = performance.now()
    await expect(store.append(newStream(), 'no-stream', newEvents(1))).rejects.toThrow(UnknownOutcomeError)
    expect(performance.now() - begun).toBeGreaterThan(timeouts.appendMs - 100)
  })
})

test('a BigInt in the data: the adapter refuses it before anything is sent', async () => {
  const { standIn, store } = await createSetting()
  const before = standIn.seen.appends
  const amount: unknown = 1n
  const bad = { ...newEvent(), data: { amount } as { amount: number } }
  await expect(store.append(newStream(), 'no-stream', [bad])).rejects.toThrow(InvalidAppendError)
  expect(standIn.seen.appends).toBe(before)
  // The client only meets it while it sends, where nobody can catch it.
  expect(() => JSON.stringify(jsonEvent({ type: 'x', data: { amount: 1n as never } }))).toThrow(TypeError)
})

describe('`throwOnAppendFailure: false` answers a conflict with a wrong revision', () => {
  test('the client does', async () => {
    const { url } = await startServer()
    const client = connect(`${url}&throwOnAppendFailure=false`)
    await client.appendToStream('a', Array.from({ length: 5 }, event), { expectedRevision: NO_STREAM })
    const conflict = await client.appendToStream('a', [event()], { expectedRevision: NO_STREAM })
    expect(conflict).toMatchObject({ success: false })
    expect(conflict.nextExpectedRevision).not.toBe(4n)
  })

  test('the adapter names the actual version, whatever the URL asks for', async () => {
    const { url } = await startServer()
    const store = await openStore({ url: `${url}&throwOnAppendFailure=false` })
    const stream = newStream()
    await appendOrThrow(store, stream, 'no-stream', newEvents(5))
    const conflict = await store.append(stream, 'no-stream', newEvents(1))
    expect(conflict).toEqual({ outcome: 'conflict', actualVersion: 5 })
  })
})

describe('a checkpoint runs ahead of the events that are handled', () => {
  test('the client’s does', async () => {
    const { url } = await startServer()
    const client = connect(url)
    await client.appendToStream('a', Array.from({ length: 10 }, event), { expectedRevision: NO_STREAM })
    const reached = Promise.withResolvers<bigint>()
    const checkpointReached = async (_: unknown, { commit }: { commit: bigint }): Promise<void> =>
      reached.resolve(commit)
    const filter = streamNameFilter({ prefixes: ['a'], maxSearchWindow: 5, checkpointInterval: 1, checkpointReached })
    const subscription = client.subscribeToAll({ fromPosition: START, filter })
    const handled: bigint[] = []
    // A slow handler: the first event is not done when the checkpoint comes.
    subscription.once('data', ({ event: first }) => {
      subscription.pause()
      handled.push(first?.position?.commit ?? 0n)
    })
    expect(await reached.promise).toBeGreaterThan(handled[0] ?? 0n)
    await subscription.unsubscribe()
  })

  test('the adapter begins again after the last event, though a checkpoint was ahead of it', async () => {
    const standIn = await startServer()
    const line = await startCuttableLine(standIn.port)
    const [store, other] = [await openStore({ url: line.url }), await openStore({ url: standIn.url })]
    await appendOrThrow(other, newStream(), 'no-stream', newEvents(5))
    const held = Promise.withResolvers<void>()
    const subscriber = startSubscriber(store, { batchSize: 500 }, async ([first]) => {
      if (first?.sequence === 6) await held.promise
    })
    await subscriber.hasSeen(5)
    // More than the window after which the server sends a checkpoint, while the subscriber is busy with the first of them.
    for (let round = 0; round < 3; round++) await appendOrThrow(other, newStream(), 'no-stream', newEvents(500))
    line.cut()
    held.resolve()
    await subscriber.hasSeen(1_505)
    expect(standIn.seen.checkpoints).toBeGreaterThan(0)
    expect(subscriber.events.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 1_505 }, (_, i) => i + 1))
  })
})

describe('metadata in a Buffer is mangled', () => {
  test('by the client', async () => {
    const { url } = await startServer()
    const client = connect(url)
    const mangled = { ...event(), metadata: Buffer.from('{"actor":"till-7"}') }
    await client.appendToStream('a', [mangled], { expectedRevision: NO_STREAM })
    for await (const { event: read } of client.readStream('a')) {
      expect(read?.metadata).not.toEqual({ actor: 'till-7' })
    }
  })

  test('the adapter sends JSON and reads it back as it was', async () => {
    const { standIn, store } = await createSetting()
    const stream = newStream()
    const metadata = { actor: 'till-7', nested: { b: 1, a: [null, '二'] } }
    await appendOrThrow(store, stream, 'no-stream', [newEvent({}, { metadata })])
    expect((await readStream(store, stream))[0]?.metadata).toStrictEqual(metadata)
    expect(standIn.log.readLast(`welfare.${stream}`)?.metadata).toContain(JSON.stringify(metadata))
  })
})

test('an answer that comes after its append was given up on harms nobody', async () => {
  const { standIn, store } = await createSetting()
  const gate = Promise.withResolvers<void>()
  standIn.beforeAnswer = () => gate.promise
  const stream = newStream()
  await expect(store.append(stream, 'no-stream', newEvents(1))).rejects.toThrow(UnknownOutcomeError)
  gate.resolve()
  await expect.poll(() => standIn.seen.inFlight).toBe(0)
  expect(await store.append(newStream(), 'no-stream', newEvents(1))).toMatchObject({ outcome: 'appended' })
})

test('a password with signs that a URL knows is sent as it is', async () => {
  const { port } = await startServer()
  const store = await openStore({ url: `esdb://welfare:p%40ss%3Aword%2F@127.0.0.1:${port}?tls=false` })
  expect(await store.append(newStream(), 'no-stream', newEvents(1))).toMatchObject({ outcome: 'appended' })
})

test('a server that cannot append in batches is refused when the ledger is opened', async () => {
  const { url } = await startServer({ canBatchAppend: false })
  await expect(openStore({ url })).rejects.toThrow('cannot append in batches')
})

function connect(url: string): EventStoreDBClient {
  const client = EventStoreDBClient.connectionString(url)
  onTestFinished(() => client.dispose())
  return client
}

function event() {
  return jsonEvent({ id: randomUUID(), type: 'ThingHappened', data: {} })
}
