import { approvalFacts } from '@welfare/approvals/approvals.facts.ts'
import { createActsLookUps } from '@welfare/approvals/proposals.store.ts'
import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { accountingDateOf } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { budgetBalanceFacts, createBudgetBalances } from '@welfare/facts/budget-balance.facts.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { Facts } from '@welfare/facts/facts.service.ts'
import type { FactsDeclaration, Prepare } from '@welfare/facts/facts-declaration.ts'
import { programmeFacts } from '@welfare/facts/programme.facts.ts'
import { createExclusionHandlers, createExclusionLookUps, exclusionsSchema } from './issuance/exclusions.store.ts'
import { createIssuanceProposalHandlers } from './issuance/issuance-proposals.projection.ts'
import {
  createRoundMemberHandlers,
  createRoundMemberLookUps,
  roundMembersSchema,
  setSize,
  sizeOf,
} from './issuance/round-members.store.ts'
import { createTillLookUps, tillFacts } from './till/till.facts.ts'
import { createCreditLookUps, createCreditWriters } from './wallets/credits.facts.ts'

const schema = `
  CREATE TABLE round_size (round TEXT PRIMARY KEY, size INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE round_entry (round TEXT, ordinal INTEGER, worker TEXT NOT NULL, PRIMARY KEY (round, ordinal)) WITHOUT ROWID;
  CREATE UNIQUE INDEX round_entry_worker ON round_entry (round, worker);
  CREATE TABLE batch (id TEXT PRIMARY KEY, programme TEXT NOT NULL, round TEXT NOT NULL, order_data TEXT NOT NULL, status TEXT NOT NULL,
    funds INTEGER NOT NULL DEFAULT 1, first_serial INTEGER, ordered_sequence INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX batch_programme ON batch (programme, ordered_sequence);
  CREATE TABLE granted (programme TEXT, worker TEXT, window TEXT, batch TEXT, amount_fen INTEGER NOT NULL, since INTEGER NOT NULL, PRIMARY KEY (programme, worker, window, batch)) WITHOUT ROWID;
  CREATE TABLE credit (id TEXT PRIMARY KEY, wallet TEXT NOT NULL, issued_for TEXT NOT NULL, window TEXT NOT NULL, until TEXT NOT NULL, late_days INTEGER NOT NULL,
    last_day TEXT NOT NULL, moved_on TEXT NOT NULL, remaining_fen INTEGER NOT NULL, ended INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
  CREATE INDEX credit_due ON credit (last_day) WHERE remaining_fen > 0;
  ${roundMembersSchema}
  ${exclusionsSchema}
`

/** Other services' facts as the till and issuance need them, and this service's own things by key. */
export const vouchersFacts: FactsDeclaration = {
  name: 'vouchers',
  version: 1,
  schema,
  needs: [programmeFacts, tillFacts, budgetBalanceFacts, approvalFacts],
  handlers: (prepare) => [
    createHandlers(prepare),
    createIssuanceProposalHandlers(prepare),
    createRoundMemberHandlers(prepare),
    createExclusionHandlers(prepare),
  ],
}

