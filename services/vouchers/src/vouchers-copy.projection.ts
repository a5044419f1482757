import { actsSchema, createActsHandlers, createProposalWrites } from '@welfare/approvals/proposals.store.ts'
import { type DataOf, eventCodec } from '@welfare/contracts/catalogue.ts'
import { postings } from '@welfare/contracts/postings.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { movingTypes } from '@welfare/facts/budget-balances.store.ts'
import { type EventHandlers, projectWith } from '@welfare/facts/event-handlers.ts'
import type { RoomCopy } from '@welfare/facts/room-copy.store.ts'
import { createExclusionHandlers, exclusionsSchema } from './issuance/exclusions.store.ts'
import { createIssuanceProposalHandlers } from './issuance/issuance-proposals.projection.ts'
import { createRoundMemberHandlers, roundMembersSchema } from './issuance/round-members.store.ts'
import { createCreditWriters, dayOf } from './vouchers-copy-credits.projection.ts'

export const vouchersCopySchema = `
  CREATE TABLE programme (id TEXT PRIMARY KEY, division TEXT NOT NULL, rules TEXT NOT NULL, rules_version INTEGER NOT NULL, closed_on TEXT, last_day TEXT) WITHOUT ROWID;
  CREATE TABLE allocated (programme TEXT PRIMARY KEY, amount_fen INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE admitted (programme TEXT, merchant TEXT, from_day TEXT, until_day TEXT, PRIMARY KEY (programme, merchant, from_day)) WITHOUT ROWID;
  CREATE TABLE price_list (merchant TEXT, version INTEGER, valid_from TEXT NOT NULL, published_on TEXT NOT NULL, items TEXT NOT NULL, PRIMARY KEY (merchant, version)) WITHOUT ROWID;
  CREATE TABLE round (id TEXT PRIMARY KEY, programme TEXT NOT NULL, windows TEXT NOT NULL, size INTEGER NOT NULL DEFAULT 0, sealed INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
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
  ${actsSchema}
`

/** Not the meal, which is the till's path: it moves what is issued. */
const mayMoveAllocated = new Set<string>(movingTypes.filter((type) => type !== 'MealRedeemed'))

export type Prepare = RoomCopy['prepare']

/** Other rooms' facts as the till and issuance need them, and this room's own things by key. */
export function createVouchersProjection(prepare: Prepare): (source: SequencedEvent) => void {
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
  const handlers: EventHandlers = {
    ProgrammeDefined: ({ division, rules, rulesVersion }, { stream }) => {
      prepare('INSERT INTO programme (id, division, rules, rules_version) VALUES (?, ?, ?, ?)').run(
        stream,
        division,
        JSON.stringify(rules),
        rulesVersion,
      )
    },
    ProgrammeRulesChanged: ({ rules, rulesVersion }, { stream }) => {
      prepare('UPDATE programme SET rules = ?, rules_version = ? WHERE id = ?').run(
        JSON.stringify(rules),
        rulesVersion,
        stream,
      )
    },
    ProgrammeLastDaySet: ({ lastDay }, { stream }) => {
      prepare('UPDATE programme SET last_day = ? WHERE id = ?').run(lastDay, stream)
    },
    ProgrammeClosed: (_, source) => {
      prepare('UPDATE programme SET closed_on = ? WHERE id = ?').run(dayOf(source), source.stream)
    },
    // Days, not a flag: what was eaten yesterday is judged by yesterday.
    MerchantAdmitted: ({ merchant }, source) => {
      const isAdmitted = 'SELECT 1 FROM admitted WHERE programme = ? AND merchant = ? AND until_day IS NULL'
      if (prepare(isAdmitted).get(source.stream, merchant)) return
      // Withdrawn and admitted on one day: it was there all day.
      prepare(`INSERT INTO admitted VALUES (?, ?, ?, NULL) ON CONFLICT DO UPDATE SET until_day = NULL`).run(
        source.stream,
        merchant,
        dayOf(source),
      )
    },
    MerchantWithdrawn: ({ merchant }, source) => {
      prepare('UPDATE admitted SET until_day = ? WHERE programme = ? AND merchant = ? AND until_day IS NULL').run(
        dayOf(source),
        source.stream,
        merchant,
      )
    },
    PriceListPublished: ({ priceListVersion, validFrom, items }, source) => {
      prepare('INSERT INTO price_list VALUES (?, ?, ?, ?, ?)').run(
        source.stream,
        priceListVersion,
        validFrom,
        dayOf(source),
        JSON.stringify(items),
      )
    },
    RoundOpened: ({ programme, windows }, { stream }) => {
      prepare('INSERT INTO round (id, programme, windows) VALUES (?, ?, ?)').run(
        stream,
        programme,
        JSON.stringify(windows),
      )
    },
    RosterFrozen: ({ groups }, { stream }) => {
      let ordinal = Number(prepare('SELECT size FROM round WHERE id = ?').get(stream)?.size ?? 0)
      // A worker listed twice counts once: what is issued twice by one batch would be received once.
      const insert = prepare('INSERT OR IGNORE INTO round_entry VALUES (?, ?, ?)')
      for (const worker of groups.flatMap(({ workers }) => workers))
        ordinal += Number(insert.run(stream, ordinal, worker).changes)
      prepare('UPDATE round SET size = ? WHERE id = ?').run(ordinal, stream)
    },
    RoundSealed: (_, { stream }) => {
      prepare('UPDATE round SET sealed = 1 WHERE id = ?').run(stream)
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
  const addToAllocated = prepare(
    'INSERT INTO allocated VALUES (?, ?) ON CONFLICT DO UPDATE SET amount_fen = amount_fen + excluded.amount_fen',
  )
  const project = projectWith(handlers)
  const projectRoundMembers = projectWith(createRoundMemberHandlers(prepare))
  const projectExclusions = projectWith(createExclusionHandlers(prepare))
  const proposals = createProposalWrites(prepare, () => undefined)
  const projectActs = projectWith(createActsHandlers(prepare, 'vouchers', proposals))
  const projectProposals = projectWith(createIssuanceProposalHandlers(prepare, proposals))
  return (source) => {
    project(source)
    projectActs(source)
    projectProposals(source)
    projectRoundMembers(source)
    projectExclusions(source)
    if (!mayMoveAllocated.has(source.type)) return
    for (const { account, programme, amount } of postings(eventCodec.decode(source), source.stream)) {
      if (account === 'allocated' && programme !== undefined) addToAllocated.run(programme, -amount)
    }
  }
}
