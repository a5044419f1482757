import { textIn } from '../json.ts'
import type { LedgerEvent } from '../ledger-event.ts'
import type { FenByFund } from './fen-by-fund.ts'

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

export interface ApprovedNumber {
  readonly shares: FenByFund
  /** Claims that end with its payment. */
  readonly setOff: FenByFund
  status: 'approved' | 'assigned' | 'paid' | 'returned'
  payment?: string
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
  readonly approved: Map<number, ApprovedNumber>
}

export interface Payment {
  readonly merchant: string
  readonly parts: readonly { readonly stream: string; readonly number: number; readonly shares: FenByFund }[]
  readonly totalFen: number
  readonly preparedBy: string
  readonly taken: Set<number>
  status: 'preparing' | 'ready' | 'approved' | 'sent' | 'paid' | 'returned' | 'ended'
  sentOn: string
  paidOn: string
}

export interface SettledThings {
  readonly pairs: Map<string, Pair>
  readonly meals: Map<string, Meal>
  readonly statements: Map<string, Statement>
  /** Decided, and the wallet's word on it not yet taken in. */
  readonly openLines: Map<string, Line>
  readonly payments: Map<string, Payment>
  readonly references: Set<string>
  /** Red entry → what the merchant owes by it, until the budget knows. */
  readonly claimed: Map<string, FenByFund>
  /** A statement's word → claims that end by it, until the budget knows. */
  readonly settling: Map<string, FenByFund>
  /** The same of what is not asked for any more. */
  readonly givenUp: Map<string, FenByFund>
  /** By merchant and programme, less what came after all. */
  readonly writtenOff: Map<string, FenByFund>
}

/** Yields what is wrong with an event, and takes it in as it stands. */
export type Rule = (event: LedgerEvent, things: SettledThings) => Iterable<string>

export function createSettledThings(): SettledThings {
  return {
    ...{ pairs: new Map(), meals: new Map(), statements: new Map(), openLines: new Map(), payments: new Map() },
    ...{ references: new Set(), claimed: new Map(), settling: new Map() },
    ...{ givenUp: new Map(), writtenOff: new Map() },
  }
}

export function pairOf({ pairs }: SettledThings, { data }: LedgerEvent): Pair {
  const key = `${textIn(data, 'merchant')} ${textIn(data, 'programme')}`
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
    ...{ comeBack: new Map(), carried: new Map(), claims: new Map(), approved: new Map() },
  }
  things.statements.set(stream, opened)
  return opened
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
