import type { Scope } from '@welfare/contracts/authority.ts'
import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { ProjectionFile } from '@welfare/facts/projection-file.store.ts'
import { allOf, divisionCondition, idCondition } from '@welfare/http/authority/scope-conditions.ts'

/** A confirmed roster, as home and a programme's page list it. */
export interface RecordedImport {
  readonly id: string
  readonly sequence: number
  readonly programme: string
  readonly rows: number
  readonly actor: string
  readonly startedAt: string
  readonly status: 'running' | 'done' | 'refused'
  /** Once it is done. */
  readonly counts: DataOf<'RosterImportCompleted'>['counts'] | undefined
  /** Why it was refused. */
  readonly code: string | undefined
}

export interface ImportsPage {
  /** Newest first: only imports before this sequence; undefined for the first page. */
  readonly before: number | undefined
  readonly limit: number
  readonly scope: Scope
  readonly programme?: string | undefined
  /** Only those that left rows out, or were refused. */
  readonly withErrors: boolean
}

export interface ImportQueries {
  listImports(page: ImportsPage): readonly RecordedImport[]
}

const HAS_ERRORS = "(import.status = 'refused' OR counts ->> '$.error' + counts ->> '$.warning' > 0)"

export function createImportQueries(people: ProjectionFile): ImportQueries {
  return {
    listImports({ before, limit, scope, programme, withErrors }) {
      const within = allOf(
        divisionCondition(scope, 'programme.division'),
        idCondition(scope.programmes, 'programme.id'),
        idCondition(programme === undefined ? undefined : [programme], 'programme.id'),
      )
      const rows = people
        .prepare(`SELECT import.* FROM import JOIN programme ON programme.id = import.programme
          WHERE sequence < ? AND ${within.sql} ${withErrors ? `AND ${HAS_ERRORS}` : ''} ORDER BY sequence DESC LIMIT ?`)
        .all(before ?? Number.MAX_SAFE_INTEGER, ...within.values, limit)
      return rows.map(toImport)
    },
  }
}

function toImport(row: Readonly<Record<string, unknown>>): RecordedImport {
  return {
    id: String(row.stream),
    sequence: Number(row.sequence),
    programme: String(row.programme),
    rows: Number(row.rows),
    actor: String(row.actor),
    startedAt: String(row.started_at),
    status: row.status === 'done' || row.status === 'refused' ? row.status : 'running',
    counts: row.counts === null ? undefined : JSON.parse(String(row.counts)),
    code: row.code === null ? undefined : String(row.code),
  }
}
