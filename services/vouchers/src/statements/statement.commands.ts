import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { Share } from '@welfare/contracts/shares.ts'
import type { Decision } from '@welfare/event-store/decider/decider.ts'
import type { StatementEvent } from './statement.state.ts'

interface Between {
  readonly merchant: string
  readonly programme: string
}

export interface TakeBackLine extends Between {
  readonly type: 'TakeBackLine'
  readonly redemption: string
  /** Of the meal. */
  readonly sequence: number
  /** What the wallet would give back, from all its credits. */
  readonly shares: readonly Share[]
  readonly items?: DataOf<'LineTakenBack'>['items'] | undefined
  readonly amountFen?: number | undefined
  readonly right?: DataOf<'LineTakenBack'>['right'] | undefined
  readonly by: 'till' | 'union'
  readonly reason: string
}

export interface ProposeStatement extends Between {
  readonly type: 'ProposeStatement'
  /** The range and what is in it, as the facts had it at `through`. */
  readonly after: number
  readonly through: number
  readonly until?: string | undefined
  readonly meals: number
  readonly funds: readonly { readonly fund: string; readonly mealsFen: number }[]
  readonly account: string
}

/** What somebody looked at: a number in one revision. */
interface Seen {
  readonly statement: number
  readonly revision: number
}

export interface ConfirmStatement extends Seen {
  readonly type: 'ConfirmStatement'
  readonly by: DataOf<'StatementConfirmed'>['by']
  readonly today: string
  readonly account: string
}

/** What the wallets have said by then. */
export interface Performed {
  readonly stream: string
  /** Takings back, `<statement>.<version>`, that they have performed. */
  readonly performed: ReadonlySet<string>
}

export interface ApproveStatement extends Seen, Performed {
  readonly type: 'ApproveStatement'
  readonly account: string
}

export interface DisputeLine extends Between, Performed {
  readonly type: 'DisputeLine'
  readonly redemption: string
  readonly sequence: number
  /** What the credits still pay of it, once everything in `performed` was. */
  readonly shares: readonly Share[]
  readonly reason: string
}

export interface EndDispute {
  readonly type: 'EndDispute'
  readonly redemption: string
  readonly outcome: DataOf<'DisputeEnded'>['outcome']
  readonly reason: string
}

export interface AssignPayment extends Between {
  readonly type: 'AssignPayment'
  readonly payment: string
  readonly parts: readonly { readonly statement: number; readonly shares: readonly Share[] }[]
}

export type StatementCommand =
  | TakeBackLine
  | { readonly type: 'EndTakingBack'; readonly takenBack: string; readonly code: string }
  | ProposeStatement
  | { readonly type: 'WithdrawStatement'; readonly statement: number; readonly reason: string }
  | ConfirmStatement
  | ApproveStatement
  | DisputeLine
  | EndDispute
  | AssignPayment
  | { readonly type: 'ReleaseStatements'; readonly payment: string; readonly reason: string }
  | { readonly type: 'RecordPaid'; readonly payment: string; readonly paidOn: string }
  | { readonly type: 'TakeInReturned'; readonly payment: string; readonly reason: string }
  | (Performed & { readonly type: 'RecordRepayment'; readonly shares: readonly Share[] })
  | (Performed & { readonly type: 'GiveUpClaim'; readonly shares: readonly Share[]; readonly reason: string })
  | (Between & { readonly type: 'SetTerms'; readonly silenceDays?: number | undefined })

/** In order of precedence: the first that applies is the one told. */
export const statementRefusals = {
  'statement-unknown': 404,
  'statement-already-approved': 409,
  'statement-already-proposed': 409,
  'statement-not-proposed': 409,
  'statement-revised': 409,
  'statement-moved-on': 409,
  'nothing-due': 409,
  'silence-not-agreed': 409,
  'silence-not-over': 409,
  'statement-not-confirmed': 409,
  'maker-cannot-approve': 403,
  'taking-back-underway': 409,
  'line-disputed': 409,
  'line-not-disputed': 409,
  'repaid-more-than-owed': 422,
  'given-up-more-than-owed': 422,
} as const
export type StatementRefusalCode = keyof typeof statementRefusals
export type StatementDecision = Decision<StatementEvent, StatementRefusalCode>
