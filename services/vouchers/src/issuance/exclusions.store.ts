import type { ProgrammeRules } from '@welfare/contracts/events/programmes.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'

export const exclusionsSchema = `
  CREATE TABLE exclusion (programme TEXT, other TEXT, PRIMARY KEY (programme, other)) WITHOUT ROWID;
  CREATE INDEX exclusion_named ON exclusion (other);
`

/** The first of the programmes, given as JSON, that issued something to worker e which has not gone back; a merged record is the one it went on as. */
const FIRST_HOLDING = `(SELECT g.programme
  FROM (SELECT e.worker AS record UNION ALL SELECT double FROM merged_worker WHERE survivor = e.worker) r
    CROSS JOIN json_each(?) p JOIN granted g ON g.programme = p.value AND g.worker = r.record
  WHERE g.amount_fen > 0 ORDER BY g.since LIMIT 1)`

/** Which programmes exclude each other, whichever of the two names the other. */
export function createExclusionHandlers(prepare: Prepare): EventHandlers {
  const set = (programme: string, { exclusiveWith = [] }: ProgrammeRules) => {
    prepare('DELETE FROM exclusion WHERE programme = ?').run(programme)
    for (const other of exclusiveWith) prepare('INSERT INTO exclusion VALUES (?, ?)').run(programme, other)
  }
  return {
    ProgrammeDefined: ({ rules }, { stream }) => set(stream, rules),
    ProgrammeRulesChanged: ({ rules }, { stream }) => set(stream, rules),
  }
}

export function createExclusionLookUps(prepare: Prepare) {
  const listExclusive = (programme: string): string[] =>
    prepare('SELECT other FROM exclusion WHERE programme = ?1 UNION SELECT programme FROM exclusion WHERE other = ?1')
      .all(programme)
      .map(({ other }) => String(other))
  return {
    /**
     * The programme that bars the worker from being issued anything in this one: of those that exclude each other, whichever issued first,
     * by the sequence of its event, goes on. So two that issue at the same moment are told apart by all instances alike.
     */
    barredBy(programme: string, worker: string): string | undefined {
      const others = listExclusive(programme)
      if (others.length === 0) return undefined
      const row = prepare(`SELECT ${FIRST_HOLDING} AS first FROM (SELECT ? AS worker) e`).get(
        JSON.stringify([programme, ...others]),
        worker,
      )
      return typeof row?.first === 'string' && row.first !== programme ? row.first : undefined
    },
    /** The same of a whole round: who is barred, by worker. */
    listBarred(round: string, programme: string): ReadonlyMap<string, string> {
      const others = listExclusive(programme)
      if (others.length === 0) return new Map()
      const rows = prepare(
        `SELECT worker, first FROM (SELECT e.worker, ${FIRST_HOLDING} AS first FROM round_entry e WHERE e.round = ?) WHERE first <> ?`,
      ).all(JSON.stringify([programme, ...others]), round, programme)
      return new Map(rows.map(({ worker, first }) => [String(worker), String(first)]))
    },
    /** Of a round, how many hold credits here and in a programme that excludes this one: what the rule did not take away. */
    countHoldingBoth(round: string, programme: string): { readonly programme: string; readonly workers: number }[] {
      const holds = `EXISTS (SELECT 1 FROM granted g WHERE g.programme = ? AND g.amount_fen > 0
        AND (g.worker = e.worker OR g.worker IN (SELECT double FROM merged_worker WHERE survivor = e.worker)))`
      const count = prepare(`SELECT count(*) AS workers FROM round_entry e WHERE e.round = ? AND ${holds} AND ${holds}`)
      return listExclusive(programme)
        .map((other) => ({ programme: other, workers: Number(count.get(round, programme, other)?.workers) }))
        .filter(({ workers }) => workers > 0)
    },
  }
}
