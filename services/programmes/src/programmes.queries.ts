import type { Scope } from '@welfare/contracts/authority.ts'
import type { EventOf } from '@welfare/contracts/catalogue.ts'
import type { Restriction } from '@welfare/contracts/events/funds.ts'
import type { ProgrammeRules } from '@welfare/contracts/events/programmes.ts'
import type { BudgetBalances } from '@welfare/facts/budget-balance.facts.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'
import { allOf, divisionCondition, idCondition, type SqlCondition } from '@welfare/http/authority/scope-conditions.ts'
import type { FundInProgramme } from './broken-terms.ts'
import type { RoundMember } from './rounds/round.commands.ts'
import type { RosterEntry } from './rounds/round-parts.ts'
import type { SiteFacts } from './rounds/site-plan.ts'
import type { ProgrammeAnswer, RoundAnswer } from './wire.ts'

/** `until_sequence` of a membership that has not ended. */
export const NOT_ENDED = Number.MAX_SAFE_INTEGER

type Row = Record<string, unknown>

export function createLookUps(prepare: Prepare) {
  return {
    /** Programmes within the scope, by kind. */
    countKinds(scope: Scope): ReadonlyMap<string, number> {
      const { sql, values } = programmesWithin(scope)
      const rows = prepare(`SELECT kind, count(*) AS programmes FROM programme WHERE ${sql} GROUP BY kind`).all(
        ...values,
      )
      return new Map(rows.map(({ kind, programmes }) => [String(kind), Number(programmes)]))
    },
    hasProgramme: (id: string) => prepare('SELECT 1 FROM programme WHERE id = ?').get(id) !== undefined,
    divisionOfProgramme(id: string): string | undefined {
      const division = prepare('SELECT division FROM programme WHERE id = ?').get(id)?.division
      return typeof division === 'string' ? division : undefined
    },
    isProgrammeWithin(scope: Scope, id: string): boolean {
      const { sql, values } = programmesWithin(scope)
      return prepare(`SELECT 1 FROM programme WHERE id = ? AND ${sql}`).get(id, ...values) !== undefined
    },
    planOf(programme: string): 'people' | 'sites' | undefined {
      const row = prepare("SELECT defined ->> 'plan' AS plan FROM programme WHERE id = ?").get(programme)
      return row && (row.plan === 'sites' ? 'sites' : 'people')
    },
    findSite(id: string): SiteFacts | undefined {
      const row = prepare('SELECT facts FROM site WHERE id = ?').get(id)
      return row && (JSON.parse(String(row.facts)) as SiteFacts)
    },
    isOnRoster: (programme: string, worker: string) =>
      prepare('SELECT 1 FROM roster WHERE programme = ? AND worker = ? AND until_sequence = ?').get(
        programme,
        worker,
        NOT_ENDED,
      ) !== undefined,
    /** Who is on the roster now, by worker id, after one of them. */
    listRoster(programme: string, afterWorker: string, limit: number): RosterEntry[] {
      return prepare(
        'SELECT * FROM roster WHERE programme = ? AND until_sequence = ? AND worker > ? ORDER BY worker LIMIT ?',
      )
        .all(programme, NOT_ENDED, afterWorker, limit)
        .map(toRosterEntry)
    },
    countRoster(programme: string, throughSequence: number): number {
      const row = prepare(
        'SELECT count(*) AS people FROM roster WHERE programme = ? AND since_sequence <= ? AND until_sequence > ?',
      ).get(programme, throughSequence, throughSequence)
      return Number(row?.people)
    },
    /** The roster as it was through a sequence, in an order that does not change: by employer, division, trade, worker. */
    readRoster(programme: string, throughSequence: number, offset: number, limit: number): RosterEntry[] {
      return prepare(
        `SELECT * FROM roster WHERE programme = ? AND since_sequence <= ? AND until_sequence > ?
          ORDER BY employer, division, trade, worker LIMIT ? OFFSET ?`,
      )
        .all(programme, throughSequence, throughSequence, limit, offset)
        .map(toRosterEntry)
    },
    /** Those within the scope in the order of definition; of a merchant's scope, those it takes part in. */
    listProgrammes(
      scope: Scope,
      afterSequence: number,
      limit: number,
    ): { sequence: number; programme: ProgrammeAnswer }[] {
      const { sql, values } = programmesWithin(scope)
      return prepare(`SELECT * FROM programme WHERE sequence > ? AND ${sql} ORDER BY sequence LIMIT ?`)
        .all(afterSequence, ...values, limit)
        .map((row) => ({ sequence: Number(row.sequence), programme: toProgramme(row) }))
    },
    listRounds(programme: string, afterSequence: number, limit: number): { sequence: number; round: RoundAnswer }[] {
      return prepare(
        `SELECT round.*, frozen, now FROM round JOIN round_entries ON round = id
          WHERE programme = ? AND sequence > ? ORDER BY sequence LIMIT ?`,
      )
        .all(programme, afterSequence, limit)
        .map((row) => ({ sequence: Number(row.sequence), round: toRound(row) }))
    },
    hasRound: (id: string) => prepare('SELECT 1 FROM round WHERE id = ?').get(id) !== undefined,
    /** Who is on the round's list now, by their records. */
    listMembers: (round: string): string[] =>
      prepare('SELECT record FROM round_member WHERE round = ? AND is_in = 1 ORDER BY record')
        .all(round)
        .map(({ record }) => String(record)),
    /** How often somebody joined or left the round. */
    stepsOf: (round: string): number =>
      Number(prepare('SELECT steps FROM round_entries WHERE round = ?').get(round)?.steps ?? 0),
    /** Was frozen into the round, in the record's own name or in that of a double. */
    memberOf: (round: string, worker: string): RoundMember =>
      toMember(worker, prepare('SELECT * FROM round_member WHERE round = ? AND worker = ?').all(round, worker)),
    findOnRoster(programme: string, worker: string): RosterEntry | undefined {
      const row = prepare('SELECT * FROM roster WHERE programme = ? AND worker = ? AND until_sequence = ?').get(
        programme,
        worker,
        NOT_ENDED,
      )
      return row && toRosterEntry(row)
    },
    /** Rounds opened before that sequence that list one of these people, or once did, with who it is. */
    listRoundsOf(
      programme: string,
      workers: readonly string[],
      before: number,
    ): { readonly round: string; readonly workers: readonly RoundMember[] }[] {
      const rows = prepare(
        `SELECT round_member.round, record, worker, was_frozen FROM round_member JOIN round ON round.id = round_member.round
          WHERE round.programme = ? AND sealed = 1 AND round.sequence < ? AND worker IN (SELECT value FROM json_each(?)) ORDER BY round_member.round, worker`,
      ).all(programme, before, JSON.stringify(workers))
      const found = Map.groupBy(rows, (row) => String(row.round))
      return [...found].map(([round, members]) => ({
        round,
        workers: [...Map.groupBy(members, (row) => String(row.worker))].map(([worker, records]) =>
          toMember(worker, records),
        ),
      }))
    },
    listUnsealedRounds: (): string[] =>
      prepare('SELECT id FROM round WHERE sealed = 0 ORDER BY sequence')
        .all()
        .map(({ id }) => String(id)),
  }
}

