import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { appendOrThrow, newEvents, newStream, readEverything } from './contract/contract-case.fixture.ts'
import { ImportDivergedError, type LedgerImport } from './ledger-import.ts'
import {
  compareLedgers,
  copyLedger,
  findEpochs,
  type LedgerSource,
  LedgersDifferError,
  TargetAheadError,
  toSourceOfReader,
  toSourceOfStore,
} from './migrate.ts'
import type { SequencedEvent } from './port.ts'
import { restoreSqliteStore } from './sqlite/backup.ts'
import { openSqliteLogReader } from './sqlite/log-reader.ts'
import { openLogReplica } from './sqlite/log-replica.ts'
import { openSqliteStore, type SqliteStore } from './sqlite/sqlite-store.ts'

const clock = { now: () => new Date() }

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'migrate-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

/** A ledger of so many events in streams of ten. */
async function makeLedger(folder: string, events: number): Promise<SqliteStore> {
  const store = await openSqliteStore({ folder, clock })
  onTestFinished(() => store.close())
  await Promise.all(
    Array.from({ length: events / 10 }, () => appendOrThrow(store, newStream(), 'no-stream', newEvents(10))),
  )
  return store
}

function readFrom(folder: string): LedgerSource {
  const reader = openSqliteLogReader(folder)
  onTestFinished(() => reader.close())
  return toSourceOfReader(reader)
}

function toBytes({ position: _, ...event }: SequencedEvent): Uint8Array {
  return Buffer.from(JSON.stringify(event))
}

function ignore(): void {}

function compare(source: LedgerSource, target: LedgerSource, through: number): Promise<void> {
  return compareLedgers({ source, target, through, toBytes, witnesses: { source: ignore, target: ignore } })
}

describe('a ledger is copied', () => {
  test('event by event, and every event is shown to each side', async () => {
    const folder = await makeFolder()
    const store = await makeLedger(join(folder, 'a'), 2_500)
    const source = toSourceOfStore(store)
    const target = openLogReplica({ folder: join(folder, 'b'), ledger: store.ledger, epoch: 1 })
    const progress: number[] = []
    const onProgress = (sequence: number) => progress.push(sequence)
    expect(await copyLedger({ source, target, through: 2_500, onProgress })).toEqual({
      resumedAfter: 0,
      through: 2_500,
    })
    await target.close()
    expect(progress).toEqual([1_000, 2_000, 2_500])
    const seen: [string, number][] = []
    await compareLedgers({
      source,
      target: readFrom(join(folder, 'b')),
      through: 2_500,
      toBytes,
      witnesses: {
        source: ({ sequence }) => seen.push(['source', sequence]),
        target: ({ sequence }) => seen.push(['target', sequence]),
      },
    })
    expect(seen).toHaveLength(5_000)
    const copy = await openSqliteStore({ folder: join(folder, 'b'), clock })
    onTestFinished(() => copy.close())
    expect(await readEverything(copy)).toEqual(await readEverything(store))
  })

  test('with its epochs, one that nothing was recorded in yet included', async () => {
    const folder = await makeFolder()
    const before = await makeLedger(join(folder, 'a'), 30)
    let place = join(folder, 'a')
    let store = before
    for (const [name, events] of [
      ['b', 20],
      ['c', 0],
    ] as const) {
      const backupFile = join(folder, `${name}.backup`)
      await store.backup(backupFile)
      await store.close()
      place = join(folder, name)
      await restoreSqliteStore({ backupFile, folder: place })
      store = await makeLedger(place, events)
    }
    const source = toSourceOfStore(store)
    const through = await source.sequence()
    expect(await findEpochs(source, through)).toEqual([
      { epoch: 1, beginsAt: 1 },
      { epoch: 2, beginsAt: 31 },
      { epoch: 3, beginsAt: 51 },
    ])
    const target = openLogReplica({ folder: join(folder, 'copy'), ledger: store.ledger, epoch: store.epoch })
    await copyLedger({ source, target, through })
    await target.close()
    await compare(source, readFrom(join(folder, 'copy')), through)
    const copy = await openSqliteStore({ folder: join(folder, 'copy'), clock })
    onTestFinished(() => copy.close())
    expect(await readEverything(copy)).toEqual(await readEverything(store))
    expect(copy.epoch).toBe(3)
  })

  test('on from where it broke off, whatever broke', async () => {
    const folder = await makeFolder()
    const store = await makeLedger(join(folder, 'a'), 3_500)
    const source = toSourceOfStore(store)
    for (const failsAfter of [1, 2]) {
      const target = openLogReplica({ folder: join(folder, 'b'), ledger: store.ledger, epoch: 1 })
      await expect(copyLedger({ source, target: failing(target, failsAfter), through: 3_500 })).rejects.toThrow(
        'the cable was pulled',
      )
      await target.close()
    }
    const target = openLogReplica({ folder: join(folder, 'b'), ledger: store.ledger, epoch: 1 })
    const { resumedAfter } = await copyLedger({ source, target, through: 3_500 })
    await target.close()
    expect(resumedAfter).toBe(2_000)
    await compare(source, readFrom(join(folder, 'b')), 3_500)
  })

  test('and what was recorded since is copied behind it', async () => {
    const folder = await makeFolder()
    const store = await makeLedger(join(folder, 'a'), 100)
    const source = readFrom(join(folder, 'a'))
    const target = openLogReplica({ folder: join(folder, 'b'), ledger: store.ledger, epoch: 1 })
    await copyLedger({ source, target, through: 100 })
    await appendOrThrow(store, newStream(), 'no-stream', newEvents(5))
    expect(await copyLedger({ source, target, through: 105 })).toMatchObject({ resumedAfter: 100 })
    expect(await copyLedger({ source, target, through: 105 })).toMatchObject({ resumedAfter: 105 })
    await target.close()
    await compare(source, readFrom(join(folder, 'b')), 105)
  })
})

