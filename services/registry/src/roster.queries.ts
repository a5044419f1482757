import type { RoomCopy } from '@welfare/service-kit/room-copy.store.ts'

/** What is sealed in events and shown only by this room. */
export interface PersonalFields {
  readonly name: string
  readonly identityNumber: string
  /** `YYYY-MM-DD` */
  readonly birthDate: string
  readonly sex: 'female' | 'male'
  readonly phone?: string
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
  /** The programme whose roster last wrote the record. */
  readonly homeProgramme: string | undefined
  /** Undefined once the person's key has been destroyed. */
  readonly fields: PersonalFields | undefined
}

export interface ProgrammeFacts {
  readonly id: string
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
}

export interface RosterQueries {
  findProgramme(id: string): ProgrammeFacts | undefined
  findWorker(id: string): WorkerFacts | undefined
  listWorkers(page: WorkersPage): readonly WorkerFacts[]
  /** Under what the worker stands on the programme's roster; undefined when not on it. */
  findOnRoster(programme: string, worker: string): WorkerGroup | undefined
}

export function createRosterQueries(copy: RoomCopy): RosterQueries {
  return {
    findProgramme(id) {
      const row = copy.prepare('SELECT * FROM programme WHERE id = ?').get(id)
      return row && { id, division: String(row.division), plan: String(row.plan), closed: row.closed === 1 }
    },
    findWorker(id) {
      const row = copy.prepare('SELECT * FROM worker WHERE id = ?').get(id)
      return row && toWorker(row)
    },
    listWorkers({ after, limit, programme }) {
      const all = 'SELECT * FROM worker WHERE registered > ? ORDER BY registered LIMIT ?'
      const onRoster = `SELECT worker.* FROM roster JOIN worker ON worker.id = roster.worker
        WHERE registered > ? AND programme = ? ORDER BY registered LIMIT ?`
      const rows =
        programme === undefined
          ? copy.prepare(all).all(after, limit)
          : copy.prepare(onRoster).all(after, programme, limit)
      return rows.map(toWorker)
    },
    findOnRoster(programme, worker) {
      const row = copy.prepare('SELECT * FROM roster WHERE programme = ? AND worker = ?').get(programme, worker)
      return row && toGroup(row)
    },
  }
}

type Row = Readonly<Record<string, unknown>>

function toWorker(row: Row): WorkerFacts {
  return {
    ...toGroup(row),
    id: String(row.id),
    version: Number(row.version),
    registered: Number(row.registered),
    homeProgramme: row.home_programme === null ? undefined : String(row.home_programme),
    fields: row.fields === null ? undefined : JSON.parse(String(row.fields)),
  }
}

function toGroup(row: Row): WorkerGroup {
  return { employer: String(row.employer), division: String(row.division), trade: String(row.trade) }
}
