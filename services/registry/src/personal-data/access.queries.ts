import { isWholeLedger, type Scope } from '@welfare/contracts/authority.ts'
import type { ProjectionFile } from '@welfare/facts/projection-file.store.ts'
import { allOf, divisionCondition, idCondition, type SqlCondition } from '@welfare/http/authority/scope-conditions.ts'

export interface AccessRecord {
  /** `<stream>.<version>` of the event. */
  readonly id: string
  readonly sequence: number
  readonly account: string
  readonly readAt: string
  readonly operation: string
  readonly purpose: string
  readonly programme: string | undefined
  readonly workers: readonly string[]
  readonly count: number
  /** A photo or scan of a signed sheet, where that was read. */
  readonly attachment: string | undefined
}

export interface AccessRecordsPage {
  /** Newest first: only records before this sequence; undefined for the first page. */
  readonly before: number | undefined
  readonly limit: number
  /** Only reads of people who lie within, of each read only these; and of attachments that lie within. */
  readonly scope: Scope
  readonly account?: string | undefined
  readonly worker?: string | undefined
  /** In Asia/Shanghai. */
  readonly day?: string | undefined
}

export interface AccessQueries {
  listAccessRecords(page: AccessRecordsPage): readonly AccessRecord[]
}

export function createAccessQueries(people: ProjectionFile): AccessQueries {
  return {
    listAccessRecords({ before, limit, account, worker, day, scope }) {
      const isWhole = isWholeLedger(scope)
      const within = workersWithin(scope)
      const ofWorker = 'sequence IN (SELECT sequence FROM personal_read_worker WHERE worker = ?)'
      const there = allOf(idCondition(scope.programmes, 'programme'), divisionCondition(scope, 'division'))
      const ofScope = `(sequence IN (SELECT sequence FROM personal_read_worker WHERE worker IN (${within.sql}))
        OR (division IS NOT NULL AND ${there.sql}))`
      const rows = people
        .prepare(`SELECT * FROM personal_read WHERE sequence < ? AND account = ifnull(?, account) AND day = ifnull(?, day)
          ${worker === undefined ? '' : `AND ${ofWorker}`} ${isWhole ? '' : `AND ${ofScope}`} ORDER BY sequence DESC LIMIT ?`)
        .all(
          before ?? Number.MAX_SAFE_INTEGER,
          account ?? null,
          day ?? null,
          ...(worker === undefined ? [] : [worker]),
          ...(isWhole ? [] : [...within.values, ...there.values]),
          limit,
        )
      return rows.map((row) => {
        const workers: readonly string[] = JSON.parse(String(row.workers))
        const shown = isWhole ? workers : keepWithin(workers, within)
        return {
          id: String(row.id),
          sequence: Number(row.sequence),
          account: String(row.account),
          readAt: String(row.read_at),
          operation: String(row.operation),
          purpose: String(row.purpose),
          programme: row.programme === null ? undefined : String(row.programme),
          workers: shown,
          count: isWhole || workers.length === 0 ? Number(row.people) : shown.length,
          attachment: row.attachment === null ? undefined : String(row.attachment),
        }
      })
    },
  }

  /** In the order in which they were read. */
  function keepWithin(workers: readonly string[], { sql, values }: SqlCondition): readonly string[] {
    const rows = people
      .prepare(`SELECT worker FROM (${sql}) WHERE worker IN (SELECT value FROM json_each(?))`)
      .all(...values, JSON.stringify(workers))
    const kept = new Set(rows.map((row) => String(row.worker)))
    return workers.filter((worker) => kept.has(worker))
  }
}

/** Of a scope that names programmes: who is on one of their rosters. */
function workersWithin(scope: Scope): SqlCondition {
  const living = divisionCondition(scope, 'division')
  if (scope.programmes === undefined)
    return { sql: `SELECT id AS worker FROM worker WHERE ${living.sql}`, values: living.values }
  const { sql, values } = allOf(idCondition(scope.programmes, 'programme'), living)
  return { sql: `SELECT worker FROM roster WHERE ${sql}`, values }
}
