import type { LedgerEvent } from '../ledger-event.ts'

export interface PostingRules {
  readonly version: number
  readonly accounts: Readonly<Record<string, AccountRule>>
  /** Event type → what it moves, in this order; nothing where the list is empty. A type that is not here has no rule. */
  readonly movements: Readonly<Record<string, readonly Movement[]>>
}

export interface AccountRule {
  readonly book: 'budget' | 'money' | 'goods'
  readonly normalSide: 'debit' | 'credit'
  /** What tells one account of this name from another; goods add their lot. */
  readonly by: readonly Dimension[]
  /** Its depot is the other one that the line names: goods on their way from depot to depot are the receiver's. */
  readonly ofOtherDepot?: true
  readonly mayBeNegative?: true
  /** Only what stands without any of these dimensions may be. */
  readonly mayBeNegativeWithout?: readonly Dimension[]
}

export const dimensions = [
  'fund',
  'programme',
  'batch',
  'merchant',
  'depot',
  'consignment',
  'site',
  'lot',
  'bankAccount',
  'payer',
  'purchase',
] as const
export type Dimension = (typeof dimensions)[number]

/** What one line of an event moves: fen (`CNY`), or pieces of goods. */
export interface MovedLine extends Partial<Record<Dimension, string | undefined>> {
  readonly commodity: string
  readonly amount: number
  /** Where a credit that is given back goes to. */
  readonly to?: string
  /** Members of the event that are said to be true. */
  readonly flags?: readonly string[]
  readonly otherDepot?: string
}

/** Accounts debited and credited. */
export type Move = readonly [debit: string, credit: string]

export interface Movement {
  readonly lines: (event: LedgerEvent) => readonly MovedLine[]
  readonly moves: readonly Move[] | ((line: MovedLine) => readonly Move[])
  /** The same accounts, debit and credit exchanged. */
  readonly mirrored?: true
}
