import type { Reach } from '@welfare/contracts/authority.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { EventHandlers } from '@welfare/service-kit/event-handlers.ts'
import { divisionCondition, idCondition } from '@welfare/service-kit/reach.ts'
import type { RoomCopy } from '@welfare/service-kit/room-copy.store.ts'
import type { AllocationProposalAnswer } from './wire.ts'

export const allocationProposalSchema = `
  CREATE TABLE allocation_proposal (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, fund TEXT NOT NULL, programme TEXT NOT NULL,
    division TEXT NOT NULL, amount_fen INTEGER NOT NULL, limit_fen INTEGER NOT NULL, note TEXT, proposed_by TEXT NOT NULL,
    proposed_at TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'proposed', decided_by TEXT, decided_at TEXT, decision_note TEXT);
  CREATE INDEX allocation_proposal_status ON allocation_proposal (status, sequence);
  CREATE INDEX allocation_proposal_fund ON allocation_proposal (fund, status);
`

type Prepare = RoomCopy['prepare']

/** Part of the room's copy: allocations that wait, or waited, for an approver. */
export function createProposalHandlers(prepare: Prepare): EventHandlers {
  const decide = (proposal: string, status: string, note: string | undefined, source: SequencedEvent) => {
    prepare(
      'UPDATE allocation_proposal SET status = ?, decided_by = ?, decided_at = ?, decision_note = ? WHERE id = ?',
    ).run(status, actorOf(source), source.recordedAt, note ?? null, proposal)
  }
  return {
    AllocationProposed: ({ programme, shares, limitFen, note }, source) => {
      const division = prepare('SELECT division FROM programme WHERE id = ?').get(programme)?.division
      prepare(
        `INSERT INTO allocation_proposal (sequence, id, fund, programme, division, amount_fen, limit_fen, note, proposed_by, proposed_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        source.sequence,
        `${source.stream}.${source.version}`,
        source.stream,
        programme,
        String(division),
        totalOf(shares),
        limitFen,
        note ?? null,
        actorOf(source),
        source.recordedAt,
      )
    },
    AllocationApproved: ({ proposal, note }, source) => decide(proposal, 'approved', note, source),
    AllocationProposalRefused: ({ proposal, reason }, source) => decide(proposal, 'refused', reason, source),
    AllocationProposalWithdrawn: ({ proposal, reason }, source) => decide(proposal, 'withdrawn', reason, source),
  }
}

export interface ProposalFilter {
  readonly status?: string | undefined
  readonly programme?: string | undefined
  readonly reach: Reach
}

export function createProposalLookUps(prepare: Prepare) {
  return {
    findProposal(id: string): AllocationProposalAnswer | undefined {
      const row = prepare('SELECT * FROM allocation_proposal WHERE id = ?').get(id)
      return row && toProposal(row)
    },
    /** Of one programme, still waiting. */
    listOpenProposals: (programme: string): { readonly id: string; readonly fund: string }[] =>
      prepare("SELECT id, fund FROM allocation_proposal WHERE programme = ? AND status = 'proposed' ORDER BY sequence")
        .all(programme)
        .map(({ id, fund }) => ({ id: String(id), fund: String(fund) })),
    /** In the order of proposal, after the sequence at which one was made. */
    listProposals(
      { status, programme, reach }: ProposalFilter,
      afterSequence: number,
      limit: number,
    ): { readonly sequence: number; readonly proposal: AllocationProposalAnswer }[] {
      const conditions = [
        idCondition(status === undefined ? undefined : [status], 'status'),
        idCondition(programme === undefined ? undefined : [programme], 'programme'),
        // Like whoever proposes: fund and programme both.
        divisionCondition(reach, 'division'),
        divisionCondition(reach, "(SELECT opened ->> 'division' FROM fund f WHERE f.id = allocation_proposal.fund)"),
        idCondition(reach.programmes, 'programme'),
      ]
      const where = conditions.map(({ sql }) => sql).join(' AND ')
      return prepare(`SELECT * FROM allocation_proposal WHERE ${where} AND sequence > ? ORDER BY sequence LIMIT ?`)
        .all(...conditions.flatMap(({ values }) => values), afterSequence, limit)
        .map((row) => ({ sequence: Number(row.sequence), proposal: toProposal(row) }))
    },
  }
}

function toProposal(row: Record<string, unknown>): AllocationProposalAnswer {
  return {
    id: String(row.id),
    fund: String(row.fund),
    programme: String(row.programme),
    division: String(row.division),
    amountFen: Number(row.amount_fen),
    limitFen: Number(row.limit_fen),
    ...(typeof row.note === 'string' && { note: row.note }),
    proposedBy: String(row.proposed_by),
    proposedAt: String(row.proposed_at),
    status: row.status as AllocationProposalAnswer['status'],
    ...(typeof row.decided_by === 'string' && { decidedBy: row.decided_by, decidedAt: String(row.decided_at) }),
    ...(typeof row.decision_note === 'string' && { decisionNote: row.decision_note }),
  }
}

function actorOf({ metadata }: SequencedEvent): string {
  return String(metadata.actor)
}
