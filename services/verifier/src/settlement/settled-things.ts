import { type JsonObject, textIn } from '../json.ts'
import type { LedgerEvent } from '../ledger-event.ts'
import { addAll, type FenByFund, sumOf } from './fen-by-fund.ts'
import type { SplitMeal, SplitWallet } from './split-meal.ts'

/** What one merchant is due in one programme, before and apart from its statements. */
export interface Pair {
  /** What no approved number holds: meals, and red entries of before there were statements. */
  entries: { readonly sequence: number; readonly fen: FenByFund; readonly isMeal: boolean }[]
  /** Stream of its statements, once there is one. */
  stream?: string
}

export interface Meal {
  readonly pair: Pair
  readonly sequence: number
  /** Its money counts in it. */
  readonly year: string
  /** What the credits still pay of it. */
  left: FenByFund
}

/** A taking back that a statement has decided. */
export interface Line {
  readonly stream: string
  readonly redemption: string
  readonly sequence: number
  readonly to: string
  readonly shares: FenByFund
  /** The wallet's word on it. */
  outcome?: 'performed' | 'declined'
}

export interface Draft {
  readonly through: number
  readonly meals: FenByFund
  readonly proposedBy: string
  readonly proposedOn: string
  confirmedBy?: string
}

/** Whole funds of an approved number. */
export interface TakenPart {
  readonly shares: FenByFund
  status: 'assigned' | 'paid' | 'returned'
}

export interface ApprovedNumber {
  /** But for what was waived. */
  readonly shares: FenByFund
  /** Claims that end with the payment of their funds. */
  readonly setOff: FenByFund
  /** By payment: what it has taken of it. */
  readonly taken: Map<string, TakenPart>
}

export interface Statement {
  readonly stream: string
  readonly pair: Pair
  /** The open one. */
  number: number
  revision: number
  through: number
  silenceDays?: number | undefined
  draft?: Draft | undefined
  /** By its event: what no approved number has counted. */
  readonly lines: Map<string, Line>
  readonly disputes: Map<string, { readonly sequence: number; readonly shares: FenByFund; isLeftOut: boolean }>
  /** A dispute that ended so that the meal is taken back: its line comes next. */
  followedBy?: { readonly redemption: string; readonly shares: FenByFund } | undefined
  comeBack: FenByFund
  carried: FenByFund
  readonly claims: FenByFund
  /** What meals of approved numbers cost: less what was taken back of them, and what was waived. */
  readonly cost: FenByFund
  readonly approved: Map<number, ApprovedNumber>
  /** Number of the invoice → of which number of the statement. */
  readonly invoices: Map<string, number>
}

export interface Payment {
  readonly merchant: string
  readonly parts: readonly { readonly stream: string; readonly number: number; readonly shares: FenByFund }[]
  readonly totalFen: number
  readonly preparedBy: string
  readonly taken: Set<number>
  status: 'preparing' | 'ready' | 'approved' | 'sent' | 'paid' | 'returned' | 'ended'
  sentOn: string
  /** By which it was sent; empty: by hand, or not yet. */
  file: string
  paidOn: string
}

/** What a wallet's credits pay on one day at most, and what they do pay. */
export interface DayWallet {
  /** The largest of its credits'; none where one of them has none. */
  most: number
  readonly paid: Map<string, number>
  /** By redemption: its day, and what is left of it. */
  readonly meals: Map<string, { readonly day: string; left: number }>
}

/** Goods that were ordered, by their stream: as the order stands now. */
export interface Purchase {
  readonly fund: string
  readonly merchant: string
  readonly programme: string
  readonly lines: {
    readonly commodity: string
    readonly depot: string
    quantity: number
    unitPriceFen: number
    invoiced: number
  }[]
  committedFen: number
  /** What its budget is asked for after the order itself. */
  asked?: (Pick<Purchase, 'lines'> & { readonly amountFen: number }) | undefined
  /** Invoices that it owes or owed, by their number. */
  readonly bills: Map<number, SupplierBill>
  status: 'ordered' | 'open' | 'ended'
}

export interface SupplierBill {
  owedFen: number
  taken?: { readonly payment: string; status: 'assigned' | 'paid' } | undefined
  /** Payments of it that came back. */
  readonly cameBack: Set<string>
}

export interface InvoiceEntry {
  readonly purchase: string
  readonly invoiceNumber: string
  readonly totalFen: number
  isDeclined: boolean
}

