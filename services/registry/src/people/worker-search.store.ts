import type { Scope } from '@welfare/contracts/authority.ts'
import { comparableText } from '@welfare/contracts/comparable-text.ts'
import { divisionPrefix } from '@welfare/contracts/divisions.ts'
import type { ProjectionFile } from '@welfare/facts/projection-file.store.ts'
import { divisionCondition, idCondition } from '@welfare/http/authority/scope-conditions.ts'
import type { PersonalFields } from '../roster/roster.queries.ts'
import { pinyinInitials } from './pinyin-initials.ts'

/** By what people are looked up. In the decrypted file only, and overwritten when a person's data is restricted or erased. */
export const workerSearchSchema = `
  CREATE TABLE worker_search (
    worker TEXT PRIMARY KEY, name_key TEXT NOT NULL, initials TEXT NOT NULL, number_end TEXT NOT NULL, phone_end TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`

/** All that are given must hold. */
export interface WorkerSearch {
  /** A part of it, as names are compared. */
  readonly name?: string | undefined
  /** The first of them, in Latin letters. */
  readonly initials?: string | undefined
  readonly numberEnding?: string | undefined
  readonly phoneEnding?: string | undefined
  readonly employer?: string | undefined
  readonly programme?: string | undefined
  /** Who is listed first: on that programme's roster, then of that division. */
  readonly near?: { readonly programme?: string | undefined; readonly division?: string | undefined } | undefined
  readonly scope: Scope
  readonly limit: number
}

export interface WorkerSearchQueries {
  /** Ids, who is near first, then in the order of registration; whom a merge took is found as the survivor. */
  searchWorkers(search: WorkerSearch): readonly string[]
  /** Programmes on whose rosters the worker is now. */
  listProgrammesOf(worker: string): readonly { readonly programme: string; readonly name: string }[]
}

/** @param fields undefined: nothing that the person could be found by stays */
export function putWorkerSearch(people: ProjectionFile, worker: string, fields: PersonalFields | undefined): void {
  if (fields === undefined) {
    people.prepare('DELETE FROM worker_search WHERE worker = ?').run(worker)
    return
  }
  const { name, identityNumber, phone = '' } = fields
  people
    .prepare('INSERT OR REPLACE INTO worker_search VALUES (?, ?, ?, ?, ?)')
    .run(worker, comparableText(name), pinyinInitials(name), identityNumber.slice(-4), phone.slice(-4))
}

export function createWorkerSearchQueries(people: ProjectionFile): WorkerSearchQueries {
  return {
    searchWorkers({ scope, limit, programme, near = {}, ...search }) {
      const conditions = conditionsOf(search)
      const within = divisionCondition(scope, 'found.division')
      // Everybody on its roster is a programme's own, wherever they live.
      const ofProgrammes = divisionCondition(scope, 'programme.division')
      const onRosters = idCondition(scope.programmes, 'programme')
      const sql = `SELECT DISTINCT found.id, found.registered FROM worker_search
        JOIN worker AS named ON named.id = worker_search.worker
        JOIN worker AS found ON found.id = ifnull(named.merged_into, named.id)
        WHERE ${conditions.map(({ sql }) => sql).join(' AND ')} AND found.fields IS NOT NULL AND (${within.sql}
          OR found.id IN (SELECT roster.worker FROM roster JOIN programme ON programme.id = roster.programme WHERE ${ofProgrammes.sql}))
        ${scope.programmes ? `AND found.id IN (SELECT worker FROM roster WHERE ${onRosters.sql})` : ''}
        ${programme === undefined ? '' : 'AND found.id IN (SELECT worker FROM roster WHERE programme = ?)'}
        ORDER BY found.id IN (SELECT worker FROM roster WHERE programme = ?) DESC, instr(found.division, ?) = 1 DESC, found.registered
        LIMIT ?`
      const values = [
        ...conditions.map(({ value }) => value),
        ...within.values,
        ...ofProgrammes.values,
        ...(scope.programmes ? onRosters.values : []),
        ...(programme === undefined ? [] : [programme]),
        near.programme ?? '',
        near.division === undefined ? 'nowhere' : divisionPrefix(near.division),
      ]
      return people
        .prepare(sql)
        .all(...values, limit)
        .map(({ id }) => String(id))
    },
    listProgrammesOf(worker) {
      const sql = `SELECT programme.id, programme.name FROM roster JOIN programme ON programme.id = roster.programme
        WHERE worker = ? ORDER BY programme.closed, programme.name`
      return people
        .prepare(sql)
        .all(worker)
        .map(({ id, name }) => ({ programme: String(id), name: String(name) }))
    },
  }
}

function conditionsOf({
  name,
  initials,
  numberEnding,
  phoneEnding,
  employer,
}: Omit<WorkerSearch, 'scope' | 'limit' | 'programme' | 'near'>): { readonly sql: string; readonly value: string }[] {
  const given = [
    { sql: 'instr(worker_search.name_key, ?) > 0', value: name && comparableText(name) },
    { sql: 'instr(worker_search.initials, ?) = 1', value: initials && comparableText(initials) },
    { sql: 'worker_search.number_end = ?', value: numberEnding?.toUpperCase() },
    { sql: 'worker_search.phone_end = ?', value: phoneEnding },
    { sql: 'found.employer = ?', value: employer },
  ]
  return given.flatMap(({ sql, value }) => (value === undefined ? [] : [{ sql, value }]))
}