function createHandlers(prepare: Prepare): EventHandlers {
  const credits = createCreditWriters(prepare)
  const setBatchStatus = (batch: string, status: string) => {
    prepare('UPDATE batch SET status = ? WHERE id = ?').run(status, batch)
  }
  const setOrder = (order: DataOf<'IssuanceOrdered'>, status: string, { stream, sequence }: SequencedEvent) => {
    prepare(`INSERT INTO batch (id, programme, round, order_data, status, ordered_sequence) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET order_data = excluded.order_data, status = excluded.status`).run(
      stream,
      order.programme,
      order.round,
      JSON.stringify(order),
      status,
      sequence,
    )
  }
  return {
    RosterFrozen: ({ groups }, { stream }) => {
      let ordinal = sizeOf(prepare, stream)
      // A worker listed twice counts once: what is issued twice by one batch would be received once.
      const insert = prepare('INSERT OR IGNORE INTO round_entry VALUES (?, ?, ?)')
      for (const worker of groups.flatMap(({ workers }) => workers))
        ordinal += Number(insert.run(stream, ordinal, worker).changes)
      setSize(prepare, stream, ordinal)
    },
    IssuanceProposed: ({ limitFen: _, because: __, proposedBy: ___, ...order }, source) =>
      setOrder(order, 'proposed', source),
    ReservationReceived: (_, { stream }) => setBatchStatus(stream, 'reserved'),
    IssuanceProposalRefused: (_, { stream }) => setBatchStatus(stream, 'refused'),
    IssuanceProposalWithdrawn: (_, { stream }) => setBatchStatus(stream, 'withdrawn'),
    IssuanceOrdered: (order, source) => setOrder(order, 'ordered', source),
    CommitmentReceived: ({ shares }, { stream }) => {
      prepare("UPDATE batch SET status = 'committed', funds = ? WHERE id = ?").run(shares.length, stream)
    },
    IssuanceRefused: (_, { stream }) => setBatchStatus(stream, 'refused'),
    SerialsAssigned: ({ first }, { stream }) => {
      prepare("UPDATE batch SET status = 'issuing', first_serial = ? WHERE id = ?").run(first, stream)
    },
    CreditsIssued: (data, source) => credits.issue(data, source),
    IssuanceCompleted: (_, { stream }) => setBatchStatus(stream, 'completed'),
    CreditReceived: (data, source) => credits.receive(data, source),
    CreditDeclined: (data) => credits.decline(data),
    CreditExtended: ({ credit, until }) => credits.extend(credit, until),
    CreditMoved: ({ credit, toWindow, until }) => credits.move(credit, toWindow, until),
    MealRedeemed: ({ draws }, source) => {
      for (const { credit, shares } of draws) credits.add(credit, -totalOf(shares), accountingDateOf(source))
    },
    RedemptionReversed: ({ programme, worker, draws }, source) => {
      for (const { credit, batch, shares, to } of draws)
        if (to === 'issued') credits.add(credit, totalOf(shares), accountingDateOf(source))
        else credits.takeFromGranted({ programme, worker, batch, credit, shares })
    },
    CreditExpired: (data) => credits.end(data),
    CreditWithdrawn: (data) => credits.end(data),
  }
}

export interface BatchFacts {
  readonly id: string
  readonly programme: string
  readonly round: string
  readonly order: EventOf<'IssuanceOrdered'>['data']
  readonly status: string
  /** How many funds its money comes from: bounds what fits into one event. */
  readonly funds: number
  readonly firstSerial: number | undefined
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

export type VouchersFacts = ReturnType<typeof createVouchersFacts>

/** What the service must know to decide: programmes, merchants and prices, rounds; and its own batches, wallets and credits by key. */
export function createVouchersFacts(facts: Pick<Facts, 'prepare' | 'remember' | 'sequence'>) {
  const { prepare, sequence } = facts
  return {
    sequence,
    /** The programme's allocated balance, all funds together. */
    allocatedFen: createBudgetBalances(prepare).allocatedFen,
    ...createTillLookUps(facts),
    ...createBatchLookUps(prepare),
    ...createCreditLookUps(prepare),
    ...createRoundMemberLookUps(prepare),
    ...createExclusionLookUps(prepare),
    ...createActsLookUps(prepare, 'vouchers'),
  }
}

function createBatchLookUps(prepare: Prepare) {
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
    findBatch(id: string): BatchFacts | undefined {
      const row = prepare('SELECT * FROM batch WHERE id = ?').get(id)
      return row && toBatch(row)
    },
    listBatches: (
      programme: string,
      after: number,
      limit: number,
    ): { readonly batch: BatchFacts; readonly orderedSequence: number }[] =>
      prepare('SELECT * FROM batch WHERE programme = ? AND ordered_sequence > ? ORDER BY ordered_sequence LIMIT ?')
        .all(programme, after, limit)
        .map((row) => ({ batch: toBatch(row), orderedSequence: Number(row.ordered_sequence) })),
    listRunningBatches: (programme: string): string[] =>
      prepare("SELECT id FROM batch WHERE programme = ? AND status IN ('committed', 'issuing')")
        .all(programme)
        .map((row) => String(row.id)),
  }
}

function toBatch(row: Record<string, unknown>): BatchFacts {
  return {
    id: String(row.id),
    programme: String(row.programme),
    round: String(row.round),
    order: JSON.parse(String(row.order_data)),
    status: String(row.status),
    funds: Number(row.funds),
    firstSerial: typeof row.first_serial === 'number' ? row.first_serial : undefined,
  }
}
