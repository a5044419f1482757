import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { InvalidPositionError, type Position, type SequencedEvent } from '@welfare/event-store/port.ts'
import { openSqliteStore, type SqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { createInProcessFeed } from '@welfare/messaging/in-process/in-process-feed.ts'
import type { Feed } from '@welfare/messaging/port.ts'
import { systemClock } from '@welfare/process/clock.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { createMetrics } from '@welfare/process/metrics.ts'
import { consumerChecks, runChecks } from '@welfare/process/readiness.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Consumer, type ConsumerOptions, createConsumer, runConsumer } from './consumer.ts'
import { openProjectionFile, type ProjectionFile } from './projection-file.store.ts'

let folder: string
let store: SqliteStore
let feed: Feed
let copy: ProjectionFile
let consumers: Consumer[]
let logged: Record<string, unknown>[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'consumer-'))
  store = await openSqliteStore({ folder, clock: systemClock })
  feed = createInProcessFeed(store)
  copy = openCopy()
  consumers = []
  logged = []
})
afterEach(async () => {
  for (const consumer of consumers) await consumer.stop()
  copy.close()
  await store.close()
  rmSync(folder, { recursive: true })
})

describe('a consumer', () => {
  it('stores the effect of every event once, past and present', async () => {
    await publish(5)
    const consumer = start()
    await publish(5)
    expect(await reaches(consumer)).toBe(true)
    expect(seen()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  it('looks at once when somebody waits, however long the store would let it sleep', async () => {
    await store.close()
    store = await openSqliteStore({ folder, clock: systemClock, wakeAfterMs: 3_600_000 })
    feed = createInProcessFeed(store)
    const consumer = start()
    await nextTurn()
    await publish(3)
    await nextTurn()
    expect(seen()).toEqual([])
    expect(await reaches(consumer)).toBe(true)
    expect(seen()).toEqual([1, 2, 3])
  })

  it('is healthy again when the feed that failed is followed quietly for as long as it had backed off, though nothing comes', async () => {
    let failing = true
    const away: Feed = {
      ...feed,
      follow: (options, onBatch) => (failing ? Promise.reject(new Error('away')) : feed.follow(options, onBatch)),
    }
    const consumer = start({ feed: away, backOff: { firstMs: 5, maxMs: 20 } })
    await expect.poll(() => consumer.failures).toBeGreaterThan(2)
    expect(consumer.healthy).toBe(false)
    failing = false
    await expect.poll(() => consumer.healthy).toBe(true)
  })

  it('is not healthy again before the batch that failed is handled, however long that waits', async () => {
    await publish(1)
    let isFirst = true
    let goOn: () => void = () => undefined
    const released = new Promise<void>((resolve) => {
      goOn = resolve
    })
    const consumer = start({
      backOff: { firstMs: 1, maxMs: 1 },
      handle: async (events) => {
        if (isFirst) {
          isFirst = false
          throw new Error('not yet')
        }
        await released
        copy.applyBatch(events, () => {})
      },
    })
    await expect.poll(() => consumer.failures).toBe(1)
    const looks: boolean[] = []
    await expect.poll(() => looks.push(consumer.healthy), { interval: 2 }).toBeGreaterThan(20)
    expect(looks).not.toContain(true)
    goOn()
    await expect.poll(() => consumer.healthy).toBe(true)
  })

  it('goes on from its checkpoint when it starts anew', async () => {
    await publish(3)
    const first = start()
    await reaches(first)
    await first.stop()
    await publish(2)
    const second = start()
    expect(second.position).toBeDefined()
    await reaches(second)
    expect(seen()).toEqual([1, 2, 3, 4, 5])
  })

  it('stops at an event that its service cannot handle, alarms, and goes on from there when it can', async () => {
    let isBroken = true
    await publish(4)
    const consumer = start({
      batchSize: 1,
      project(event) {
        if (event.sequence === 3 && isBroken) throw new Error('no table for it')
      },
    })
    await expect.poll(() => consumer.failures).toBeGreaterThan(2)
    expect(consumer.healthy).toBe(false)
    expect(seen()).toEqual([1, 2])
    expect(logged[0]).toMatchObject({ msg: 'consumer-stopped', consumer: 'room', err: { message: 'no table for it' } })
    isBroken = false
    expect(await reaches(consumer)).toBe(true)
    expect(consumer.healthy).toBe(true)
    expect(seen()).toEqual([1, 2, 3, 4])
  })

  it('stores nothing of a batch that fails in its middle', async () => {
    await publish(4)
    const consumer = start({
      project(event) {
        if (event.sequence === 4) throw new Error('the last one')
      },
    })
    await expect.poll(() => consumer.failures).toBeGreaterThan(0)
    expect(seen()).toEqual([])
    expect(copy.readCheckpoint()).toBeUndefined()
  })

  it('goes on from where its service’s store stands, also where that is further than it was told', async () => {
    await publish(2)
    let failures = 0
    const consumer = start({
      handle(events) {
        copy.applyBatch(events, (event) => void copy.prepare('INSERT INTO seen VALUES (?)').run(event.sequence))
        if (failures++ === 0) throw new Error('after the commit')
      },
    })
    await expect.poll(() => consumer.failures).toBe(1)
    expect(await reaches(consumer)).toBe(true)
    await publish(1)
    await reaches(consumer)
    expect([seen(), consumer.failures]).toEqual([[1, 2, 3], 1])
  })

  it('waits longer from failure to failure, up to a bound', async () => {
    await publish(1)
    const consumer = start({
      project() {
        throw new Error('always')
      },
    })
    await expect.poll(() => consumer.failures).toBeGreaterThanOrEqual(4)
    expect(logged.slice(0, 4).map(({ retryInMs }) => retryInMs)).toEqual([1, 2, 4, 5])
  })

  it('makes its service not ready, and shows in the metrics, while it stands', async () => {
    await publish(1)
    const consumer = start({
      project() {
        throw new Error('always')
      },
    })
    await expect.poll(() => consumer.healthy).toBe(false)
    const { checks } = await runChecks(consumerChecks(consumers), () => undefined)
    expect(checks).toEqual({ 'consumer-room': 'failing' })
    const metrics = createMetrics()
    metrics.watchConsumers(consumers)
    expect(await metrics.registry.metrics()).toContain('welfare_consumer_healthy{consumer="room"} 0')
  })

  it('refuses to go on over a hole in the feed', async () => {
    await publish(4)
    const withHole: Feed = {
      ...feed,
      follow: (options, onBatch) =>
        feed.follow(options, (events) => onBatch(events.filter(({ sequence }) => sequence !== 2))),
    }
    const consumer = start({ feed: withHole })
    await expect.poll(() => consumer.failures).toBeGreaterThan(0)
    expect(seen()).toEqual([])
    expect(logged[0]).toMatchObject({ err: { message: expect.stringContaining('feed-not-continuous') } })
  })

  it('goes on behind what others did where the work is shared, and only there', async () => {
    await publish(6)
    const missing = (absent: number): Feed => ({
      ...feed,
      follow: (options, onBatch) =>
        feed.follow({ ...options, batchSize: 2 }, async (events) => {
          const given = events.filter(({ sequence }) => sequence !== absent && sequence !== absent + 1)
          if (given.length > 0) await onBatch(given)
        }),
    })
    const shared = start({ feed: missing(3), isShared: true })
    await reaches(shared)
    expect(seen()).toEqual([1, 2, 5, 6])
    expect(shared.failures).toBe(0)
    await shared.stop()
    const alone = start({ feed: missing(9) })
    await publish(8)
    await expect.poll(() => alone.failures).toBeGreaterThan(0)
  })

  it('stops between two batches, at once where it waits to try again, and twice without harm', async () => {
    await publish(3)
    const consumer = start({
      backOff: { firstMs: 60_000, maxMs: 60_000 },
      project() {
        throw new Error('always')
      },
    })
    await expect.poll(() => consumer.failures).toBe(1)
    await Promise.all([consumer.stop(), consumer.stop()])
    expect(consumer.failures).toBe(1)
  })

  it('runs until its signal aborts', async () => {
    const stopping = new AbortController()
    const consumer = runConsumer({ ...optionsOf({}), signal: stopping.signal })
    consumers.push(consumer)
    await publish(1)
    await reaches(consumer)
    stopping.abort()
    await consumer.stop()
    await publish(1)
    expect(seen()).toEqual([1])
  })
})

describe('who waits for a position', () => {
  it('is told as soon as it is reached', async () => {
    const consumer = start()
    const position = await publish(1)
    expect(await consumer.waitFor(position, { timeoutMs: 5000 })).toBe(true)
    expect(seen()).toEqual([1])
    expect(await consumer.waitFor(position, { timeoutMs: 0 })).toBe(true)
  })

  it('is told when it takes too long, or the request is over', async () => {
    const position = await publish(1)
    const consumer = createConsumer(optionsOf({}))
    expect(await consumer.waitFor(position, { timeoutMs: 5 })).toBe(false)
    const leaving = new AbortController()
    const waiting = consumer.waitFor(position, { timeoutMs: 60_000, signal: leaving.signal })
    leaving.abort()
    expect(await waiting).toBe(false)
    expect(await consumer.waitFor(position, { timeoutMs: 60_000, signal: leaving.signal })).toBe(false)
  })

  it('is told no when the consumer stops: nobody waits for what will not come', async () => {
    const position = await publish(1)
    const consumer = createConsumer(optionsOf({}))
    const waiting = consumer.waitFor(position, { timeoutMs: 600_000 })
    await consumer.stop()
    expect(await waiting).toBe(false)
    expect(await consumer.waitFor(position, { timeoutMs: 600_000 })).toBe(false)
  })

  it('is refused at once with a position that was never handed out, also before anything was read', async () => {
    const consumer = createConsumer(optionsOf({}))
    await expect(consumer.waitFor('made-up' as Position, { timeoutMs: 60_000 })).rejects.toThrow(InvalidPositionError)
  })
})

function openCopy(): ProjectionFile {
  const { ledger, epoch } = store
  const schema = 'CREATE TABLE seen (sequence INTEGER PRIMARY KEY)'
  return openProjectionFile(join(folder, 'room.db'), { schema, version: 1, ledger, epoch })
}

type Given = Partial<ConsumerOptions> & { project?: (event: SequencedEvent) => void }

function start(given: Given = {}): Consumer {
  const consumer = createConsumer(optionsOf(given))
  consumers.push(consumer)
  consumer.start()
  return consumer
}

function optionsOf({ project, ...given }: Given): ConsumerOptions {
  return {
    name: 'room',
    feed,
    readCheckpoint: () => copy.readCheckpoint(),
    handle: (events) =>
      copy.applyBatch(events, (event) => {
        copy.prepare('INSERT INTO seen VALUES (?)').run(event.sequence)
        project?.(event)
      }),
    logger: createLogger({ level: 'error', write: { write: (line) => void logged.push(JSON.parse(line)) } }),
    backOff: { firstMs: 1, maxMs: 5 },
    ...given,
  }
}

async function publish(count: number): Promise<Position> {
  const events = Array.from({ length: count }, () => {
    return { id: randomUUID(), type: 'ThingNoted', schemaVersion: 1, data: {}, metadata: {} }
  })
  const appended = await store.append(`thing-${randomUUID()}`, 'no-stream', events)
  if (appended.outcome !== 'appended') throw new Error(appended.outcome)
  return appended.position
}

async function reaches(consumer: Consumer): Promise<boolean> {
  const head = await store.head()
  return head !== undefined && consumer.waitFor(head.position, { timeoutMs: 5000 })
}

function seen(): number[] {
  return copy
    .prepare('SELECT sequence FROM seen ORDER BY sequence')
    .all()
    .map((row) => Number(row.sequence))
}
