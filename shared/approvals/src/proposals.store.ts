import { isCounted } from '@welfare/contracts/acts.ts'
import type { Scope } from '@welfare/contracts/authority.ts'
import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { ProjectionFile } from '@welfare/facts/projection-file.store.ts'
import { allOf, divisionCondition, idCondition, type SqlCondition } from '@welfare/http/authority/scope-conditions.ts'
import type { Area } from './act.ts'
import {
  type CountedLookUps,
  countedSchema,
  createCountedHandlers,
  createCountedLookUps,
} from './counted-acts.store.ts'
import { createLimits, type Limits, limitsSchema, setLimits } from './limits.store.ts'
import type { Proposal, ProposalStatus } from './proposal-answer.ts'

/** The limits, and what waits or waited in each service whose acts may. `fund_division` is the fund's own. */
export const actsSchema = `
  ${limitsSchema}
  ${countedSchema}
  CREATE TABLE proposal (sequence INTEGER PRIMARY KEY, changed_sequence INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, area TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'proposed',
    division TEXT NOT NULL, fund_division TEXT NOT NULL, programme TEXT, fund TEXT, amount INTEGER, said TEXT NOT NULL,
    proposed_by TEXT NOT NULL, proposed_at TEXT NOT NULL, decided_by TEXT, decided_at TEXT, decision_note TEXT,
    outcome TEXT NOT NULL DEFAULT '{}');
  CREATE INDEX proposal_status ON proposal (status, sequence);
  CREATE INDEX proposal_changed ON proposal (status, changed_sequence);
  CREATE INDEX proposal_fund ON proposal (fund, status);
`

type Prepare = ProjectionFile['prepare']

/** What is said of a proposal when it is made, by whichever event. */
export interface ProposedFacts {
  readonly id: string
  readonly kind: DataOf<'ActProposed'>['kind']
  readonly division: string
  readonly programme?: string | undefined
  readonly fund?: string | undefined
  readonly amount?: number | undefined
  readonly because: DataOf<'ActProposed'>['because']
  readonly about: JsonObject
  readonly operationId?: string
  readonly request?: DataOf<'ActProposed'>['request']
}

/** Of proposals whose events say no more than one limit. */
export function becauseAbove(kind: ProposedFacts['kind'], limit: number, value: number): ProposedFacts['because'] {
  return [{ rule: value > limit ? 'one-act' : 'since-approval', kind, limit, value }]
}

export interface ProposalWrites {
  add(facts: ProposedFacts, source: SequencedEvent): void
  /** @param id of the proposal, or of the stream whose open proposal is meant */
  decide(id: string, status: ProposalStatus, note: string | undefined, source: SequencedEvent): void
}

