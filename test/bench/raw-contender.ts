import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Contender } from './rounds.ts'

const streamCount = 10_000
const event = JSON.stringify({ text: 'x'.repeat(244 - JSON.stringify({ text: '' }).length) })

/** What SQLite itself does: one 244-byte row an event, unique (stream, version), WAL, FULL, no checks, no ids, no answers. */
export async function openRawContender(folder: string, storedBefore: number): Promise<Contender> {
  await mkdir(folder)
  const database = new DatabaseSync(join(folder, 'raw.sqlite'))
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE events (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL, data TEXT NOT NULL);
    CREATE UNIQUE INDEX events_stream_version ON events (stream, version);
  `)
  const insert = database.prepare('INSERT INTO events (stream, version, data) VALUES (?, ?, ?)')
  const streams = Array.from({ length: streamCount }, () => ({ name: `wallet-${randomUUID()}`, version: 0 }))

  const run = async ({ commands, inFlight }: { commands: number; inFlight: number }): Promise<void> => {
    for (let written = 0; written < commands; written += inFlight) {
      database.exec('BEGIN IMMEDIATE')
      for (let index = 0; index < inFlight; index++) {
        const stream = streams[Math.floor(Math.random() * streamCount)]
        if (stream !== undefined) insert.run(stream.name, ++stream.version, event)
      }
      database.exec('COMMIT')
    }
  }

  await run({ commands: storedBefore, inFlight: 1_000 })
  return { name: 'raw SQLite', run, close: async () => database.close() }
}
