import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore, type SqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { onTestFinished } from 'vitest'
import { createTransparencyLog } from './transparency-log.service.ts'
import type { TransparencyLog } from './transparency-log.ts'
import type { VerifierKey } from './tree/signed-note.ts'

/** A real store on the disk, and the transparency log behind it. */
export interface LogFixture {
  readonly folder: string
  readonly store: SqliteStore
  readonly log: TransparencyLog
  readonly logged: readonly Record<string, unknown>[]
  /** One stream of so many events. Resolves with the last sequence. */
  record(count: number): Promise<number>
  /** Closes log and store; what lies in the folder stays. */
  close(): Promise<void>
}

export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'transparency-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

export interface LogFixtureOptions {
  readonly clock?: { now(): Date }
  readonly witnesses?: readonly VerifierKey[]
}

export async function openLogFixture(folder: string, options: LogFixtureOptions = {}): Promise<LogFixture> {
  const { clock = { now: () => new Date('2026-06-01T08:30:00.000Z') }, witnesses = [] } = options
  const logged: Record<string, unknown>[] = []
  const logger = createLogger({ level: 'debug', write: { write: (line) => void logged.push(JSON.parse(line)) } })
  const folders = placesIn(folder)
  const store = await openSqliteStore({ folder: folders.logFolder, clock })
  const log = createTransparencyLog({ store, logger, witnesses, ...folders })
  await log.start()
  for (const consumer of log.consumers) consumer.start()
  let closed: Promise<void> | undefined
  const close = async (): Promise<void> => {
    for (const consumer of log.consumers) await consumer.stop()
    await log.stop()
    await store.close()
  }
  const fixture: LogFixture = {
    folder,
    store,
    log,
    logged,
    async record(count) {
      const stream = `thing-${randomUUID()}`
      for (let at = 0; at < count; at += 100) {
        const events = Array.from({ length: Math.min(100, count - at) }, (_, index) => thingHappened(at + index))
        const { outcome } = await store.append(stream, at === 0 ? 'no-stream' : at, events)
        if (outcome !== 'appended') throw new Error(`the append ended as ${outcome}`)
      }
      return await log.recorded()
    },
    close: () => {
      closed ??= close()
      return closed
    },
  }
  onTestFinished(() => fixture.close())
  return fixture
}

export function placesIn(folder: string) {
  return {
    logFolder: join(folder, 'log'),
    folder: join(folder, 'transparency'),
    keyFile: join(folder, 'keys', 'log-signing.pem'),
  }
}

function thingHappened(index: number) {
  return {
    id: randomUUID(),
    type: 'ThingHappened',
    schemaVersion: 1,
    data: { index, 名: '事件' },
    metadata: { actor: 'officer/li' },
  }
}
