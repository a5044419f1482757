import { approvalFacts } from '@welfare/approvals/approvals.facts.ts'
import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { admissionFacts } from '@welfare/facts/admission.facts.ts'
import { budgetBalanceFacts } from '@welfare/facts/budget-balance.facts.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { FactsDeclaration, Prepare } from '@welfare/facts/facts-declaration.ts'
import { programmeFacts } from '@welfare/facts/programme.facts.ts'
import { createExclusionHandlers, exclusionsSchema } from './issuance/exclusions.store.ts'
import { createIssuanceProposalHandlers } from './issuance/issuance-proposals.projection.ts'
import { createRoundMemberHandlers, roundMembersSchema, setSize, sizeOf } from './issuance/round-members.store.ts'
import { createCreditWriters, dayOf } from './vouchers-copy-credits.projection.ts'

const schema = `
  CREATE TABLE price_list (merchant TEXT, version INTEGER, valid_from TEXT NOT NULL, published_on TEXT NOT NULL, items TEXT NOT NULL, PRIMARY KEY (merchant, version)) WITHOUT ROWID;
  CREATE TABLE round_size (round TEXT PRIMARY KEY, size INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE round_entry (round TEXT, ordinal INTEGER, worker TEXT NOT NULL, PRIMARY KEY (round, ordinal)) WITHOUT ROWID;
  CREATE UNIQUE INDEX round_entry_worker ON round_entry (round, worker);
  CREATE TABLE batch (id TEXT PRIMARY KEY, programme TEXT NOT NULL, round TEXT NOT NULL, order_data TEXT NOT NULL, status TEXT NOT NULL,
    funds INTEGER NOT NULL DEFAULT 1, first_serial INTEGER, ordered_sequence INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX batch_programme ON batch (programme, ordered_sequence);
  CREATE TABLE wallet (id TEXT PRIMARY KEY, programme TEXT NOT NULL, worker TEXT NOT NULL, serial INTEGER NOT NULL, voided INTEGER NOT NULL DEFAULT 0, closed INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
  CREATE INDEX wallet_programme ON wallet (programme, serial);
  CREATE INDEX wallet_worker ON wallet (programme, worker);
  CREATE TABLE voucher (serial INTEGER PRIMARY KEY, wallet TEXT NOT NULL);
  CREATE TABLE qr (hash TEXT PRIMARY KEY, serial INTEGER NOT NULL) WITHOUT ROWID;
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
  needs: [programmeFacts, admissionFacts, budgetBalanceFacts, approvalFacts],
  handlers: (prepare) => [
    createHandlers(prepare),
    createIssuanceProposalHandlers(prepare),
    createRoundMemberHandlers(prepare),
    createExclusionHandlers(prepare),
  ],
}

function createHandlers(prepare: Prepare): EventHandlers {
  const insertVoucher = (serial: number, qrHash: string, wallet: string) => {
    prepare('INSERT INTO voucher VALUES (?, ?)').run(serial, wallet)
    prepare('INSERT INTO qr VALUES (?, ?)').run(qrHash, serial)
  }
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
  const setVoided = (wallet: string, voided: 0 | 1) => {
    prepare('UPDATE wallet SET voided = ? WHERE id = ?').run(voided, wallet)
  }
  return {
    PriceListPublished: ({ priceListVersion, validFrom, items }, source) => {
      prepare('INSERT INTO price_list VALUES (?, ?, ?, ?, ?)').run(
        source.stream,
        priceListVersion,
        validFrom,
        dayOf(source),
        JSON.stringify(items),
      )
    },
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
    WalletOpened: ({ programme, worker, serial, qrHash }, { stream }) => {
      prepare('INSERT INTO wallet (id, programme, worker, serial) VALUES (?, ?, ?, ?)').run(
        stream,
        programme,
        worker,
        serial,
      )
      insertVoucher(serial, qrHash, stream)
    },
    CreditReceived: (data, source) => credits.receive(data, source),
    CreditDeclined: (data) => credits.decline(data),
    CreditExtended: ({ credit, until }) => credits.extend(credit, until),
    CreditMoved: ({ credit, toWindow, until }) => credits.move(credit, toWindow, until),
    MealRedeemed: ({ draws }, source) => {
      for (const { credit, shares } of draws) credits.add(credit, -totalOf(shares), dayOf(source))
    },
    RedemptionReversed: ({ programme, worker, draws }, source) => {
      for (const { credit, batch, shares, to } of draws)
        if (to === 'issued') credits.add(credit, totalOf(shares), dayOf(source))
        else credits.takeFromGranted({ programme, worker, batch, credit, shares })
    },
    CreditExpired: (data) => credits.end(data),
    CreditWithdrawn: (data) => credits.end(data),
    WalletClosed: (_, { stream }) => {
      prepare('UPDATE wallet SET closed = 1 WHERE id = ?').run(stream)
    },
    VoucherVoided: (_, { stream }) => setVoided(stream, 1),
    VoucherRestored: (_, { stream }) => setVoided(stream, 0),
    VoucherReplaced: ({ serial, qrHash }, { stream }) => {
      prepare('UPDATE wallet SET serial = ?, voided = 0 WHERE id = ?').run(serial, stream)
      insertVoucher(serial, qrHash, stream)
    },
  }
}
