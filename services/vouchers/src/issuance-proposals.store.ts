import type { Reach } from '@welfare/contracts/authority.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { EventHandlers } from '@welfare/service-kit/event-handlers.ts'
import { divisionCondition, idCondition } from '@welfare/service-kit/reach.ts'
import type { RoomCopy } from '@welfare/service-kit/room-copy.store.ts'
import type { IssuanceProposalAnswer } from './wire.ts'

export const issuanceProposalSchema = `
  CREATE TABLE issuance_proposal (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL, batch TEXT NOT NULL, attempt INTEGER NOT NULL,
    programme TEXT NOT NULL, division TEXT NOT NULL, round TEXT NOT NULL, windows TEXT NOT NULL, workers INTEGER NOT NULL,
    total_fen INTEGER NOT NULL, limit_fen INTEGER NOT NULL, proposed_by TEXT NOT NULL, proposed_at TEXT NOT NULL,
    reserved INTEGER NOT NULL DEFAULT 0, status TEXT NOT NULL DEFAULT 'proposed', decided_by TEXT, decided_at TEXT, decision_note TEXT);
  CREATE UNIQUE INDEX issuance_proposal_attempt ON issuance_proposal (batch, attempt);
  CREATE INDEX issuance_proposal_status ON issuance_proposal (status, sequence);
`

type Prepare = RoomCopy['prepare']
type Batch = { readonly attempt: number }

/** Part of the room's copy: issuances that wait, or waited, for an approver. */
export function createProposalHandlers(prepare: Prepare): EventHandlers {
  const decide = (status: string, { attempt }: Batch, note: string | undefined, source: SequencedEvent) => {
    prepare(
      `UPDATE issuance_proposal SET status = ?, decided_by = ?, decided_at = ?, decision_note = ?
        WHERE batch = ? AND attempt = ? AND status = 'proposed'`,
    ).run(status, actorOf(source), source.recordedAt, note ?? null, source.stream, attempt)
  }
  return {
    IssuanceProposed: ({ programme, attempt, round, terms, workers, totalFen, limitFen }, source) => {
      const division = prepare('SELECT division FROM programme WHERE id = ?').get(programme)?.division
      prepare(
        `INSERT INTO issuance_proposal
          (sequence, id, batch, attempt, programme, division, round, windows, workers, total_fen, limit_fen, proposed_by, proposed_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        source.sequence,
        `${source.stream}.${source.version}`,
        source.stream,
        attempt,
        programme,
        String(division),
        round,
        JSON.stringify(terms.map(({ window }) => window)),
        workers,
        totalFen,
        limitFen,
        actorOf(source),
        source.recordedAt,
      )
    },
    ReservationReceived: ({ attempt }, { stream }) => {
      prepare('UPDATE issuance_proposal SET reserved = 1 WHERE batch = ? AND attempt = ?').run(stream, attempt)
    },
    IssuanceApproved: (data, source) => decide('approved', data, data.note, source),
    IssuanceProposalRefused: (data, source) => decide('refused', data, data.reason, source),
    IssuanceProposalWithdrawn: (data, source) => decide('withdrawn', data, data.reason, source),
    // The budget's word: no money, or the programme was closed.
    IssuanceRefused: (data, source) => decide('refused', data, data.code, source),
  }
}

export interface ProposalFilter {
  readonly status: string
  readonly programme: string | undefined
  readonly reach: Reach
}

export function createProposalLookUps(prepare: Prepare) {
  return {
    /** In the order of proposal, after the sequence at which one was made. */
    listProposals(
      { status, programme, reach }: ProposalFilter,
      afterSequence: number,
      limit: number,
    ): { readonly sequence: number; readonly proposal: IssuanceProposalAnswer }[] {
      const conditions = [
        idCondition([status], 'status'),
        idCondition(programme === undefined ? undefined : [programme], 'programme'),
        divisionCondition(reach, 'division'),
        idCondition(reach.programmes, 'programme'),
      ]
      const where = conditions.map(({ sql }) => sql).join(' AND ')
      return prepare(`SELECT * FROM issuance_proposal WHERE ${where} AND sequence > ? ORDER BY sequence LIMIT ?`)
        .all(...conditions.flatMap(({ values }) => values), afterSequence, limit)
        .map((row) => ({ sequence: Number(row.sequence), proposal: toProposal(row) }))
    },
  }
}

function toProposal(row: Record<string, unknown>): IssuanceProposalAnswer {
  return {
    id: String(row.id),
    batch: String(row.batch),
    attempt: Number(row.attempt),
    programme: String(row.programme),
    division: String(row.division),
    round: String(row.round),
    windows: JSON.parse(String(row.windows)),
    workers: Number(row.workers),
    totalFen: Number(row.total_fen),
    limitFen: Number(row.limit_fen),
    proposedBy: String(row.proposed_by),
    proposedAt: String(row.proposed_at),
    reserved: row.reserved === 1,
    status: row.status as IssuanceProposalAnswer['status'],
    ...(typeof row.decided_by === 'string' && { decidedBy: row.decided_by, decidedAt: String(row.decided_at) }),
    ...(typeof row.decision_note === 'string' && { decisionNote: row.decision_note }),
  }
}

function actorOf({ metadata }: SequencedEvent): string {
  return String(metadata.actor)
}
