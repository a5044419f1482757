import { rmSync } from 'node:fs'
import { DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite'
import type { Position, SequencedEvent } from '@welfare/event-store/port.ts'
import { projectionFileLimits } from '@welfare/process/limits.ts'
import { keepToOwner } from '@welfare/process/private-file.ts'

export interface ProjectionFileOptions {
  /** `CREATE TABLE …` statements of the service's own tables. */
  readonly schema: string
  /** Raised when what the service makes of an event changes: the copy is then rebuilt. */
  readonly version: number
  /** Of the store that is copied from; a copy of another ledger or epoch is rebuilt. */
  readonly ledger: string
  readonly epoch: number
  /** `secure_delete`: what is deleted is overwritten. For copies that hold personal data. */
  readonly secureDelete?: boolean
}

/**
 * A service's own copy of events, rebuildable from the first event, in a SQLite file of its own. Effects and checkpoint are stored in one
 * transaction, so that each event counts exactly once. What does not fit (other schema, version, ledger or epoch, or a damaged file) is
 * dropped, and filled again from zero by the consumer.
 */
export interface ProjectionFile {
  readonly database: DatabaseSync
  /** Why what was there was dropped at opening; undefined when it was new or fitted. */
  readonly droppedBecause: string | undefined
  readCheckpoint(): Position | undefined
  /** Sequence of the last event that the copy reflects; 0 when there is none. */
  sequence(): number
  /** Prepared once per text. */
  prepare(sql: string): StatementSync
  /** All or nothing; nested calls join the outer one. */
  transaction<Result>(work: () => Result): Result
  /**
   * `project` for each event, then the checkpoint, in one transaction: the `handle` of a consumer. Where nothing was written for any of them,
   * the checkpoint is kept in memory and saved later: after a crash those events are read again, and again nothing comes of them.
   */
  applyBatch(events: readonly SequencedEvent[], project: (event: SequencedEvent) => void): void
  /** The same for events of which nothing is to come: most of a process's. No transaction is opened for them. */
  passOver(events: readonly SequencedEvent[]): void
  /** Saves the checkpoint now: for what was done elsewhere and should not be done again. */
  markRead(events: readonly SequencedEvent[]): void
  /**
   * Another copy in the same file, with tables and a checkpoint of its own: it is dropped without the rest, and the rest without it. A file that
   * is damaged is dropped whole.
   * @param name before the names of its checkpoint's tables
   */
  section(name: string, own: Pick<ProjectionFileOptions, 'schema' | 'version'>): ProjectionFile
  /** A section saves its checkpoint only: the file ends with the copy that it was opened by. */
  close(): void
}

/** @param file a path, or `:memory:` */
export function openProjectionFile(file: string, options: ProjectionFileOptions): ProjectionFile {
  const { database, droppedBecause } = openFitting(file, options)
  return openSection(database, 'room_copy', options, droppedBecause, () => database.close())
}

function openSection(
  database: DatabaseSync,
  name: string,
  options: ProjectionFileOptions,
  droppedBecause: string | undefined,
  closeFile: () => void,
): ProjectionFile {
  const sections: ProjectionFile[] = []
  const statements = new Map<string, StatementSync>()
  const readRow = database.prepare(`SELECT position, sequence FROM ${name}_checkpoint`)
  const saveRow = database.prepare(`UPDATE ${name}_checkpoint SET position = ?, sequence = ?`)
  const countWrites = database.prepare('SELECT total_changes() AS writes')
  const writes = () => Number(countWrites.get()?.writes)
  /** The last event read, while the saved checkpoint is behind it. */
  let unsaved: { readonly last: SequencedEvent; readonly events: number } | undefined

  const save = ({ position, sequence }: SequencedEvent): void => {
    saveRow.run(position, sequence)
    unsaved = undefined
  }
  /** False where so many are unsaved with them that the last is to be saved. */
  const keepUnsaved = (last: SequencedEvent, events: number): boolean => {
    const passed = (unsaved?.events ?? 0) + events
    if (passed > projectionFileLimits.eventsPassedUnsaved) return false
    unsaved = { last, events: passed }
    return true
  }

  return {
    database,
    droppedBecause,
    readCheckpoint() {
      if (unsaved) return unsaved.last.position
      const position = readRow.get()?.position
      return typeof position === 'string' ? (position as Position) : undefined
    },
    sequence: () => unsaved?.last.sequence ?? Number(readRow.get()?.sequence ?? 0),
    prepare(sql) {
      const known = statements.get(sql)
      if (known) return known
      const statement = database.prepare(sql)
      statements.set(sql, statement)
      return statement
    },
    transaction: (work) => inTransaction(database, work),
    applyBatch(events, project) {
      const last = events.at(-1)
      if (!last) return
      // Within somebody else's transaction nobody knows what was written for these events.
      const isNested = database.isTransaction
      inTransaction(database, () => {
        const before = writes()
        for (const event of events) project(event)
        if (isNested || writes() !== before || !keepUnsaved(last, events.length)) save(last)
      })
    },
    passOver(events) {
      const last = events.at(-1)
      if (last && !keepUnsaved(last, events.length)) save(last)
    },
    markRead(events) {
      const last = events.at(-1)
      if (last) inTransaction(database, () => save(last))
    },
    section(other, own) {
      const all = { ...options, ...own }
      const opened = openSection(database, other, all, prepareTables(database, other, all), () => {})
      sections.push(opened)
      return opened
    },
    close() {
      for (const section of sections) section.close()
      if (unsaved) save(unsaved.last)
      closeFile()
    },
  }
}

interface Opened {
  readonly database: DatabaseSync
  readonly droppedBecause: string | undefined
}

function openFitting(file: string, options: ProjectionFileOptions): Opened {
  const existing = tryOpen(file, options)
  if (existing) return existing
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${suffix}`, { force: true })
  const fresh = tryOpen(file, options)
  if (!fresh) throw new Error(`The copy ${file} cannot be made: it is damaged as soon as it is written`)
  return { ...fresh, droppedBecause: 'file-damaged' }
}

/** Undefined where the file is damaged. */
function tryOpen(file: string, options: ProjectionFileOptions): Opened | undefined {
  keepToOwner(file)
  const database = new DatabaseSync(file)
  try {
    // NORMAL, not FULL: a copy that loses its last transactions in a power cut reads them again from the ledger.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000')
    if (options.secureDelete) database.exec('PRAGMA secure_delete = ON')
    return { database, droppedBecause: prepareTables(database, 'room_copy', options) }
  } catch (error) {
    database.close()
    if (isDamage(error)) return undefined
    throw error
  }
}

/** Makes the tables where there are none that fit; returns why those that were there have gone. */
function prepareTables(database: DatabaseSync, name: string, options: ProjectionFileOptions): string | undefined {
  const isThere = database.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(name) !== undefined
  const made = isThere ? database.prepare(`SELECT schema, version, ledger, epoch FROM ${name}`).get() : undefined
  const mismatch = made && mismatchOf(made, options)
  if (made && mismatch === undefined) return undefined
  inTransaction(database, () => {
    const tables = String(made?.schema ?? '').matchAll(/CREATE TABLE (\w+)/g)
    for (const [, table] of tables) database.exec(`DROP TABLE ${table}`)
    database.exec(`
      DROP TABLE IF EXISTS ${name};
      DROP TABLE IF EXISTS ${name}_checkpoint;
      CREATE TABLE ${name} (schema TEXT NOT NULL, version INTEGER NOT NULL, ledger TEXT NOT NULL, epoch INTEGER NOT NULL);
      CREATE TABLE ${name}_checkpoint (position TEXT, sequence INTEGER NOT NULL);
      INSERT INTO ${name}_checkpoint VALUES (NULL, 0)`)
    database.exec(options.schema)
    const { schema, version, ledger, epoch } = options
    database.prepare(`INSERT INTO ${name} VALUES (?, ?, ?, ?)`).run(schema, version, ledger, epoch)
  })
  return mismatch
}

function mismatchOf(made: Record<string, SQLOutputValue>, options: ProjectionFileOptions): string | undefined {
  if (made.ledger !== options.ledger) return 'other-ledger'
  if (made.epoch !== options.epoch) return 'other-epoch'
  if (made.version !== options.version) return 'other-version'
  if (made.schema !== options.schema) return 'other-schema'
  return undefined
}

function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  if (database.isTransaction) return work()
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

const notADatabase = 26
const corrupt = 11

function isDamage(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (error.errcode === notADatabase || error.errcode === corrupt)
}