describe('what is no copy of the source', () => {
  test('is not gone on with: other last events, more events, another ledger', async () => {
    const folder = await makeFolder()
    const ledger = randomUUID()
    await openSqliteStore({ folder: join(folder, 'a'), clock, ledger }).then((store) => store.close())
    await openSqliteStore({ folder: join(folder, 'b'), clock, ledger }).then((store) => store.close())
    const [store, other] = [await makeLedger(join(folder, 'a'), 30), await makeLedger(join(folder, 'b'), 20)]
    const source = toSourceOfStore(store)
    await other.close()
    const target = openLogReplica({ folder: join(folder, 'b'), ledger, epoch: 1 })
    await expect(copyLedger({ source, target, through: 30 })).rejects.toThrow(ImportDivergedError)
    await expect(copyLedger({ source, target, through: 10 })).rejects.toThrow(TargetAheadError)
    const elsewhere = { ...source, ledger: randomUUID() }
    await expect(copyLedger({ source: elsewhere, target, through: 30 })).rejects.toThrow(ImportDivergedError)
    expect(await target.sequence()).toBe(20)
    await target.close()
  })

  test.each<[string, number, (events: SequencedEvent[]) => SequencedEvent[]]>([
    ['an event that was altered', 7, (events) => events.with(6, { ...at(events, 6), data: { amountFen: 1 } })],
    ['an event of another epoch', 7, (events) => events.with(6, { ...at(events, 6), epoch: 2 })],
    ['two events that changed places', 3, (events) => events.with(2, at(events, 3)).with(3, at(events, 2))],
    ['an event that is missing', 5, (events) => events.toSpliced(4, 1)],
    ['an end that is missing', 30, (events) => events.slice(0, -1)],
    ['an event more', 31, (events) => [...events, { ...at(events, 29), sequence: 31 }]],
  ])('is found: %s', async (_, sequence, change) => {
    const folder = await makeFolder()
    const store = await makeLedger(join(folder, 'a'), 30)
    const source = toSourceOfStore(store)
    const events = change([...(await readEverything(store))])
    const target = { ...source, sequence: async () => at(events, events.length - 1).sequence, read: asPages(events) }
    const found = await compare(source, target, 30).catch((error: unknown) => error)
    expect(found).toBeInstanceOf(LedgersDifferError)
    expect(found).toMatchObject({ sequence })
  })

  test('is found: another ledger, another epoch', async () => {
    const folder = await makeFolder()
    const source = toSourceOfStore(await makeLedger(join(folder, 'a'), 10))
    await expect(compare(source, { ...source, ledger: randomUUID() }, 10)).rejects.toThrow(LedgersDifferError)
    await expect(compare(source, { ...source, epoch: 2 }, 10)).rejects.toThrow(LedgersDifferError)
  })
})

function at(events: readonly SequencedEvent[], index: number): SequencedEvent {
  const event = events[index]
  if (event === undefined) throw new Error(`no event ${index}`)
  return event
}

function asPages(events: readonly SequencedEvent[]): LedgerSource['read'] {
  return async function* () {
    yield events
  }
}

/** Fails after so many batches. */
function failing(target: LedgerImport, batches: number): LedgerImport {
  let left = batches
  return {
    ...target,
    append: async (events) => {
      if (left-- === 0) throw new Error('the cable was pulled')
      await target.append(events)
    },
  }
}
