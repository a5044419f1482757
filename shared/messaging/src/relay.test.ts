import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EventStore, NewEvent } from '@welfare/event-store/port.ts'
import { openSqliteLogReader } from '@welfare/event-store/sqlite/log-reader.ts'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createFaultyTopic, type Fate, readOnce } from './faulty-topic.fixture.ts'
import { createRelay, type RelayOptions, TopicDivergedError } from './relay.ts'
import { createLogSource, createStoreSource } from './relay-source.ts'

const quick = { batchSize: 5, readAhead: 10, firstBackOffMs: 1, maxBackOffMs: 4 }

describe('a relay', () => {
  it('writes what was recorded before and what is recorded while it runs, in sequence order', async () => {
    const { store } = await openLedger()
    await record(store, 12)
    const topic = createFaultyTopic()
    const relay = start({ source: createStoreSource(store), openTopic: topic.open })
    await expect.poll(() => topic.records).toHaveLength(12)
    await record(store, 3)
    await expect.poll(() => topic.records).toHaveLength(15)
    expect(topic.records).toEqual(await store.readAll({ limit: 100 }))
    expect(await relay.status()).toEqual({ relayed: 15, head: 15, lag: 0, healthy: true, active: true })
  })

  it('goes on behind the last record of the topic, which is its only checkpoint', async () => {
    const { store } = await openLedger()
    await record(store, 7)
    const topic = createFaultyTopic()
    const first = start({ source: createStoreSource(store), openTopic: topic.open })
    await expect.poll(() => topic.records).toHaveLength(7)
    await first.stop()
    await record(store, 4)
    start({ source: createStoreSource(store), openTopic: topic.open })
    await expect.poll(() => topic.records).toHaveLength(11)
    expect(topic.records.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  })

  it('reads the log beside the process that writes it', async () => {
    const { store, folder } = await openLedger()
    await record(store, 12)
    const reader = openSqliteLogReader(folder)
    onTestFinished(() => reader.close())
    const topic = createFaultyTopic()
    start({ source: createLogSource(reader), openTopic: topic.open })
    await expect.poll(() => topic.records).toHaveLength(12)
    await record(store, 3)
    await expect.poll(() => topic.records).toHaveLength(15)
    expect(topic.records).toEqual(await store.readAll({ limit: 100 }))
  })

  it('is unhealthy while the topic refuses, says so each time, and catches up afterwards', async () => {
    const { store } = await openLedger()
    await record(store, 8)
    let isBroken = true
    const topic = createFaultyTopic(() => (isBroken ? 'lost' : 'answered'))
    const failures: unknown[] = []
    const relay = start({
      source: createStoreSource(store),
      openTopic: topic.open,
      onFailure: (error) => failures.push(error),
    })
    await expect.poll(() => failures.length).toBeGreaterThanOrEqual(3)
    expect(await relay.status()).toMatchObject({ relayed: 0, lag: 8, healthy: false, active: true })
    isBroken = false
    await expect.poll(() => topic.records).toHaveLength(8)
    await expect.poll(async () => (await relay.status()).healthy).toBe(true)
  })

  it.each<[string, (event: object) => object]>([
    ['another id', (event) => ({ ...event, id: randomUUID() })],
    ['other data', (event) => ({ ...event, data: { index: 99 } })],
    ['another stream', (event) => ({ ...event, stream: `thing-${randomUUID()}` })],
    ['a sequence that the store has not reached', (event) => ({ ...event, sequence: 1_000 })],
    ['another ledger', (event) => ({ ...event, ledger: randomUUID() })],
    ['an epoch to come', (event) => ({ ...event, epoch: 2 })],
  ])('sends nothing to a topic that ends with %s than the store', async (_name, falsify) => {
    const { store } = await openLedger()
    await record(store, 6)
    const [event] = (await store.readAll({ limit: 6 })).slice(3, 4)
    const topic = createFaultyTopic()
    topic.records.push({ ...event, ...falsify({ ...event }) } as NonNullable<typeof event>)
    const failures: unknown[] = []
    const relay = start({
      source: createStoreSource(store),
      openTopic: topic.open,
      onFailure: (error) => failures.push(error),
    })
    await expect.poll(() => failures.length).toBeGreaterThanOrEqual(3)
    expect(failures.every((error) => error instanceof TopicDivergedError)).toBe(true)
    expect(topic.records).toHaveLength(1)
    expect((await relay.status()).healthy).toBe(false)
  })

  it('sends nothing that leaves out an event of the store', async () => {
    const { store } = await openLedger()
    await record(store, 6)
    const topic = createFaultyTopic()
    const failures: unknown[] = []
    const source = createStoreSource({
      ...store,
      subscribe: (options, onBatch) =>
        store.subscribe(options, (events) => onBatch(events.filter(({ sequence }) => sequence !== 3))),
    })
    start({ source, openTopic: topic.open, onFailure: (error) => failures.push(error) })
    await expect.poll(() => failures.length).toBeGreaterThanOrEqual(3)
    expect(failures.every((error) => error instanceof TopicDivergedError)).toBe(true)
    expect(topic.records.map(({ sequence }) => sequence).filter((sequence) => sequence > 2)).toEqual([])
  })

  it('loses, doubles and reorders nothing for its readers, whatever becomes of its appends, alone or against a second one', async () => {
    const { store } = await openLedger()
    await record(store, 60)
    const stored = await store.readAll({ limit: 100 })
    const fate = fc.constantFrom<Fate>('answered', 'unanswered', 'lost', 'halved', 'late')
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { maxLength: 40 }), fc.integer({ min: 1, max: 2 }), async (fates, relays) => {
        const coming = [...fates]
        const topic = createFaultyTopic(() => coming.shift() ?? 'answered')
        const running = Array.from({ length: relays }, () =>
          createRelay({ source: createStoreSource(store), openTopic: topic.open, limits: quick }),
        )
        for (const relay of running) relay.start()
        await vi.waitUntil(() => topic.records.some(({ sequence }) => sequence === 60), { interval: 1 })
        await Promise.all(running.map((relay) => relay.stop()))
        expect(readOnce(topic.records)).toEqual(stored)
      }),
      { numRuns: 60 },
    )
  })
})

function start(options: RelayOptions) {
  const relay = createRelay({ limits: quick, ...options })
  relay.start()
  onTestFinished(() => relay.stop())
  return relay
}

async function openLedger(): Promise<{ store: EventStore; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'relay-'))
  const store = await openSqliteStore({ folder, clock: { now: () => new Date() } })
  onTestFinished(async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  })
  return { store, folder }
}

async function record(store: EventStore, count: number): Promise<void> {
  const events = Array.from({ length: count }, (_, index): NewEvent => {
    return { id: randomUUID(), type: 'ThingNoted', schemaVersion: 1, data: { index }, metadata: { note: '一' } }
  })
  expect((await store.append(`thing-${randomUUID()}`, 'no-stream', events)).outcome).toBe('appended')
}
