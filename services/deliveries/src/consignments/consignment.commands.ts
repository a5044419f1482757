import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { GivenAttachments } from '@welfare/contracts/events/attachments.ts'
import type { PlanFacts } from './plan-facts.ts'
import type { StatedLine } from './stated-line.ts'

export type ConsignmentPlan = DataOf<'ConsignmentPlanned'>

/** `today` is the day in Shanghai on which it is decided; `day` the one on which the act counts. */
export type ConsignmentCommand =
  | { readonly type: 'PlanConsignment'; readonly plan: ConsignmentPlan; readonly facts: PlanFacts }
  | AcknowledgeDispatch
  | ReverseDispatch
  | ReceiveConsignment
  | CorrectReceipt
  | ReverseReceipt
  | HandOutGoods
  | CorrectHandOut
  | ReturnConsignment
  | ReturnFromSite
  | LoseAtSite
  | ReverseSiteAct
  | TakeInReturnRelease
  | AddAttachments
  | EraseAttachment
  | { readonly type: 'CancelConsignment'; readonly reason: string }

export type AcknowledgeDispatch = { readonly type: 'AcknowledgeDispatch' } & DataOf<'ConsignmentDispatched'>

export interface ReverseDispatch {
  readonly type: 'ReverseDispatch'
  readonly reason: string
}

/** Photos or scans of the paper: what is known of those that the request names. */
export type AttachedTo = GivenAttachments & { readonly consignment: string }

/** To an entry that is there already. */
export interface AddAttachments {
  readonly type: 'AddAttachments'
  readonly entry: string
  readonly attached: AttachedTo
}

export interface EraseAttachment {
  readonly type: 'EraseAttachment'
  readonly attachment: string
  readonly reason: DataOf<'ConsignmentAttachmentErased'>['reason']
  /** Until then the paper has to be kept; not asked where it never was the entry's. */
  readonly retentionEndedOn?: string | undefined
  readonly today: string
}

interface SignedReceipt {
  readonly receivedBy: string
  readonly receivedOn: string
  /** What is missing against the dispatch is short. */
  readonly lines: readonly StatedLine[]
  readonly proof?: string | undefined
  /** The receiver, where registry has not registered that person. */
  readonly unknownWorker?: string | undefined
}

export interface ReceiveConsignment extends SignedReceipt {
  readonly attached?: AttachedTo | undefined
  readonly type: 'ReceiveConsignment'
  readonly today: string
  readonly day: string
}

/** The receipt as it should have been, whole. */
export interface CorrectReceipt extends SignedReceipt {
  readonly type: 'CorrectReceipt'
  readonly consignment: string
  readonly today: string
  readonly reason: string
}

export interface ReverseReceipt {
  readonly type: 'ReverseReceipt'
  readonly consignment: string
  readonly today: string
  readonly reason: string
}

interface HandOutEntry {
  readonly lines: readonly StatedLine[]
  readonly workers: readonly string[]
  /** People beside the named ones. */
  readonly heads: number
  readonly handedOutOn: string
  /** The first of the workers whom registry has not registered. */
  readonly unknownWorker?: string | undefined
  /** Lot → the last day on which it may be given out, as its depot says. */
  readonly expiries: Readonly<Record<string, string>>
  /** As the programme's rules say; undefined: they say nothing. */
  readonly kitsPerHead?: number | undefined
  /** Why more than that is handed out. */
  readonly beyondStandard?: { readonly reason: string } | undefined
}

export interface HandOutGoods extends HandOutEntry {
  readonly attached?: AttachedTo | undefined
  readonly type: 'HandOutGoods'
  readonly today: string
  readonly day: string
}

export interface CorrectHandOut {
  readonly type: 'CorrectHandOut'
  readonly today: string
  /** The hand-out's part. */
  readonly corrects: string
  /** What was really handed out; absent: nothing was. */
  readonly right?: HandOutEntry | undefined
  readonly reason: string
}

export interface ReturnConsignment {
  readonly type: 'ReturnConsignment'
  readonly day: string
  readonly reason: string
}

interface FromSite {
  readonly day: string
  readonly lines: readonly StatedLine[]
  readonly reason: string
}
export type ReturnFromSite = { readonly type: 'ReturnFromSite' } & FromSite
export type LoseAtSite = { readonly type: 'LoseAtSite' } & FromSite

/** A return or a loss that never was. */
export interface ReverseSiteAct {
  readonly type: 'ReverseReturn' | 'ReverseSiteLoss'
  readonly corrects: string
  readonly reason: string
}

export type TakeInReturnRelease = { readonly type: 'TakeInReturnRelease' } & DataOf<'ReturnReleaseReceived'>
