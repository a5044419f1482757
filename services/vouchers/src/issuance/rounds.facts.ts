import type { ProgrammeRules } from '@welfare/contracts/events/programmes.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { FactsDeclaration, Prepare } from '@welfare/facts/facts-declaration.ts'
import { programmeFacts } from '@welfare/facts/programme.facts.ts'
import { tillFacts } from '../till/till.facts.ts'
import { ANNOUNCEMENTS, createAnnouncementHandlers, createAnnouncementLookUps } from './announcements.facts.ts'

/** Who is to be issued to: whom rounds list, and who keeps to a programme that excludes another. */
export const roundFacts: FactsDeclaration = {
  name: 'rounds',
  version: 2,
  schema: `
    CREATE TABLE round_size (round TEXT PRIMARY KEY, size INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE round_entry (round TEXT, ordinal INTEGER, worker TEXT NOT NULL, PRIMARY KEY (round, ordinal)) WITHOUT ROWID;
    CREATE UNIQUE INDEX round_entry_worker ON round_entry (round, worker);
    CREATE INDEX round_entry_of_worker ON round_entry (worker);
    CREATE TABLE merged_worker (double TEXT PRIMARY KEY, survivor TEXT NOT NULL) WITHOUT ROWID;
    CREATE INDEX merged_survivor ON merged_worker (survivor);
    CREATE TABLE batch_serials (batch TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE round_gone (round TEXT, worker TEXT, ordinal INTEGER NOT NULL, PRIMARY KEY (round, worker)) WITHOUT ROWID;
    CREATE TABLE exclusion (programme TEXT, other TEXT, PRIMARY KEY (programme, other)) WITHOUT ROWID;
    CREATE INDEX exclusion_named ON exclusion (other);
    ${ANNOUNCEMENTS}
  `,
  needs: [programmeFacts, tillFacts],
  handlers: (prepare) => [
    createRoundMemberHandlers(prepare),
    createExclusionHandlers(prepare),
    createAnnouncementHandlers(prepare),
  ],
}

export interface RoundFacts {
  readonly programme: string
  readonly windows: readonly string[]
  readonly size: number
  readonly sealed: boolean
}
export interface RosterEntry {
  readonly ordinal: number
  readonly worker: string
}

export function createRoundLookUps(prepare: Prepare) {
  return {
    ...createRoundMemberLookUps(prepare),
    ...createExclusionLookUps(prepare),
    ...createAnnouncementLookUps(prepare),
  }
}

/** Whom a round lists: as it was frozen, who joined, who left, and who goes on for a record that was merged. */
function createRoundMemberHandlers(prepare: Prepare): EventHandlers {
  const survivorOf = createSurvivorLookUp(prepare)
  return {
    RosterFrozen: ({ groups }, { stream }) => {
      let ordinal = sizeOf(prepare, stream)
      // A worker listed twice counts once: what is issued twice by one batch would be received once.
      const insert = prepare('INSERT OR IGNORE INTO round_entry VALUES (?, ?, ?)')
      for (const worker of groups.flatMap(({ workers }) => workers))
        ordinal += Number(insert.run(stream, ordinal, worker).changes)
      setSize(prepare, stream, ordinal)
    },
    WorkersJoinedRound: ({ groups }, { stream }) => {
      let ordinal = sizeOf(prepare, stream)
      const insert = prepare('INSERT OR IGNORE INTO round_entry VALUES (?, ?, ?)')
      const gone = prepare('SELECT ordinal FROM round_gone WHERE round = ? AND worker = ?')
      for (const worker of groups.flatMap(({ workers }) => workers)) {
        // Who comes back comes back to the old place: a batch under way has passed it, or has not.
        const old = gone.get(stream, worker)
        if (old) insert.run(stream, Number(old.ordinal), worker)
        else ordinal += Number(insert.run(stream, ordinal, worker).changes)
      }
      setSize(prepare, stream, ordinal)
    },
    WorkersLeftRound: ({ workers }, { stream }) => {
      const keep = prepare(
        'INSERT OR REPLACE INTO round_gone SELECT round, worker, ordinal FROM round_entry WHERE round = ? AND worker = ?',
      )
      const take = prepare('DELETE FROM round_entry WHERE round = ? AND worker = ?')
      for (const worker of workers.map(survivorOf)) {
        keep.run(stream, worker)
        take.run(stream, worker)
      }
    },
    // Where the record that goes on is listed already, nobody is issued to twice.
    WorkerMergedInto: ({ survivor }, { stream }) => {
      prepare('UPDATE merged_worker SET survivor = ? WHERE survivor = ?').run(survivor, stream)
      prepare('INSERT OR REPLACE INTO merged_worker VALUES (?, ?)').run(stream, survivor)
      prepare('INSERT OR REPLACE INTO round_gone SELECT round, worker, ordinal FROM round_entry WHERE worker = ?').run(
        stream,
      )
      prepare('UPDATE OR IGNORE round_entry SET worker = ? WHERE worker = ?').run(survivor, stream)
      prepare('DELETE FROM round_entry WHERE worker = ?').run(stream)
    },
    SerialsAssigned: ({ count }, { stream }) => {
      prepare('INSERT OR REPLACE INTO batch_serials VALUES (?, ?)').run(stream, count)
    },
  }
}

