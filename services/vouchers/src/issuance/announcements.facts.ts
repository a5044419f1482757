import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'

export const ANNOUNCEMENTS = `
    CREATE TABLE announced (round TEXT, worker TEXT, until_day TEXT NOT NULL, PRIMARY KEY (round, worker)) WITHOUT ROWID;
    CREATE INDEX announced_worker ON announced (worker);
    CREATE TABLE objection (round TEXT, number INTEGER, worker TEXT NOT NULL, PRIMARY KEY (round, number)) WITHOUT ROWID;
    CREATE INDEX objection_worker ON objection (worker);
`

/** Until when whom was announced, and objections that hold somebody back: rejected ones are gone. */
export function createAnnouncementHandlers(prepare: Prepare): EventHandlers {
  return {
    // Who was announced before goes by the first announcement.
    RoundAnnounced: ({ until }, { stream }) => {
      prepare('INSERT OR IGNORE INTO announced SELECT round, worker, ? FROM round_entry WHERE round = ?').run(
        until,
        stream,
      )
    },
    ObjectionRaised: ({ objection, worker }, { stream }) => {
      prepare(
        'INSERT INTO objection VALUES (?, ?, coalesce((SELECT survivor FROM merged_worker WHERE double = ?), ?))',
      ).run(stream, objection, worker, worker)
    },
    ObjectionDecided: ({ objection, outcome }, { stream }) => {
      if (outcome === 'rejected') prepare('DELETE FROM objection WHERE round = ? AND number = ?').run(stream, objection)
    },
    WorkerMergedInto: ({ survivor }, { stream }) => {
      prepare('UPDATE OR IGNORE announced SET worker = ? WHERE worker = ?').run(survivor, stream)
      prepare('UPDATE objection SET worker = ? WHERE worker = ?').run(survivor, stream)
    },
  }
}

/** Why somebody is held back: not announced, announced until a day that is not over, or objected to. */
export type HeldBack =
  | { readonly why: 'not-announced' | 'objection' }
  | { readonly why: 'announced'; readonly until: string }

const IS_OBJECTED = 'EXISTS (SELECT 1 FROM objection o WHERE o.round = e.round AND o.worker = e.worker)'

export function createAnnouncementLookUps(prepare: Prepare) {
  const isAnnounced = (round: string): boolean =>
    prepare('SELECT 1 FROM announced WHERE round = ? LIMIT 1').get(round) !== undefined
  return {
    isAnnounced,
    /** Of a round, who is held back on that day. @param isAsked the programme's rules ask for an announcement; of a list that was announced it is held to in any case */
    listHeldBack(round: string, isAsked: boolean, today: string): ReadonlyMap<string, HeldBack> {
      if (!isAsked && !isAnnounced(round)) return new Map()
      const rows = prepare(
        `SELECT e.worker, a.until_day AS until, ${IS_OBJECTED} AS objected
          FROM round_entry e LEFT JOIN announced a ON a.round = e.round AND a.worker = e.worker
          WHERE e.round = ? AND (a.until_day IS NULL OR a.until_day >= ? OR ${IS_OBJECTED})`,
      ).all(round, today)
      return new Map(rows.map((row) => [String(row.worker), toHeldBack(row)]))
    },
    isHeldBack(round: string, worker: string, isAsked: boolean, today: string): boolean {
      if (!isAsked && !isAnnounced(round)) return false
      const row = prepare(
        `SELECT 1 FROM announced e WHERE e.round = ? AND e.worker = ? AND e.until_day < ? AND NOT ${IS_OBJECTED}`,
      ).get(round, worker, today)
      return row === undefined
    },
  }
}

function toHeldBack({ until, objected }: Readonly<Record<string, unknown>>): HeldBack {
  if (objected === 1) return { why: 'objection' }
  return typeof until === 'string' ? { why: 'announced', until } : { why: 'not-announced' }
}