/** For the handlers of events that propose and decide. @param divisionOf of a fund, where that counts beside the act's own */
export function createProposalWrites(
  prepare: Prepare,
  area: Area,
  divisionOf: (fund: string) => string | undefined = () => undefined,
): ProposalWrites {
  return {
    add({ id, kind, division, programme, fund, amount, ...said }, source) {
      prepare(
        `INSERT INTO proposal (sequence, changed_sequence, id, area, kind, division, fund_division, programme, fund, amount, said, proposed_by, proposed_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        source.sequence,
        source.sequence,
        id,
        area,
        kind,
        division,
        (fund === undefined ? undefined : divisionOf(fund)) ?? division,
        programme ?? null,
        fund ?? null,
        amount ?? null,
        JSON.stringify(said),
        String(source.metadata.actor),
        source.recordedAt,
      )
    },
    decide(id, status, note, source) {
      prepare(
        `UPDATE proposal SET status = ?, decided_by = ?, decided_at = ?, decision_note = ?, changed_sequence = ?
          WHERE (id = ? OR id GLOB ?) AND status = 'proposed'`,
      ).run(status, String(source.metadata.actor), source.recordedAt, note ?? null, source.sequence, id, `${id}.*`)
    },
  }
}

/** @param divisionOfFund for proposals of funds, which are looked at from the fund's division, too */
export function createActsHandlers(
  prepare: Prepare,
  divisionOfFund: (fund: string) => string | undefined,
): EventHandlers {
  const writesOf = (area: Area) => createProposalWrites(prepare, area, area === 'funds' ? divisionOfFund : undefined)
  const { decide } = writesOf('funds')
  const end = ({ stream, sequence }: SequencedEvent, status: ProposalStatus, outcome: object) =>
    void prepare('UPDATE proposal SET status = ?, outcome = ?, changed_sequence = ? WHERE id = ?').run(
      ...[status, JSON.stringify(outcome), sequence, stream],
    )
  return {
    ...createCountedHandlers(prepare),
    ApprovalLimitSet: (data, source) => setLimits(prepare, data, source),
    ActProposed: ({ area, maker: _, ...act }, source) => writesOf(area).add({ id: source.stream, ...act }, source),
    ActApproved: ({ note }, source) => decide(source.stream, 'approved', note, source),
    ActRefused: ({ reason }, source) => decide(source.stream, 'refused', reason, source),
    ActWithdrawn: ({ reason }, source) => decide(source.stream, 'withdrawn', reason, source),
    ActPerformed: (outcome, source) => end(source, 'performed', outcome),
    ActFailed: (failure, source) => end(source, 'failed', { failure }),
  }
}

export const proposalOrders = ['oldest', 'newest'] as const

export interface ProposalFilter {
  readonly status?: string | undefined
  readonly programme?: string | undefined
  readonly kind?: string | undefined
  readonly scope: Scope
}

/** What limits say, what waits, and what was counted. */
export interface ActsLookUps extends Limits, CountedLookUps {
  findProposal(id: string, scope: Scope): Proposal | undefined
  /** Whether the request of that command waits, or waited. */
  isProposed(commandId: unknown): boolean
  /** Of one programme and kind, still waiting. */
  listOpenProposals(programme: string, kind: string): readonly { readonly id: string }[]
  /** Whether what waits, or is about to be performed, names it in its request. */
  isAwaited(id: string): boolean
  /** Approved, and not performed yet. */
  listApproved(): readonly { readonly id: string; readonly decidedBy: string }[]
  /**
   * `oldest`: in the order in which they were proposed. `newest`: what was proposed or decided last, first.
   * @param from place of the last one before; 0 for the first page
   */
  listProposals(
    filter: ProposalFilter,
    order: (typeof proposalOrders)[number],
    from: number,
    limit: number,
  ): readonly { readonly place: number; readonly proposal: Proposal }[]
}

export function proposalIdOf(commandId: unknown): string {
  return `proposal-${commandId}`
}

/** Of one service's acts. */
export function createActsLookUps(prepare: Prepare, area: Area): ActsLookUps {
  // Asked by each act that is not for limits.
  const proposed = prepare('SELECT 1 FROM proposal WHERE id = ?')
  return {
    ...createLimits(prepare),
    ...createCountedLookUps(prepare, area),
    findProposal(id, scope) {
      const { sql, values } = isWithin(scope)
      const row = prepare(`SELECT * FROM proposal WHERE area = ? AND id = ? AND ${sql}`).get(area, id, ...values)
      return row && toProposal(row)
    },
    isProposed: (commandId) => proposed.get(proposalIdOf(commandId)) !== undefined,
    listOpenProposals: (programme, kind) =>
      prepare(
        "SELECT id FROM proposal WHERE area = ? AND programme = ? AND kind = ? AND status = 'proposed' ORDER BY sequence",
      )
        .all(area, programme, kind)
        .map(({ id }) => ({ id: String(id) })),
    isAwaited: (id) =>
      prepare(
        "SELECT 1 FROM proposal WHERE area = ? AND status IN ('proposed', 'approved') AND instr(said, ?) > 0 LIMIT 1",
      ).get(area, JSON.stringify(id)) !== undefined,
    listApproved: () =>
      prepare("SELECT id, decided_by FROM proposal WHERE area = ? AND status = 'approved' ORDER BY sequence")
        .all(area)
        .map((row) => ({ id: String(row.id), decidedBy: String(row.decided_by) })),
    listProposals({ status, programme, kind, scope }, order, from, limit) {
      const { sql, values } = allOf(
        { sql: 'area = ?', values: [area] },
        idCondition(status === undefined ? undefined : [status], 'status'),
        idCondition(programme === undefined ? undefined : [programme], 'programme'),
        idCondition(kind === undefined ? undefined : [kind], 'kind'),
        isWithin(scope),
      )
      const rows =
        order === 'oldest'
          ? prepare(`SELECT *, sequence AS place FROM proposal WHERE ${sql} AND sequence > ? ORDER BY sequence LIMIT ?`)
          : prepare(
              `SELECT *, changed_sequence AS place FROM proposal WHERE ${sql} AND changed_sequence < ?
                ORDER BY changed_sequence DESC LIMIT ?`,
            )
      const before = order === 'newest' && from === 0 ? Number.MAX_SAFE_INTEGER : from
      return rows.all(...values, before, limit).map((row) => ({ place: Number(row.place), proposal: toProposal(row) }))
    },
  }
}

/** Like its proposer: of the act's division and its fund's both, and of what is a programme's alone where the scope names programmes. */
function isWithin(scope: Scope): SqlCondition {
  return allOf(
    divisionCondition(scope, 'division'),
    divisionCondition(scope, 'fund_division'),
    idCondition(scope.programmes, 'programme'),
  )
}

function toProposal(row: Record<string, unknown>): Proposal {
  const kind = row.kind as Proposal['kind']
  const amount = typeof row.amount === 'number' && { [isCounted(kind) ? 'count' : 'amountFen']: row.amount }
  return {
    id: String(row.id),
    kind,
    status: row.status as ProposalStatus,
    division: String(row.division),
    ...(typeof row.programme === 'string' && { programme: row.programme }),
    ...(typeof row.fund === 'string' && { fund: row.fund }),
    ...amount,
    ...(JSON.parse(String(row.said)) as Pick<Proposal, 'because' | 'about'>),
    proposedBy: String(row.proposed_by),
    proposedAt: String(row.proposed_at),
    ...(typeof row.decided_by === 'string' && { decidedBy: row.decided_by, decidedAt: String(row.decided_at) }),
    ...(typeof row.decision_note === 'string' && { decisionNote: row.decision_note }),
    ...(JSON.parse(String(row.outcome)) as Pick<Proposal, 'created' | 'failure'>),
  }
}
