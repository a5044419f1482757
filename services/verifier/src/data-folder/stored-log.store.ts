import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { canonicalText, isObject, type Json, MisshapenError, parseJson, readText } from '../json.ts'
import { VerificationRefusedError } from '../verdict.ts'

/** What one row of the log says, as it is stored. */
export interface StoredEvent {
  readonly sequence: number
  /** The event in canonical form; undefined where it has none, and `faults` say why. */
  readonly bytes: Uint8Array | undefined
  readonly faults: readonly string[]
}

/** The log of a ledger, read as it was when it was opened; its writer goes on. */
export interface StoredLog {
  readonly ledger: string
  readonly epoch: number
  readonly head: number
  events(): Generator<StoredEvent>
  close(): void
}

const columns = `position, previous, stream, version, recorded_at AS recordedAt, CAST(id AS BLOB) AS id, CAST(type AS BLOB) AS type,
  schema_version AS schemaVersion, CAST(data AS BLOB) AS data, CAST(metadata AS BLOB) AS metadata`

/** Of each gap; the tree shows that there are more. */
const TOLD_MISSING = 1_000

interface EventRow {
  readonly position: number
  readonly previous: number
  readonly stream: number
  readonly version: number
  readonly recordedAt: number
  readonly id: Uint8Array
  readonly type: Uint8Array
  readonly schemaVersion: number
  readonly data: Uint8Array
  readonly metadata: Uint8Array
}

/** @throws VerificationRefusedError where there is no log */
export function openStoredLog(file: string): StoredLog {
  if (!existsSync(file)) throw new VerificationRefusedError('bundle-unreadable', `There is no ledger at ${file}.`)
  const database = new DatabaseSync(file, { readOnly: true })
  database.exec('PRAGMA busy_timeout = 5000; BEGIN')
  const head = Number(database.prepare('SELECT max(position) AS position FROM events').get()?.position ?? 0)
  const ledger = String(database.prepare("SELECT value FROM meta WHERE key = 'ledger'").get()?.value)
  const epoch = Number(database.prepare('SELECT max(epoch) AS epoch FROM epochs').get()?.epoch)
  const nameOf = database.prepare('SELECT CAST(name AS BLOB) AS name FROM streams WHERE ordinal = ?')

  function* events(): Generator<StoredEvent> {
    /** Stream → position of its last event. */
    const last = new Map<number, number>()
    let next = 1
    const rows = database.prepare(`SELECT ${columns} FROM events ORDER BY position`).iterate() as Iterable<EventRow>
    for (const row of rows) {
      for (let told = 0; next < row.position && told < TOLD_MISSING; next += 1, told += 1)
        yield { sequence: next, bytes: undefined, faults: ['it is missing'] }
      next = Math.max(next, row.position + 1)
      const faults: string[] = []
      const expected = last.get(row.stream) ?? -row.stream
      if (row.previous !== expected) faults.push(`previous is ${row.previous}, the stream has ${expected} before it`)
      last.set(row.stream, row.position)
      yield { sequence: row.position, bytes: toBytes(row, faults), faults }
    }
  }

  function toBytes(row: EventRow, faults: string[]): Uint8Array | undefined {
    try {
      const name = nameOf.get(row.stream)?.name
      if (!(name instanceof Uint8Array)) throw new MisshapenError(`there is no stream ${row.stream}`)
      const { version, schemaVersion, position } = row
      const text = canonicalText({
        ledger,
        sequence: position,
        stream: readText(name, 'the name of the stream'),
        version,
        id: readText(row.id, 'id'),
        type: readText(row.type, 'type'),
        schemaVersion,
        recordedAt: toInstant(row.recordedAt),
        data: readStored(row.data, 'data'),
        metadata: readStored(row.metadata, 'metadata'),
      })
      return Buffer.from(text)
    } catch (error) {
      if (!(error instanceof MisshapenError)) throw error
      faults.push(error.message)
      return undefined
    }
  }

  return { ledger, epoch, head, events, close: () => database.close() }
}

/** JSON as the ledger writes it: no other text may stand for the same. */
function readStored(bytes: Uint8Array, what: string): Json {
  const text = readText(bytes, what)
  const value = parseJson(text, what)
  if (!isObject(value)) throw new MisshapenError(`${what} is not an object`)
  if (JSON.stringify(value) !== text) throw new MisshapenError(`${what} is written otherwise than it was recorded`)
  return value
}

function toInstant(ms: number): string {
  const time = new Date(ms)
  if (Number.isNaN(time.getTime())) throw new MisshapenError(`recorded_at is no time: ${ms}`)
  return time.toISOString()
}
