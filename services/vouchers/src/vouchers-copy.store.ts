import type { EventOf, EventType } from '@welfare/contracts/catalogue.ts'
import { eventCodec } from '@welfare/contracts/catalogue.ts'
import { addDays } from '@welfare/contracts/days.ts'
import type { ProgrammeRules } from '@welfare/contracts/events/programmes.ts'
import { postings } from '@welfare/contracts/postings.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { openRoomCopy } from '@welfare/service-kit/room-copy.store.ts'

const SCHEMA = `
  CREATE TABLE programme (id TEXT PRIMARY KEY, rules TEXT NOT NULL, rules_version INTEGER NOT NULL, closed INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
  CREATE TABLE allocated (programme TEXT PRIMARY KEY, amount_fen INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE admitted (programme TEXT, merchant TEXT, PRIMARY KEY (programme, merchant)) WITHOUT ROWID;
  CREATE TABLE price_list (merchant TEXT, version INTEGER, valid_from TEXT NOT NULL, items TEXT NOT NULL, PRIMARY KEY (merchant, version)) WITHOUT ROWID;
  CREATE TABLE merchant (id TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE round (id TEXT PRIMARY KEY, programme TEXT NOT NULL, windows TEXT NOT NULL, size INTEGER NOT NULL DEFAULT 0, sealed INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
  CREATE TABLE round_entry (round TEXT, ordinal INTEGER, worker TEXT NOT NULL, PRIMARY KEY (round, ordinal)) WITHOUT ROWID;
  CREATE INDEX round_entry_worker ON round_entry (round, worker);
  CREATE TABLE batch (id TEXT PRIMARY KEY, programme TEXT NOT NULL, round TEXT NOT NULL, terms TEXT NOT NULL, order_data TEXT NOT NULL, status TEXT NOT NULL,
    funds INTEGER NOT NULL DEFAULT 1, first_serial INTEGER, ordered_sequence INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX batch_programme ON batch (programme, ordered_sequence);
  CREATE TABLE wallet (id TEXT PRIMARY KEY, programme TEXT NOT NULL, worker TEXT NOT NULL, serial INTEGER NOT NULL, closed INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
  CREATE INDEX wallet_programme ON wallet (programme, serial);
  CREATE TABLE voucher (serial INTEGER PRIMARY KEY, wallet TEXT NOT NULL);
  CREATE TABLE qr (hash TEXT PRIMARY KEY, serial INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE credited (programme TEXT, worker TEXT, window TEXT, batch TEXT NOT NULL, PRIMARY KEY (programme, worker, window)) WITHOUT ROWID;
  CREATE TABLE credit (id TEXT PRIMARY KEY, wallet TEXT NOT NULL, last_day TEXT NOT NULL, remaining_fen INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX credit_due ON credit (last_day) WHERE remaining_fen > 0;
`
const VERSION = 1

