import { DatabaseSync } from 'node:sqlite'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import { keepToOwner } from '@welfare/process/private-file.ts'
import type { WorkerGroup } from './roster.queries.ts'
import type { NewEmployer } from './roster-employers.ts'
import type { Leavers } from './roster-leavers.ts'
import type { PlannedRow } from './roster-plan.ts'
import { NO_OTHER_ROWS, type OtherRows } from './row-counts.ts'

/** What is left to do for a row. Personal fields are sealed with the person's key before they get here. */
export interface SealedWork {
  readonly row: number
  readonly identity: string
  readonly worker: string
  readonly group: WorkerGroup
  readonly action: 'register' | 'change' | 'join'
  readonly comparedVersion: number
  readonly sealed: string
  readonly sealedFields: readonly string[]
}

export interface RosterJob {
  /** `import-<uuid>`, made of the command id of the request that confirmed the roster. */
  readonly id: string
  /** Keyed: tells a repeat from another request with the same key. */
  readonly inputHash: string
  readonly programme: string
  /** Keyed. */
  readonly fileHash: string
  /** Of the key that the identities in `work` are made with. */
  readonly hashKeyVersion: number
  /** Of the events, beside the causation. */
  readonly metadata: JsonObject
  readonly rows: readonly PlannedRow[]
  /** Rows of the sheet about nobody. */
  readonly otherRows: OtherRows
  readonly work: readonly SealedWork[]
  readonly newEmployers: readonly (readonly [string, NewEmployer])[]
  /** Who is missing on a file that takes the roster's place. */
  readonly leavers?: Leavers
}

export interface RosterJobSummary extends Pick<RosterJob, 'programme' | 'inputHash' | 'otherRows'> {
  /** Rows that something is to be done for; 0 when there never was. */
  readonly workRows: number
}

/**
 * Confirmed rosters on their way: apart from the copy, because it cannot be rebuilt from events, and not in the log, because
 * nothing of it is a fact of the ledger. What is left to do survives a crash; it is overwritten when the job ends.
 */
export interface RosterJobs {
  /** On disk when it returns. False when a job of that id was there before, which stays as it is. */
  save(job: RosterJob, savedAt: Date): boolean
  find(id: string): RosterJob | undefined
  /** The same without its rows, which may be many. */
  summarise(id: string): RosterJobSummary | undefined
  /** As planned, and from `saveOutcome` on as they came out. */
  readRows(id: string): readonly PlannedRow[]
  /** Ids of jobs with something left to do, oldest first. */
  listOpen(): readonly string[]
  /** The rows as they came out. */
  saveOutcome(id: string, rows: readonly PlannedRow[]): void
  /** Nothing is left to do. */
  end(id: string): void
  /** Forgets the rows of jobs that ended and were saved before. Their counts stay in the log. */
  expire(savedBefore: Date): void
  close(): void
}

/** @param file a path, or `:memory:` */
export function openRosterJobs(file: string): RosterJobs {
  keepToOwner(file)
  const database = new DatabaseSync(file)
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA busy_timeout = 5000',
  )
  database.exec(`CREATE TABLE IF NOT EXISTS job (
    ordinal INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, programme TEXT NOT NULL, input_hash TEXT NOT NULL, work_rows INTEGER NOT NULL,
    job TEXT NOT NULL, rows TEXT NOT NULL, work TEXT, saved_at TEXT NOT NULL
  ) STRICT`)
  const insert = database.prepare(
    `INSERT INTO job (id, programme, input_hash, work_rows, job, rows, work, saved_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
  )
  const select = database.prepare('SELECT job, rows, work FROM job WHERE id = ?')
  const selectSummary = database.prepare(
    "SELECT programme, input_hash, work_rows, job ->> '$.otherRows' AS other_rows FROM job WHERE id = ?",
  )
  const selectRows = database.prepare('SELECT rows FROM job WHERE id = ?')
  const selectOpen = database.prepare('SELECT id FROM job WHERE work IS NOT NULL ORDER BY ordinal')
  const updateRows = database.prepare('UPDATE job SET rows = ? WHERE id = ?')
  const clearWork = database.prepare('UPDATE job SET work = NULL WHERE id = ?')
  const deleteEnded = database.prepare('DELETE FROM job WHERE work IS NULL AND saved_at < ?')

  return {
    save({ rows, work, ...job }, savedAt) {
      const steps = work.length + (job.leavers?.workers.length ?? 0)
      const left = steps === 0 ? null : JSON.stringify(work)
      const inserted = insert.run(
        job.id,
        job.programme,
        job.inputHash,
        steps,
        JSON.stringify(job),
        JSON.stringify(rows),
        left,
        savedAt.toISOString(),
      )
      return inserted.changes > 0
    },
    find(id) {
      const row = select.get(id)
      if (row === undefined) return undefined
      const work = row.work === null ? [] : JSON.parse(String(row.work))
      return {
        hashKeyVersion: 1,
        otherRows: NO_OTHER_ROWS,
        ...JSON.parse(String(row.job)),
        rows: parseRows(row.rows),
        work,
      }
    },
    summarise(id) {
      const row = selectSummary.get(id)
      if (row === undefined) return undefined
      return {
        programme: String(row.programme),
        inputHash: String(row.input_hash),
        workRows: Number(row.work_rows),
        otherRows: row.other_rows === null ? NO_OTHER_ROWS : JSON.parse(String(row.other_rows)),
      }
    },
    readRows: (id) => parseRows(selectRows.get(id)?.rows ?? '[]'),
    listOpen: () => selectOpen.all().map((row) => String(row.id)),
    saveOutcome: (id, rows) => void updateRows.run(JSON.stringify(rows), id),
    end(id) {
      clearWork.run(id)
      // The write-ahead log still holds the page as it was; secure_delete alone does not reach it.
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    },
    expire: (savedBefore) => void deleteEnded.run(savedBefore.toISOString()),
    close: () => database.close(),
  }
}

/** Jobs that were saved before there were known people called them unchanged. */
function parseRows(rows: unknown): readonly PlannedRow[] {
  const parsed: (Omit<PlannedRow, 'status'> & { readonly status: PlannedRow['status'] | 'unchanged' })[] = JSON.parse(
    String(rows),
  )
  return parsed.map((row) => ({ ...row, status: row.status === 'unchanged' ? 'known' : row.status }))
}
