import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { EventStore, NewEvent } from '@welfare/event-store/port.ts'
import { logFileName } from '@welfare/event-store/sqlite/log-file.ts'
import { LogDivergedError } from '@welfare/event-store/sqlite/log-writer.ts'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { describe, expect, onTestFinished, test } from 'vitest'

const clock = { now: () => new Date() }

function newEvent(): NewEvent {
  return { id: randomUUID(), type: 'Counted', schemaVersion: 1, data: {}, metadata: {} }
}

async function openWithStream(): Promise<{ folder: string; store: EventStore; stream: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'store-fork-'))
  const store = await openSqliteStore({ folder, clock })
  const stream = `counter-${randomUUID()}`
  await store.append(stream, 'no-stream', [newEvent(), newEvent(), newEvent()])
  onTestFinished(async () => {
    await store.close()
    await rm(folder, { recursive: true })
  })
  return { folder, store, stream }
}

/** Somebody who cares for no lock. */
function intrude<Result>(folder: string, act: (database: DatabaseSync) => Result): Result {
  const database = new DatabaseSync(join(folder, logFileName))
  try {
    return act(database)
  } finally {
    database.close()
  }
}

const insertEvent = (position: number, previous: number, version: number): string =>
  `INSERT INTO events VALUES (${position}, ${previous}, 1, ${version}, 0, '${randomUUID()}', 'Counted', 1, '{}', '{}')`

describe('a stream cannot fork', () => {
  test('in the file: no second event follows the same one', async () => {
    const { folder } = await openWithStream()
    for (const previous of [1, 2]) {
      expect(() => intrude(folder, (database) => database.exec(insertEvent(9, previous, previous + 1)))).toThrow(
        'UNIQUE',
      )
    }
  })

  test('in the file: a stream has no second beginning', async () => {
    const { folder } = await openWithStream()
    expect(() => intrude(folder, (database) => database.exec(insertEvent(9, -1, 1)))).toThrow('UNIQUE')
  })

  test('in the file: a name has no second stream', async () => {
    const { folder, stream } = await openWithStream()
    const insert = (database: DatabaseSync) => database.prepare('INSERT INTO streams (name) VALUES (?)').run(stream)
    expect(() => intrude(folder, insert)).toThrow('UNIQUE')
  })

  test('though somebody forges the heads that the store trusts', async () => {
    const { folder, store, stream } = await openWithStream()
    await store.close()
    intrude(folder, (database) => database.exec('UPDATE heads SET version = 2, position = 2'))
    const deceived = await openSqliteStore({ folder, clock })
    onTestFinished(() => deceived.close())
    await expect(deceived.append(stream, 2, [newEvent()])).rejects.toThrow(LogDivergedError)
    expect((await deceived.readAll({ limit: 10 })).map(({ version }) => version)).toEqual([1, 2, 3])
  })

  test('though somebody writes to the log behind the back of the store, which then stops writing', async () => {
    const { folder, store, stream } = await openWithStream()
    intrude(folder, (database) => database.exec(insertEvent(4, 3, 4)))
    await expect(store.append(stream, 3, [newEvent()])).rejects.toThrow(LogDivergedError)
    await expect(store.append(`counter-${randomUUID()}`, 'no-stream', [newEvent()])).rejects.toThrow(LogDivergedError)
    expect(intrude(folder, (database) => database.prepare('SELECT count(*) AS events FROM events').get())).toEqual({
      events: 4,
    })
  })
})
