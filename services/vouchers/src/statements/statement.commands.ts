import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { GivenAttachments } from '@welfare/contracts/events/attachments.ts'
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

/** Where unions have named their accounts: the one that money leaves or reaches. */
interface OnAccount {
  readonly bankAccount?: string | undefined
  /** Who pays instead of a union. */
  readonly payer?: string | undefined
}

/** What the wallets have said by then. */
export interface Performed {
  readonly stream: string
  /** Takings back, `<statement>.<version>`, that they have performed. */
  readonly performed: ReadonlySet<string>
}

export interface ApproveStatement extends Seen, Performed {
  readonly type: 'ApproveStatement'
  /** What was to pay when somebody looked: disputes and what comes back change it within a revision. */
  readonly payFen?: number | undefined
  readonly account: string
}

export interface RefuseStatement extends Seen {
  readonly type: 'RefuseStatement'
  readonly account: string
  readonly reason: string
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

export interface RecordInvoice {
  readonly type: 'RecordInvoice'
  readonly statement: number
  readonly invoiceNumber: string
  readonly invoicedOn: string
  readonly amountFen: number
  readonly today: string
  readonly scan?: GivenAttachments | undefined
}

export interface StrikeOutInvoice {
  readonly type: 'StrikeOutInvoice'
  readonly invoiceNumber: string
  readonly reason: string
}

/** A merchant does without so much of what an approved number pays it. */
export interface WaivePayable {
  readonly type: 'WaivePayable'
  readonly statement: number
  readonly shares: readonly Share[]
  readonly reason: string
}

export type StatementCommand =
  | TakeBackLine
  | { readonly type: 'EndTakingBack'; readonly takenBack: string; readonly code: string }
  | ProposeStatement
  | { readonly type: 'WithdrawStatement'; readonly statement: number; readonly reason: string }
  | ConfirmStatement
  | ApproveStatement
  | RefuseStatement
  | DisputeLine
  | EndDispute
  | AssignPayment
  | { readonly type: 'ReleaseStatements'; readonly payment: string; readonly reason: string }
  | (OnAccount & { readonly type: 'RecordPaid'; readonly payment: string; readonly paidOn: string })
  | (OnAccount & { readonly type: 'TakeInReturned'; readonly payment: string; readonly reason: string })
  | (Performed & OnAccount & { readonly type: 'RecordRepayment'; readonly shares: readonly Share[] })
  | (Performed & { readonly type: 'GiveUpClaim'; readonly shares: readonly Share[]; readonly reason: string })
  | RecordInvoice
  | StrikeOutInvoice
  | WaivePayable
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
  'statement-amount-changed': 409,
  'line-disputed': 409,
  'line-not-disputed': 409,
  'repaid-more-than-owed': 422,
  'given-up-more-than-owed': 422,
  'invoice-dated-ahead': 422,
  'invoice-already-recorded': 409,
  'invoices-exhausted': 409,
  'attachment-unknown': 422,
  'attachment-already-added': 409,
  'invoice-unknown': 422,
  'merchant-waived-it': 409,
  'statement-not-approved': 409,
  'statement-already-assigned': 409,
  'statement-already-paid': 409,
  'waived-more-than-due': 422,
} as const
export type StatementRefusalCode = keyof typeof statementRefusals
export type StatementDecision = Decision<StatementEvent, StatementRefusalCode>
