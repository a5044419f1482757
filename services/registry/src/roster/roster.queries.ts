import type { Scope } from '@welfare/contracts/authority.ts'
import type { ProjectionFile } from '@welfare/facts/projection-file.store.ts'
import { divisionCondition, idCondition } from '@welfare/http/authority/scope-conditions.ts'

/** What is sealed in events and shown only by this service. */
export interface PersonalFields {
  readonly name: string
  readonly identityNumber: string
  /** `YYYY-MM-DD` */
  readonly birthDate: string
  readonly sex: 'female' | 'male'
  readonly phone?: string
  /** Numbers that were corrected and still find the person, between blanks. */
  readonly formerNumbers?: string
}

/** The part of a worker's record that is nobody's secret. */
export interface WorkerGroup {
  readonly employer: string
  readonly division: string
  readonly trade: string
}

export interface WorkerFacts extends WorkerGroup {
  readonly id: string
  readonly version: number
  readonly registered: number
  /** The programme whose roster last wrote the record: who comes back to it is told so. */
  readonly homeProgramme: string | undefined
  /** The record that goes on for this person; undefined: this one. */
  readonly mergedInto: string | undefined
  /** What may be done with the person's data: everything it was collected for, storage only, nothing any more. */
  readonly processing: 'open' | 'restricted' | 'erased'
  /** Undefined unless `processing` is open. */
  readonly fields: PersonalFields | undefined
}

export interface ProgrammeFacts {
  readonly id: string
  readonly name: string
  readonly division: string
  readonly plan: string
  readonly closed: boolean
}

export interface WorkersPage {
  /** `registered` of the last worker of the page before; 0 for the first page. */
  readonly after: number
  readonly limit: number
  /** Only who is on this programme's roster. */
  readonly programme?: string | undefined
  /** Only who lies within: by the roster's division where a programme is given, else by the worker's. */
  readonly scope: Scope
}

/** Somebody whose number is to be reserved under another key. */
export interface UnreservedWorker {
  readonly id: string
  readonly registered: number
  readonly sealed: string
}

export interface RosterQueries {
  findProgramme(id: string): ProgrammeFacts | undefined
  findWorker(id: string): WorkerFacts | undefined
  /** To whom the identity was given, under whatever key it was reserved; of two records that were merged the one that goes on. */
  findWorkerOf(identity: string): string | undefined
  /** How often the identity was given to somebody whose it was not. */
  countReleases(identity: string): number
  /** Records that were merged into this one. */
  listDoubles(worker: string): readonly string[]
  /** 0 where nobody was reserved yet. */
  newestHashKeyVersion(): number
  /** The living who are not reserved, with every number of theirs, under this version of the key, in the order of registration from `after` on. */
  listUnreserved(hashKeyVersion: number, after: number, limit: number): readonly UnreservedWorker[]
  listWorkers(page: WorkersPage): readonly WorkerFacts[]
  /** Who of the employer has a telephone and may be handled. */
  listPeopleOfEmployer(
    employer: string,
  ): readonly { readonly id: string; readonly name: string; readonly phone: string }[]
  /** Who is on the programme's roster now. */
  listOnRoster(programme: string): readonly string[]
  /** Under what the worker stands on the programme's roster; undefined when not on it. */
  findOnRoster(programme: string, worker: string): WorkerGroup | undefined
}

