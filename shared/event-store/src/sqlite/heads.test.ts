import { randomUUID } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  appendOrThrow,
  newEvent,
  newEvents,
  newStream,
  readEverything,
  readStream,
} from '../contract/contract-case.fixture.ts'
import type { EventStore } from '../port.ts'
import { logFileName } from './log-file.ts'
import { openSqliteStore, type SqliteLogOptions } from './sqlite-store.ts'

const clock = { now: () => new Date() }
const smallLimits = { maxChanged: 20, maxUnsavedEvents: 50, savedPerCommit: 3, maxUnchanged: 10 }

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'heads-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

async function openStore(options: Partial<SqliteLogOptions> & { folder: string }): Promise<EventStore> {
  const store = await openSqliteStore({ clock, headLimits: smallLimits, ...options })
  onTestFinished(() => store.close())
  return store
}

/** The files as a crash at this moment would leave them. */
async function copyAsAfterCrash(from: string, to: string): Promise<void> {
  await mkdir(to)
  for (const name of [logFileName, `${logFileName}-wal`]) await copyFile(join(from, name), join(to, name))
}

function readHeadsThrough(folder: string): number {
  const database = new DatabaseSync(join(folder, logFileName), { readOnly: true })
  const row = database.prepare("SELECT value FROM meta WHERE key = 'heads_through'").get()
  database.close()
  return Number(row?.value)
}

/** Each stream is where its events say it is, and goes on from there. */
async function expectHeadsToHold(store: EventStore): Promise<void> {
  const versions = new Map<string, number>()
  for (const { stream, version } of await readEverything(store)) versions.set(stream, version)
  const holds = async ([stream, version]: [string, number]): Promise<void> => {
    const conflict = { outcome: 'conflict', actualVersion: version }
    expect(await store.append(stream, version + 1, [newEvent()])).toEqual(conflict)
    const appended = { outcome: 'appended', version: version + 1 }
    expect(await store.append(stream, version, [newEvent()])).toMatchObject(appended)
    const expected = Array.from({ length: version + 1 }, (_, index) => index + 1)
    expect((await readStream(store, stream)).map((event) => event.version)).toEqual(expected)
  }
  await Promise.all(Array.from(versions, holds))
}

describe('heads', () => {
  test('hold at every moment of a save, whenever the process ends', async () => {
    const folder = await makeFolder()
    const store = await openStore({ folder: join(folder, 'running') })
    const streams = Array.from({ length: 60 }, () => newStream())
    const versions = new Map<string, number>()
    for (let step = 0; step < 300; step++) {
      const stream = streams[(step * 7) % 60] ?? ''
      const version = versions.get(stream) ?? 0
      await appendOrThrow(store, stream, version === 0 ? 'no-stream' : version, [newEvent()])
      versions.set(stream, version + 1)
      if (step % 11 !== 3) continue
      const crashed = join(folder, `crashed-${step}`)
      await copyAsAfterCrash(join(folder, 'running'), crashed)
      const reopened = await openStore({ folder: crashed })
      expect(await readEverything(reopened)).toHaveLength(step + 1)
      await expectHeadsToHold(reopened)
      await reopened.close()
    }
    await expectHeadsToHold(store)
  })

  test('are saved while the store runs, in slices, and wholly when it closes', async () => {
    const folder = await makeFolder()
    const store = await openStore({ folder })
    const seen = new Set<number>()
    for (let count = 1; count <= 200; count++) {
      await appendOrThrow(store, newStream(), 'no-stream', [newEvent()])
      seen.add(readHeadsThrough(folder))
    }
    expect(seen.size).toBeGreaterThan(3)
    await store.close()
    expect(readHeadsThrough(folder)).toBe(200)
  })

  test('of a save whose commit failed are saved by a later one', async () => {
    const folder = await makeFolder()
    const store = await openStore({ folder, maxLogBytes: 400_000 })
    for (let count = 0; count < 19; count++) await appendOrThrow(store, newStream(), 'no-stream', [newEvent()])
    const large = newEvents(8).map((event) => ({ ...event, data: { text: 'x'.repeat(60_000) } }))
    for (let round = 0; round < 5; round++) {
      await expect(store.append(newStream(), 'no-stream', large)).rejects.toThrow('could not be written')
      await appendOrThrow(store, newStream(), 'no-stream', [newEvent()])
    }
    await store.close()
    await expectHeadsToHold(await openStore({ folder }))
  })

  test('of far more streams than are kept in memory are found', async () => {
    const folder = await makeFolder()
    const store = await openStore({ folder })
    const streams = Array.from({ length: 500 }, () => `wallet-${randomUUID()}`)
    await Promise.all(streams.map((stream) => appendOrThrow(store, stream, 'no-stream', newEvents(2))))
    await expectHeadsToHold(store)
    await store.close()
    await expectHeadsToHold(await openStore({ folder }))
  })
})