function toMember(worker: string, rows: readonly Row[]): RoundMember {
  const records = rows.map((row) => ({ worker: String(row.record), wasFrozen: row.was_frozen === 1 }))
  const own = records.find((record) => record.worker === worker)
  return { worker, wasFrozen: own?.wasFrozen === true, doubles: records.filter((record) => record !== own) }
}

function programmesWithin(scope: Scope): SqlCondition {
  if (scope.merchants === undefined)
    return allOf(divisionCondition(scope, 'division'), idCondition(scope.programmes, 'id'))
  const { sql, values } = idCondition(scope.merchants, 'merchant')
  return { sql: `id IN (SELECT programme FROM admission WHERE until_day IS NULL AND ${sql})`, values }
}

function toRosterEntry(row: Row): RosterEntry {
  return {
    worker: String(row.worker),
    employer: String(row.employer),
    division: String(row.division),
    trade: String(row.trade),
  }
}

function toProgramme(row: Row): ProgrammeAnswer {
  return {
    id: String(row.id),
    ...(JSON.parse(String(row.defined)) as Omit<EventOf<'ProgrammeDefined'>['data'], 'rules' | 'rulesVersion'>),
    rules: JSON.parse(String(row.rules)) as ProgrammeRules,
    rulesVersion: Number(row.rules_version),
    status: row.closed_on === null ? 'open' : 'closed',
    ...(typeof row.last_day === 'string' && { lastDay: row.last_day }),
  }
}

function toRound(row: Row): RoundAnswer {
  const opened = JSON.parse(String(row.opened)) as EventOf<'RoundOpened'>['data']
  return {
    id: String(row.id),
    ...opened,
    frozen: Number(row.frozen),
    sealed: row.sealed === 1,
    entriesNow: Number(row.now),
  }
}

/** Funds whose money lies in the programme, neither committed nor issued, with what their donors allow: a change of its days must suit those. */
export function createFundsInProgramme(termsOf: (fund: string) => Restriction | undefined, balances: BudgetBalances) {
  return (programme: string): FundInProgramme[] =>
    balances
      .ofProgramme(programme)
      .filter(({ account, amountFen }) => account === 'allocated' && amountFen > 0)
      .map(({ fund, amountFen }) => {
        const terms = termsOf(fund)
        if (!terms) throw new Error(`money was allocated from ${fund}, which was never opened`)
        return { fund, terms, allocatedFen: amountFen }
      })
}
