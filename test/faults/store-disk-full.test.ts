import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppendFailedError, type EventStore, type NewEvent } from '@welfare/event-store/port.ts'
import { openSqliteStore, type SqliteLogOptions } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { describe, expect, onTestFinished, test } from 'vitest'
import { mountSmallDisk, unmount } from '../harness/small-disk.ts'

const clock = { now: () => new Date() }

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'store-full-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

async function openStore(options: Partial<SqliteLogOptions> & { folder: string }): Promise<EventStore> {
  const store = await openSqliteStore({ clock, ...options })
  onTestFinished(() => store.close())
  return store
}

function newEvent(bytes = 10): NewEvent {
  return { id: randomUUID(), type: 'Counted', schemaVersion: 1, data: { text: 'x'.repeat(bytes) }, metadata: {} }
}

const newStream = (): string => `counter-${randomUUID()}`

const newGroup = (bytes: number) => Array.from({ length: 8 }, () => newEvent(bytes))

function appendTogether(store: EventStore, group: readonly NewEvent[]) {
  return Promise.allSettled(group.map((event) => store.append(newStream(), 'no-stream', [event])))
}

/** Appends until a commit fails; then the store must hold exactly what was acknowledged. */
async function fillUp(store: EventStore, bytes = 5_000, before: readonly string[] = []): Promise<string[]> {
  const acknowledged = [...before]
  for (;;) {
    const group = newGroup(bytes)
    const results = await appendTogether(store, group)
    const failed = results.filter((result) => result.status === 'rejected')
    if (failed.length > 0) {
      expect(failed).toHaveLength(group.length)
      for (const { reason } of failed) expect(reason).toBeInstanceOf(AppendFailedError)
      break
    }
    acknowledged.push(...group.map(({ id }) => id))
  }
  expect(acknowledged.length).toBeGreaterThan(0)
  expect(await readIds(store)).toEqual(acknowledged)
  return acknowledged
}

async function readIds(store: EventStore): Promise<string[]> {
  return (await store.readAll({ limit: 100_000 })).map(({ id }) => id)
}

describe('when there is no room', () => {
  test('every append of the commit is rejected, nothing of it is stored, and smaller ones go on', async () => {
    const store = await openStore({ folder: await makeFolder(), maxLogBytes: 400_000 })
    const stream = newStream()
    await store.append(stream, 'no-stream', [newEvent()])
    const large = () =>
      store.append(
        stream,
        1,
        Array.from({ length: 8 }, () => newEvent(60_000)),
      )
    const [refused, beside] = await Promise.allSettled([large(), store.append(newStream(), 'no-stream', [newEvent()])])
    expect([refused.status, beside.status]).toEqual(['rejected', 'rejected'])
    expect(await readIds(store)).toHaveLength(1)
    expect(await store.append(stream, 1, [newEvent()])).toMatchObject({ outcome: 'appended', version: 2 })
    await expect(large()).resolves.toEqual({ outcome: 'conflict', actualVersion: 2 })
    expect(await store.head()).toMatchObject({ sequence: 2 })
  })

  test('what was acknowledged is there when the store is opened again with more', async () => {
    const folder = await makeFolder()
    const store = await openStore({ folder, maxLogBytes: 300_000 })
    const acknowledged = await fillUp(store)
    await store.close()
    const again = await openStore({ folder })
    expect(await readIds(again)).toEqual(acknowledged)
    expect(await again.append(newStream(), 'no-stream', [newEvent(5_000)])).toMatchObject({ outcome: 'appended' })
  })
})

describe('on a disk that is really full', () => {
  test('the store goes on as soon as there is room', async ({ skip }) => {
    const disk = mountSmallDisk()
    if (disk === undefined) return skip('this machine does not let us mount a small disk')
    onTestFinished(() => unmount(disk))
    const filler = join(disk, 'filler')
    await writeFile(filler, Buffer.alloc(1024 * 1024))
    const store = await openSqliteStore({ folder: join(disk, 'ledger'), clock })
    try {
      // A checkpoint of the log may still make room for small commits: full means that a large one fails.
      const acknowledged = await fillUp(store, 60_000, await fillUp(store))
      await rm(filler)
      const group = newGroup(60_000)
      const results = await appendTogether(store, group)
      expect(results.map(({ status }) => status)).toEqual(group.map(() => 'fulfilled'))
      expect(await readIds(store)).toEqual([...acknowledged, ...group.map(({ id }) => id)])
    } finally {
      await store.close()
    }
  })
})