export interface SettledThings {
  readonly pairs: Map<string, Pair>
  readonly meals: Map<string, Meal>
  /** The last one whose December is closed; '' where none is. */
  closedYear: string
  /** Meals that several paid by a rule, by their events; and what their wallets say of it. */
  readonly splits: Map<string, SplitMeal>
  readonly splitWallets: Map<string, SplitWallet>
  readonly dayWallets: Map<string, DayWallet>
  readonly statements: Map<string, Statement>
  /** Decided, and the wallet's word on it not yet taken in. */
  readonly openLines: Map<string, Line>
  readonly payments: Map<string, Payment>
  /** Orders of goods, by their streams; and what budgets keep for them, until they know it. */
  readonly purchases: Map<string, Purchase>
  readonly kept: Map<string, { readonly purchase: string; readonly shares: FenByFund }>
  /** Entries of invoices that their orders have not answered, and the numbers that each supplier has used. */
  readonly entries: Map<string, InvoiceEntry>
  readonly invoiceNumbers: Set<string>
  readonly references: Set<string>
  /** Files for the bank that could not send one of their payments: nobody is handed them. */
  readonly leftFiles: Set<string>
  /** Red entry (`wordKey`) → what the merchant owes by it, until the budget knows. */
  readonly claimed: Map<string, FenByFund>
  /** A statement's word → claims that end by it, until the budget knows. */
  readonly settling: Map<string, FenByFund>
  /** The same of what a merchant does without. */
  readonly waived: Map<string, FenByFund>
  /** The same of what is not asked for any more. */
  readonly givenUp: Map<string, FenByFund>
  /** By merchant and programme, less what came after all. */
  readonly writtenOff: Map<string, FenByFund>
}

/** Yields what is wrong with an event, and takes it in as it stands. */
export type Rule = (event: LedgerEvent, things: SettledThings) => Iterable<string>

export function createSettledThings(): SettledThings {
  return {
    ...{
      closedYear: '',
      pairs: new Map(),
      meals: new Map(),
      statements: new Map(),
      openLines: new Map(),
      payments: new Map(),
    },
    ...{ splits: new Map(), splitWallets: new Map(), dayWallets: new Map() },
    ...{ purchases: new Map(), kept: new Map(), entries: new Map(), invoiceNumbers: new Set() },
    ...{ references: new Set(), leftFiles: new Set(), claimed: new Map(), settling: new Map() },
    ...{ waived: new Map(), givenUp: new Map(), writtenOff: new Map() },
  }
}

/** Of an event, or a part of one. @throws MisshapenError */
export function pairKey(data: JsonObject): string {
  return `${textIn(data, 'merchant')} ${textIn(data, 'programme')}`
}

/** What one event says of a merchant's claims in a programme is taken in for no other. @param by the event */
export function wordKey(data: JsonObject, by: string): string {
  return `${pairKey(data)} ${by}`
}

export function pairOf({ pairs }: SettledThings, { data }: LedgerEvent): Pair {
  const key = pairKey(data)
  const pair = pairs.get(key) ?? { entries: [] }
  pairs.set(key, pair)
  return pair
}

export function statementOf(things: SettledThings, event: LedgerEvent): Statement {
  const { stream } = event
  const known = things.statements.get(stream)
  if (known) return known
  const pair = pairOf(things, event)
  const opened: Statement = {
    ...{ stream, pair, number: 1, revision: 0, through: 0, lines: new Map(), disputes: new Map() },
    ...{ comeBack: new Map(), carried: new Map(), claims: new Map(), cost: new Map(), approved: new Map() },
    invoices: new Map(),
  }
  things.statements.set(stream, opened)
  return opened
}

/** What can still be taken back or waived of it: what is disputed may be taken back yet. */
export function freeCostOf({ cost, disputes }: Statement): FenByFund {
  const free = sumOf([cost])
  for (const { shares, isLeftOut } of disputes.values()) if (isLeftOut) addAll(free, shares, -1)
  return free
}

export function partOf({ stream, version }: LedgerEvent): string {
  return `${stream}.${version}`
}

/** Whose act it is, in whatever role; who sits at the machine itself is one account. */
export function accountOf({ metadata }: LedgerEvent): string {
  return accountIn(textIn(metadata, 'actor'))
}

export function accountIn(actor: string): string {
  return actor.startsWith('operator/') ? 'local' : actor.slice(actor.indexOf('/') + 1)
}

/** What of an approved number no payment has taken. */
export function freeOf({ shares, taken }: ApprovedNumber): FenByFund {
  const free = sumOf([shares])
  for (const part of taken.values()) addAll(free, part.shares, -1)
  return free
}