export interface ProgrammeFacts {
  readonly rules: ProgrammeRules
  readonly rulesVersion: number
  readonly closed: boolean
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
export type PricedItem = EventOf<'PriceListPublished'>['data']['items'][number]
export interface RosterEntry {
  readonly ordinal: number
  readonly worker: string
}

export type VouchersCopy = ReturnType<typeof openVouchersCopy>

/** The room's own copy of what it must know to decide: programmes, merchants and prices, rounds; and its own batches, wallets and credits by key. */
export function openVouchersCopy(file: string, ledger: { readonly ledger: string; readonly epoch: number }) {
  const copy = openRoomCopy(file, { schema: SCHEMA, version: VERSION, ...ledger })
  const project = createProjection(copy.prepare)
  return {
    readCheckpoint: () => copy.readCheckpoint(),
    sequence: () => copy.sequence(),
    apply: (events: readonly SequencedEvent[]) => copy.applyBatch(events, project),
    close: () => copy.close(),
    ...createLookUps(copy.prepare),
  }
}

const movesAllocated = new Set<string>([
  'FundsAllocated',
  'AllocationReturned',
  'FundsCommitted',
  'CommitmentReleased',
  'CreditExpired',
  'CreditWithdrawn',
  'CreditDeclined',
  'RedemptionReversed',
] satisfies EventType[])

type Prepare = ReturnType<typeof openRoomCopy>['prepare']
type Handlers = { readonly [T in EventType]?: (data: EventOf<T>['data'], source: SequencedEvent) => void }

function createProjection(prepare: Prepare): (source: SequencedEvent) => void {
  const insertVoucher = (serial: number, qrHash: string, wallet: string) => {
    prepare('INSERT INTO voucher VALUES (?, ?)').run(serial, wallet)
    prepare('INSERT INTO qr VALUES (?, ?)').run(qrHash, serial)
  }
  const addToCredit = (credit: string, amountFen: number) => {
    prepare('UPDATE credit SET remaining_fen = remaining_fen + ? WHERE id = ?').run(amountFen, credit)
  }
  const endCredit = (credit: string) => {
    prepare('UPDATE credit SET remaining_fen = 0 WHERE id = ?').run(credit)
  }
  const setBatchStatus = (batch: string, status: string) => {
    prepare('UPDATE batch SET status = ? WHERE id = ?').run(status, batch)
  }
  const handlers: Handlers = {
    ProgrammeDefined: ({ rules, rulesVersion }, { stream }) => {
      prepare('INSERT INTO programme (id, rules, rules_version) VALUES (?, ?, ?)').run(
        stream,
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
    ProgrammeClosed: (_, { stream }) => {
      prepare('UPDATE programme SET closed = 1 WHERE id = ?').run(stream)
    },
    MerchantAdmitted: ({ merchant }, { stream }) => {
      prepare('INSERT OR IGNORE INTO admitted VALUES (?, ?)').run(stream, merchant)
    },
    MerchantWithdrawn: ({ merchant }, { stream }) => {
      prepare('DELETE FROM admitted WHERE programme = ? AND merchant = ?').run(stream, merchant)
    },
    MerchantRegistered: ({ name }, { stream }) => {
      prepare('INSERT INTO merchant VALUES (?, ?)').run(stream, name)
    },
    MerchantChanged: ({ name }, { stream }) => {
      prepare('UPDATE merchant SET name = ? WHERE id = ?').run(name, stream)
    },
    PriceListPublished: ({ priceListVersion, validFrom, items }, { stream }) => {
      prepare('INSERT INTO price_list VALUES (?, ?, ?, ?)').run(
        stream,
        priceListVersion,
        validFrom,
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
      for (const worker of groups.flatMap(({ workers }) => workers))
        prepare('INSERT INTO round_entry VALUES (?, ?, ?)').run(stream, ordinal++, worker)
      prepare('UPDATE round SET size = ? WHERE id = ?').run(ordinal, stream)
    },
    RoundSealed: (_, { stream }) => {
      prepare('UPDATE round SET sealed = 1 WHERE id = ?').run(stream)
    },
    IssuanceOrdered: (order, { stream, sequence }) => {
      prepare(`INSERT INTO batch (id, programme, round, terms, order_data, status, ordered_sequence) VALUES (?, ?, ?, ?, ?, 'ordered', ?)
        ON CONFLICT (id) DO UPDATE SET order_data = excluded.order_data, terms = excluded.terms, status = 'ordered'`).run(
        stream,
        order.programme,
        order.round,
        JSON.stringify(order.terms),
        JSON.stringify(order),
        sequence,
      )
    },
    CommitmentReceived: ({ shares }, { stream }) => {
      prepare("UPDATE batch SET status = 'committed', funds = ? WHERE id = ?").run(shares.length, stream)
    },
    IssuanceRefused: (_, { stream }) => setBatchStatus(stream, 'refused'),
    SerialsAssigned: ({ first }, { stream }) => {
      prepare("UPDATE batch SET status = 'issuing', first_serial = ? WHERE id = ?").run(first, stream)
    },
    CreditsIssued: ({ programme, wallets }, { stream }) => {
      const insert = prepare('INSERT OR IGNORE INTO credited VALUES (?, ?, ?, ?)')
      for (const { worker, credits } of wallets)
        for (const { window } of credits) insert.run(programme, worker, window, stream)
    },
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
    CreditReceived: ({ until, lateEntryDays, shares }, { stream, version }) => {
      prepare('INSERT INTO credit VALUES (?, ?, ?, ?)').run(
        `${stream}.${version}`,
        stream,
        addDays(until, lateEntryDays),
        totalOf(shares),
      )
    },
    CreditDeclined: ({ programme, worker, window, batch }) => {
      prepare('DELETE FROM credited WHERE programme = ? AND worker = ? AND window = ? AND batch = ?').run(
        programme,
        worker,
        window,
        batch,
      )
    },
    MealRedeemed: ({ draws }) => {
      for (const { credit, shares } of draws) addToCredit(credit, -totalOf(shares))
    },
    RedemptionReversed: ({ draws }) => {
      for (const { credit, shares, to } of draws) if (to === 'issued') addToCredit(credit, totalOf(shares))
    },
    CreditExpired: ({ credit }) => endCredit(credit),
    CreditWithdrawn: ({ credit }) => endCredit(credit),
    WalletClosed: (_, { stream }) => {
      prepare('UPDATE wallet SET closed = 1 WHERE id = ?').run(stream)
    },
    VoucherReplaced: ({ serial, qrHash }, { stream }) => {
      prepare('UPDATE wallet SET serial = ? WHERE id = ?').run(serial, stream)
      insertVoucher(serial, qrHash, stream)
    },
  }
  const addToAllocated = prepare(
    'INSERT INTO allocated VALUES (?, ?) ON CONFLICT DO UPDATE SET amount_fen = amount_fen + excluded.amount_fen',
  )
  return (source) => {
    const handler = handlers[source.type as EventType] as ((data: unknown, source: SequencedEvent) => void) | undefined
    if (!handler && !movesAllocated.has(source.type)) return
    const event = eventCodec.decode(source as Parameters<typeof eventCodec.decode>[0])
    handler?.(event.data, source)
    if (!movesAllocated.has(source.type)) return
    for (const { account, programme, amount } of postings(event, source.stream)) {
      if (account === 'allocated' && programme !== undefined) addToAllocated.run(programme, -amount)
    }
  }
}

function createLookUps(prepare: Prepare) {
  return {
    findProgramme(id: string): ProgrammeFacts | undefined {
      const row = prepare('SELECT rules, rules_version, closed FROM programme WHERE id = ?').get(id)
      return (
        row && {
          rules: JSON.parse(String(row.rules)),
          rulesVersion: Number(row.rules_version),
          closed: row.closed === 1,
        }
      )
    },
    isAdmitted: (programme: string, merchant: string): boolean =>
      prepare('SELECT 1 FROM admitted WHERE programme = ? AND merchant = ?').get(programme, merchant) !== undefined,
    isMerchant: (merchant: string): boolean =>
      prepare('SELECT 1 FROM merchant WHERE id = ?').get(merchant) !== undefined,
    /** The newest price list that is valid on `day`. */
    findPriceList(
      merchant: string,
      day: string,
    ): { readonly version: number; readonly items: readonly PricedItem[] } | undefined {
      const row = prepare(
        'SELECT version, items FROM price_list WHERE merchant = ? AND valid_from <= ? ORDER BY valid_from DESC, version DESC LIMIT 1',
      ).get(merchant, day)
      return row && { version: Number(row.version), items: JSON.parse(String(row.items)) }
    },
    findRound(id: string): RoundFacts | undefined {
      const row = prepare('SELECT programme, windows, size, sealed FROM round WHERE id = ?').get(id)
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
    /** Windows of the programme for which the worker has been given a credit by another batch than `batch`. */
    creditedWindows: (programme: string, worker: string, batch: string): Set<string> =>
      new Set(
        prepare('SELECT window FROM credited WHERE programme = ? AND worker = ? AND batch <> ?')
          .all(programme, worker, batch)
          .map((row) => String(row.window)),
      ),
    /** What an issuance of `windows` to the round would give: workers who lack at least one of them, and how many lack each. */
    countMissing(
      round: string,
      programme: string,
      batch: string,
      windows: readonly string[],
    ): { readonly workers: number; readonly byWindow: ReadonlyMap<string, number> } {
      const lacks = `NOT EXISTS (SELECT 1 FROM credited c WHERE c.programme = ? AND c.worker = e.worker AND c.window = w.value AND c.batch <> ?)`
      const rows = prepare(
        `SELECT w.value AS window, count(*) AS workers FROM json_each(?) w CROSS JOIN round_entry e WHERE e.round = ? AND ${lacks} GROUP BY w.value`,
      ).all(JSON.stringify(windows), round, programme, batch)
      const workers = prepare(
        `SELECT count(*) AS workers FROM round_entry e WHERE e.round = ? AND EXISTS (SELECT 1 FROM json_each(?) w WHERE ${lacks})`,
      ).get(round, JSON.stringify(windows), programme, batch)
      return {
        workers: Number(workers?.workers ?? 0),
        byWindow: new Map(rows.map((row) => [String(row.window), Number(row.workers)])),
      }
    },
    /** The programme's allocated balance, all funds together. */
    allocatedFen: (programme: string): number =>
      Number(prepare('SELECT amount_fen FROM allocated WHERE programme = ?').get(programme)?.amount_fen ?? 0),
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
    walletOfSerial: (serial: number): string | undefined =>
      textOf(prepare('SELECT wallet FROM voucher WHERE serial = ?').get(serial)?.wallet),
    serialOfQr(hash: string): number | undefined {
      const serial = prepare('SELECT serial FROM qr WHERE hash = ?').get(hash)?.serial
      return typeof serial === 'number' ? serial : undefined
    },
    listWallets: (
      programme: string,
      afterSerial: number,
      limit: number,
    ): { readonly wallet: string; readonly worker: string; readonly serial: number; readonly closed: boolean }[] =>
      prepare(
        'SELECT id, worker, serial, closed FROM wallet WHERE programme = ? AND serial > ? ORDER BY serial LIMIT ?',
      )
        .all(programme, afterSerial, limit)
        .map((row) => ({
          wallet: String(row.id),
          worker: String(row.worker),
          serial: Number(row.serial),
          closed: row.closed === 1,
        })),
    hasWallet: (wallet: string): boolean => prepare('SELECT 1 FROM wallet WHERE id = ?').get(wallet) !== undefined,
    /** Wallets that hold a credit whose last day for late entries is before `today`. */
    listExpiredWallets: (today: string, limit: number): string[] =>
      prepare('SELECT DISTINCT wallet FROM credit WHERE remaining_fen > 0 AND last_day < ? LIMIT ?')
        .all(today, limit)
        .map((row) => String(row.wallet)),
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

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
