import { approvalFacts } from '@welfare/approvals/approvals.facts.ts'
import { becauseAbove, createActsLookUps, createProposalWrites } from '@welfare/approvals/proposals.store.ts'
import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { accountingDateOf } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { bankFacts, createBankLookUps } from '@welfare/facts/bank.facts.ts'
import { budgetBalanceFacts, createBudgetBalances } from '@welfare/facts/budget-balance.facts.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { Facts } from '@welfare/facts/facts.service.ts'
import type { FactsDeclaration, Prepare } from '@welfare/facts/facts-declaration.ts'
import { createFunds, fundFacts } from '@welfare/facts/fund.facts.ts'
import { createPlaceLookUp, placeFacts } from '@welfare/facts/place.facts.ts'
import { programmeFacts } from '@welfare/facts/programme.facts.ts'
import { createRoundLookUps, roundFacts } from './issuance/rounds.facts.ts'
import { createDisputeLookUps, disputesFacts } from './statements/disputes.facts.ts'
import { createDueLookUps, dueFacts } from './statements/due.facts.ts'
import { createStatementLookUps, statementsFacts } from './statements/statements.facts.ts'
import { createMealLookUps, mealsFacts } from './till/meals.facts.ts'
import { createTillLookUps, tillFacts } from './till/till.facts.ts'
import { createCreditLookUps, createCreditWriters } from './wallets/credits.facts.ts'

const schema = `
  CREATE TABLE batch (id TEXT PRIMARY KEY, programme TEXT NOT NULL, round TEXT NOT NULL, order_data TEXT NOT NULL, status TEXT NOT NULL,
    funds INTEGER NOT NULL DEFAULT 1, first_serial INTEGER, ordered_sequence INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX batch_programme ON batch (programme, ordered_sequence);
  CREATE TABLE granted (programme TEXT, worker TEXT, window TEXT, batch TEXT, amount_fen INTEGER NOT NULL, since INTEGER NOT NULL, PRIMARY KEY (programme, worker, window, batch)) WITHOUT ROWID;
  CREATE TABLE credit (id TEXT PRIMARY KEY, wallet TEXT NOT NULL, issued_for TEXT NOT NULL, window TEXT NOT NULL, until TEXT NOT NULL, late_days INTEGER NOT NULL,
    last_day TEXT NOT NULL, moved_on TEXT NOT NULL, remaining_fen INTEGER NOT NULL, ended INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
  CREATE TABLE card_print (serial INTEGER PRIMARY KEY, times INTEGER NOT NULL, last_on TEXT NOT NULL);
  CREATE TABLE replacement_card (serial INTEGER PRIMARY KEY);
  CREATE INDEX credit_due ON credit (last_day) WHERE remaining_fen > 0;
`

/** Other services' facts as the till and issuance need them, and this service's own things by key. */
export const vouchersFacts: FactsDeclaration = {
  name: 'vouchers',
  version: 3,
  schema,
  needs: [
    placeFacts,
    programmeFacts,
    fundFacts,
    tillFacts,
    mealsFacts,
    roundFacts,
    dueFacts,
    statementsFacts,
    disputesFacts,
    bankFacts,
    budgetBalanceFacts,
    approvalFacts,
  ],
  handlers: (prepare) => [createHandlers(prepare), createIssuanceProposalHandlers(prepare)],
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
    VoucherPrinted: ({ serial, copy }, source) => {
      const insert = prepare('INSERT OR REPLACE INTO card_print VALUES (?, ?, ?)')
      insert.run(serial, copy, accountingDateOf(source))
    },
    VoucherReplaced: ({ serial }) => {
      prepare('INSERT INTO replacement_card VALUES (?)').run(serial)
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
export type VouchersFacts = ReturnType<typeof createVouchersFacts>

/** What the service must know to decide: programmes, merchants and prices, rounds; and its own batches, wallets and credits by key. */
export function createVouchersFacts(facts: Pick<Facts, 'prepare' | 'remember' | 'sequence'>) {
  const { prepare, sequence } = facts
  return {
    sequence,
    findPlace: createPlaceLookUp(facts),
    balances: createBudgetBalances(prepare),
    nameOfFund: createFunds(prepare).nameOfFund,
    ...createTillLookUps(facts),
    ...createBatchLookUps(prepare),
    ...createPrintLookUps(prepare),
    ...createCreditLookUps(prepare),
    ...createMealLookUps(facts),
    ...createRoundLookUps(prepare),
    ...createDueLookUps(prepare),
    ...createStatementLookUps(prepare),
    ...createDisputeLookUps(prepare),
    ...createBankLookUps(prepare),
    ...createActsLookUps(prepare, 'vouchers'),
  }
}

function createBatchLookUps(prepare: Prepare) {
  return {
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

function createPrintLookUps(prepare: Prepare) {
  return {
    /** How often the card was printed, and the last day of it; nothing where it never was. */
    findPrints(serial: number): { readonly times: number; readonly lastOn: string } | undefined {
      const row = prepare('SELECT times, last_on FROM card_print WHERE serial = ?').get(serial)
      return row && { times: Number(row.times), lastOn: String(row.last_on) }
    },
    isReplacement: (serial: number): boolean =>
      prepare('SELECT 1 FROM replacement_card WHERE serial = ?').get(serial) !== undefined,
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

/** Issuances that wait, or waited, for another person: they stand in the streams of their batches, and their money in the budget's. */
function createIssuanceProposalHandlers(prepare: Prepare): EventHandlers {
  const { add, decide } = createProposalWrites(prepare, 'vouchers')
  return {
    IssuanceProposed: ({ programme, attempt, round, terms, workers, totalFen, limitFen, because }, source) => {
      const division = prepare('SELECT division FROM programme WHERE id = ?').get(programme)?.division
      const windows = terms.map(({ window }) => window)
      add(
        {
          ...{ id: `${source.stream}.${source.version}`, kind: 'issuance', division: String(division), programme },
          amount: totalFen,
          because: because ?? becauseAbove('issuance', limitFen, totalFen),
          about: { batch: source.stream, attempt, round, windows, workers, reserved: false },
        },
        source,
      )
    },
    ReservationReceived: (_, { stream }) => {
      prepare(
        `UPDATE proposal SET said = json_set(said, '$.about.reserved', json('true'))
          WHERE id GLOB ? AND status = 'proposed'`,
      ).run(`${stream}.*`)
    },
    // Ordered in the same append: the act is done.
    IssuanceApproved: ({ note }, source) => decide(source.stream, 'performed', note, source),
    IssuanceProposalRefused: ({ reason }, source) => decide(source.stream, 'refused', reason, source),
    IssuanceProposalWithdrawn: ({ reason }, source) => decide(source.stream, 'withdrawn', reason, source),
    // The budget's word: no money, or the programme was closed.
    IssuanceRefused: ({ code }, source) => decide(source.stream, 'refused', code, source),
  }
}