export function createRosterQueries(people: ProjectionFile): RosterQueries {
  return {
    findProgramme(id) {
      const row = people.prepare('SELECT * FROM programme WHERE id = ?').get(id)
      return (
        row && {
          id,
          name: String(row.name),
          division: String(row.division),
          plan: String(row.plan),
          closed: row.closed === 1,
        }
      )
    },
    findWorker(id) {
      const row = people.prepare('SELECT * FROM worker WHERE id = ?').get(id)
      return row && toWorker(row)
    },
    findWorkerOf(identity) {
      const sql = `SELECT ifnull(worker.merged_into, identity.worker) AS worker FROM identity
        LEFT JOIN worker ON worker.id = identity.worker WHERE identity.id = ?`
      return people.prepare(sql).get(identity)?.worker?.toString()
    },
    countReleases: (identity) =>
      Number(people.prepare('SELECT releases FROM identity WHERE id = ?').get(identity)?.releases ?? 0),
    listDoubles: (worker) =>
      people
        .prepare('SELECT id FROM worker WHERE merged_into = ? ORDER BY registered')
        .all(worker)
        .map(({ id }) => String(id)),
    newestHashKeyVersion: () =>
      Number(people.prepare('SELECT max(hash_key_version) AS newest FROM identity').get()?.newest ?? 0),
    listUnreserved(hashKeyVersion, after, limit) {
      const rows = people
        .prepare(`SELECT id, registered, sealed FROM worker WHERE registered > ? AND processing <> 'erased' AND numbers >
          (SELECT count(*) FROM identity WHERE worker = worker.id AND hash_key_version = ?) ORDER BY registered LIMIT ?`)
        .all(after, hashKeyVersion, limit)
      return rows.map((row) => ({ id: String(row.id), registered: Number(row.registered), sealed: String(row.sealed) }))
    },
    listWorkers({ after, limit, programme, scope }) {
      const within = divisionCondition(scope, programme === undefined ? 'worker.division' : 'roster.division')
      const onRosters = idCondition(scope.programmes, 'programme')
      const sql =
        programme === undefined
          ? `SELECT * FROM worker WHERE registered > ? AND merged_into IS NULL AND ${within.sql}
            ${scope.programmes ? `AND id IN (SELECT worker FROM roster WHERE ${onRosters.sql})` : ''}`
          : `SELECT worker.* FROM roster JOIN worker ON worker.id = roster.worker
            WHERE registered > ? AND ${within.sql} AND ${onRosters.sql} AND programme = ?`
      const values = [after, ...within.values, ...onRosters.values, ...(programme === undefined ? [] : [programme])]
      return people
        .prepare(`${sql} ORDER BY registered LIMIT ?`)
        .all(...values, limit)
        .map(toWorker)
    },
    listPeopleOfEmployer(employer) {
      const sql = 'SELECT id, fields FROM worker WHERE employer = ? AND fields IS NOT NULL AND merged_into IS NULL'
      const rows = people.prepare(sql).all(employer)
      return rows.flatMap((row) => {
        const { name, phone }: PersonalFields = JSON.parse(String(row.fields))
        return phone === undefined ? [] : [{ id: String(row.id), name, phone }]
      })
    },
    listOnRoster: (programme) =>
      people
        .prepare('SELECT worker FROM roster WHERE programme = ? ORDER BY worker')
        .all(programme)
        .map(({ worker }) => String(worker)),
    findOnRoster(programme, worker) {
      const row = people.prepare('SELECT * FROM roster WHERE programme = ? AND worker = ?').get(programme, worker)
      return row && toGroup(row)
    },
  }
}

/** The number in force first. */
export function numbersOf({ identityNumber, formerNumbers }: PersonalFields): readonly string[] {
  return [identityNumber, ...(formerNumbers?.split(' ') ?? [])]
}

type Row = Readonly<Record<string, unknown>>

function toWorker(row: Row): WorkerFacts {
  return {
    ...toGroup(row),
    id: String(row.id),
    version: Number(row.version),
    registered: Number(row.registered),
    mergedInto: row.merged_into === null ? undefined : String(row.merged_into),
    homeProgramme: row.home_programme === null ? undefined : String(row.home_programme),
    processing: toProcessing(row.processing),
    fields: row.fields === null ? undefined : JSON.parse(String(row.fields)),
  }
}

function toProcessing(value: unknown): WorkerFacts['processing'] {
  if (value === 'open' || value === 'restricted' || value === 'erased') return value
  throw new TypeError('the copy holds a worker whose data is neither open, restricted nor erased')
}

function toGroup(row: Row): WorkerGroup {
  return { employer: String(row.employer), division: String(row.division), trade: String(row.trade) }
}