/** How many places the round's list has, those of who left included. */
function sizeOf(prepare: Prepare, round: string): number {
  return Number(prepare('SELECT size FROM round_size WHERE round = ?').get(round)?.size ?? 0)
}

function setSize(prepare: Prepare, round: string, size: number): void {
  prepare('INSERT OR REPLACE INTO round_size VALUES (?, ?)').run(round, size)
}

/** A round names its entries as they were frozen or joined, also after a record was merged. */
function createSurvivorLookUp(prepare: Prepare) {
  return (worker: string): string =>
    String(prepare('SELECT survivor FROM merged_worker WHERE double = ?').get(worker)?.survivor ?? worker)
}

function createRoundMemberLookUps(prepare: Prepare) {
  return {
    findRound(id: string): RoundFacts | undefined {
      const row = prepare(
        "SELECT programme, opened ->> 'windows' AS windows, coalesce(size, 0) AS size, sealed FROM round LEFT JOIN round_size ON round = id WHERE id = ?",
      ).get(id)
      return (
        row && {
          programme: String(row.programme),
          windows: JSON.parse(String(row.windows)),
          size: Number(row.size),
          sealed: row.sealed === 1,
        }
      )
    },
    /** Roster entries from `ordinal` on, in the order in which they were frozen. */
    listRoster(round: string, fromOrdinal: number, limit: number): RosterEntry[] {
      return prepare(
        'SELECT ordinal, worker FROM round_entry WHERE round = ? AND ordinal >= ? ORDER BY ordinal LIMIT ?',
      )
        .all(round, fromOrdinal, limit)
        .map((row) => ({ ordinal: Number(row.ordinal), worker: String(row.worker) }))
    },
    ordinalOf: (round: string, worker: string): number =>
      Number(
        prepare('SELECT ordinal FROM round_entry WHERE round = ? AND worker = ?').get(round, worker)?.ordinal ?? -1,
      ),
    survivorOf: createSurvivorLookUp(prepare),
    isMergedAway: (worker: string) => prepare('SELECT 1 FROM merged_worker WHERE double = ?').get(worker) !== undefined,
    listWalletsOfWorker: (worker: string) =>
      prepare('SELECT id FROM wallet WHERE worker = ? ORDER BY id')
        .all(worker)
        .map(({ id }) => String(id)),
    /** Where somebody stood who is no longer listed. */
    goneOrdinal: (round: string, worker: string): number =>
      Number(
        prepare('SELECT ordinal FROM round_gone WHERE round = ? AND worker = ?').get(round, worker)?.ordinal ?? -1,
      ),
    /** Ordered before that sequence. */
    batchesOfRound: (round: string, before: number) =>
      prepare('SELECT id FROM batch WHERE round = ? AND ordered_sequence < ? ORDER BY id')
        .all(round, before)
        .map(({ id }) => String(id)),
    /** How many serials the batch took: who joined its round after that is left to the next one. */
    serialsOf: (batch: string) =>
      Number(prepare('SELECT count FROM batch_serials WHERE batch = ?').get(batch)?.count ?? 0),
    /** Who is listed now. */
    countMembers: (round: string) =>
      Number(prepare('SELECT count(*) AS people FROM round_entry WHERE round = ?').get(round)?.people),
  }
}

/** The first of the programmes, given as JSON, that issued something to worker e which has not gone back; a merged record is the one it went on as. */
const FIRST_HOLDING = `(SELECT g.programme
  FROM (SELECT e.worker AS record UNION ALL SELECT double FROM merged_worker WHERE survivor = e.worker) r
    CROSS JOIN json_each(?) p JOIN granted g ON g.programme = p.value AND g.worker = r.record
  WHERE g.amount_fen > 0 ORDER BY g.since LIMIT 1)`

/** Which programmes exclude each other, whichever of the two names the other. */
function createExclusionHandlers(prepare: Prepare): EventHandlers {
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
