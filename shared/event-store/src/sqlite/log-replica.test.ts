import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { appendOrThrow, newEvent, newEvents, newStream, readEverything } from '../contract/contract-case.fixture.ts'
import type { JsonObject } from '../decider/decider.ts'
import { ImportDivergedError, ImportGapError, type LogReplica } from '../ledger-import.ts'
import { InvalidAppendError, type SequencedEvent } from '../port.ts'
import { findInexactJson } from '../serialized-append.ts'
import { restoreSqliteStore } from './backup.ts'
import { StoreLockedError } from './lock.ts'
import { logFileName, WrongLedgerError } from './log-file.ts'
import { openSqliteLogReader } from './log-reader.ts'
import { type LogReplicaOptions, NotThisReplicaError, openLogReplica } from './log-replica.ts'
import { openSqliteStore, type SqliteStore } from './sqlite-store.ts'

const clock = { now: () => new Date() }

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'log-replica-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

async function openStore(folder = makeFolder()): Promise<SqliteStore> {
  const store = await openSqliteStore({ folder, clock })
  onTestFinished(() => store.close())
  return store
}

function openReplica(options: Partial<LogReplicaOptions> & Pick<LogReplicaOptions, 'ledger'>): LogReplica {
  const replica = openLogReplica({ folder: makeFolder(), epoch: 1, ...options })
  onTestFinished(() => replica.close())
  return replica
}

/** Of a store that holds `count` events, in a few streams. */
async function someEvents(count: number): Promise<readonly SequencedEvent[]> {
  const store = await openStore()
  const streams = [newStream(), newStream(), newStream()]
  for (let index = 0; index < count; index++) {
    const version = Math.floor(index / streams.length)
    await appendOrThrow(store, streams[index % streams.length] ?? '', version || 'no-stream', newEvents(1))
  }
  return readEverything(store)
}

function rowsOf(folder: string) {
  const database = new DatabaseSync(join(folder, logFileName), { readOnly: true })
  const tables = ['events', 'streams', 'heads', 'epochs'].map((table) =>
    database.prepare(`SELECT * FROM ${table} ORDER BY 1`).all(),
  )
  database.close()
  return tables
}

const storable = fc
  .dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 2 }))
  .filter((data) => findInexactJson(data) === undefined)

/** Streams to append to, each with its events' data; `restore` begins an epoch. */
const step = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      stream: fc.nat({ max: 4 }),
      data: fc.array(storable, {
        minLength: 1,
        maxLength: 3,
      }),
      afterMs: fc.nat({ max: 2_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant('restore' as const) },
)
const historyOf = fc.array(step, { minLength: 1, maxLength: 25 })

describe('a copy of a log', () => {
  test('is the same rows, read by the same reader at every moment, and a store that goes on in its place', async () => {
    const property = fc.asyncProperty(
      historyOf,
      fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
      async (steps, sizes) => {
        const { store, folder, streams } = await play(steps)
        const events = await readEverything(store)
        const { ledger, epoch } = store
        const to = mkdtempSync(join(tmpdir(), 'log-replica-'))
        let replica = openLogReplica({ folder: to, ledger, epoch })
        const reader = openSqliteLogReader(to)
        let size = 0
        for (let from = 0; from < events.length; from += size) {
          size = sizes.next().value as number
          await replica.append(events.slice(Math.max(0, from - 3), from + size))
          const through = Math.min(from + size, events.length)
          expect(reader.readAfter(0, 1_000)).toEqual(events.slice(0, through))
          expect([replica.lastSequence, replica.position]).toEqual([through, events[through - 1]?.position])
          expect(replica.overlap).toBe(events[through - 2]?.position)
          if (size % 3 === 0) {
            await replica.close()
            replica = openLogReplica({ folder: to, ledger, epoch })
          }
        }
        expect(reader.epoch).toBe(epoch)
        reader.close()
        await replica.close()
        await store.close()
        const [theirs, ours] = [rowsOf(folder), rowsOf(to)]
        expect(ours.slice(0, 3)).toEqual(theirs.slice(0, 3))
        expect(ours[3]?.at(-1)).toEqual(theirs[3]?.at(-1))
        await expectStoreGoesOn(to, { ledger, epoch, streams, events })
        for (const one of [folder, to]) rmSync(one, { recursive: true })
      },
    )
    await fc.assert(property, { numRuns: 40 })
  }, 120_000)

  test('takes the same events again, and refuses a gap, another event, another ledger: nothing of the batch is stored', async () => {
    const events = await someEvents(9)
    const replica = openReplica({ ledger: events[0]?.ledger ?? '' })
    replica.apply(events.slice(0, 6))
    replica.apply(events.slice(0, 6))
    const refuses = (given: readonly SequencedEvent[], error: new (message: string) => Error) => {
      expect(() => replica.apply(given)).toThrow(error)
      expect([replica.lastSequence, replica.position]).toEqual([6, events[5]?.position])
    }
    const [next, later] = [events[6], events[7]] as [SequencedEvent, SequencedEvent]
    refuses([later], ImportGapError)
    refuses([next, { ...later, sequence: 9 }], ImportGapError)
    refuses([{ ...(events[2] as SequencedEvent), id: crypto.randomUUID() }, next], ImportDivergedError)
    refuses([{ ...next, ledger: crypto.randomUUID() }], ImportDivergedError)
    refuses([next, { ...later, epoch: 2 }], ImportDivergedError)
    refuses([next, { ...later, version: later.version + 1 }], ImportDivergedError)
    refuses([next, { ...later, version: 1 }], ImportDivergedError)
    refuses([next, { ...later, recordedAt: '2025-10-01T04:00:00Z' }], ImportDivergedError)
    refuses([next, { ...later, data: { amountFen: 2 ** 53 } }], InvalidAppendError)
    replica.apply(events)
    expect(replica.lastSequence).toBe(9)
  })

  test('refuses another ledger, another process, and to be what it was not opened for', async () => {
    const [folder, ledger] = [makeFolder(), crypto.randomUUID()]
    const replica = openReplica({ folder, ledger })
    expect(() => openLogReplica({ folder, ledger, epoch: 1 })).toThrow(StoreLockedError)
    const event = { ...newEvent(), stream: newStream(), version: 1, recordedAt: '2025-10-01T04:00:00.000Z' }
    const sequenced = { ...event, ledger, epoch: 1, sequence: 1, position: 'one' as SequencedEvent['position'] }
    replica.apply([sequenced])
    await replica.close()
    expect(() => openLogReplica({ folder, ledger: crypto.randomUUID(), epoch: 1 })).toThrow(WrongLedgerError)
    expect(() => openLogReplica({ folder, ledger, epoch: 1, isDisposable: true })).toThrow(NotThisReplicaError)
    expect(() => openLogReplica({ folder, ledger, epoch: 2 })).toThrow(NotThisReplicaError)
    expect(openReplica({ folder, ledger }).position).toBe('one')
  })

  test('that follows a feed is dropped when the ledger is in a later epoch, and only then', async () => {
    const events = await someEvents(5)
    const [folder, ledger] = [makeFolder(), events[0]?.ledger ?? '']
    const first = openReplica({ folder, ledger, isDisposable: true })
    first.apply(events)
    await first.close()
    const again = openReplica({ folder, ledger, isDisposable: true })
    expect(again.lastSequence).toBe(5)
    await again.close()
    const later = openReplica({ folder, ledger, isDisposable: true, epoch: 3 })
    expect([later.lastSequence, later.position]).toEqual([0, undefined])
    later.apply(events.slice(0, 3))
    const [fourth] = events.slice(3)
    later.apply([{ ...(fourth as SequencedEvent), epoch: 3 }])
    const reader = openSqliteLogReader(folder)
    expect(reader.readAfter(0, 9).map(({ epoch }) => epoch)).toEqual([1, 1, 1, 3])
    reader.close()
    await later.close()
    expect(() => openLogReplica({ folder, ledger, isDisposable: true, epoch: 2 })).toThrow(NotThisReplicaError)
  })
})

/** A store with that history behind it. */
async function play(steps: readonly Step[]) {
  const streams = Array.from({ length: 5 }, () => newStream())
  const versions = new Map<string, number>()
  let nowMs = Date.UTC(2025, 9, 1)
  const now = () => new Date(nowMs)
  let folder = mkdtempSync(join(tmpdir(), 'log-replica-'))
  let store = await openSqliteStore({ folder, clock: { now } })
  for (const one of steps) {
    if (one === 'restore') {
      const [backupFile, restored] = [join(folder, 'backup'), mkdtempSync(join(tmpdir(), 'log-replica-'))]
      await store.backup(backupFile)
      await store.close()
      await restoreSqliteStore({ backupFile, folder: restored })
      rmSync(folder, { recursive: true })
      folder = restored
      store = await openSqliteStore({ folder, clock: { now } })
      continue
    }
    nowMs += one.afterMs
    const stream = streams[one.stream] ?? ''
    const version = versions.get(stream) ?? 0
    const events = one.data.map((data) => newEvent(data as JsonObject, { metadata: { at: nowMs } }))
    await appendOrThrow(store, stream, version || 'no-stream', events)
    versions.set(stream, version + events.length)
  }
  return { store, folder, streams }
}

type Step =
  | 'restore'
  | { readonly stream: number; readonly data: readonly Record<string, unknown>[]; readonly afterMs: number }

interface Expected {
  readonly ledger: string
  readonly epoch: number
  readonly streams: readonly string[]
  readonly events: readonly SequencedEvent[]
}

async function expectStoreGoesOn(folder: string, { ledger, epoch, streams, events }: Expected): Promise<void> {
  const store = await openSqliteStore({ folder, clock, ledger })
  const last = events.at(-1)
  expect(store.epoch).toBe(epoch)
  expect(await store.head()).toEqual(last && { position: last.position, sequence: last.sequence })
  for (const stream of streams) {
    const recorded = await Array.fromAsync(store.readStream(stream))
    const expected = events.filter((event) => event.stream === stream)
    expect(recorded.map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
    const refused = await store.append(stream, recorded.length + 1, newEvents(1))
    expect(refused).toEqual({ outcome: 'conflict', actualVersion: recorded.length })
    await appendOrThrow(store, stream, recorded.length || 'no-stream', newEvents(2))
  }
  const all = await readEverything(store)
  expect(all.slice(0, events.length)).toEqual(events)
  expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => index + 1))
  expect(all.slice(events.length).every((event) => event.epoch === epoch)).toBe(true)
  await store.close()
}
