import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { type DayBalances, emptyDayBalances } from '@welfare/contracts/day-balances.ts'
import type { Attached } from '@welfare/contracts/events/attachments.ts'
import type { consignmentCorrectionsEvents } from '@welfare/contracts/events/consignment-corrections.ts'
import type { LotLine } from '@welfare/contracts/events/deliveries.ts'
import type { ConsignmentPlan } from './consignment.commands.ts'

export type ConsignmentEvent = EventOf<
  | 'ConsignmentPlanned'
  | 'ConsignmentDispatched'
  | 'DispatchDeclined'
  | 'ConsignmentReceived'
  | 'ConsignmentReturned'
  | 'GoodsHandedOut'
  | 'ConsignmentCancelled'
  | 'SiteGoodsReturned'
  | 'SiteGoodsLost'
  | 'ConsignmentAttachmentAdded'
  | 'ConsignmentAttachmentErased'
  | keyof typeof consignmentCorrectionsEvents
>

export type ConsignmentPhase = 'unknown' | 'planned' | 'dispatched' | 'received' | 'returned' | 'cancelled'

/** A lot at the site, by day. */
export interface SiteLot extends LotLine {
  readonly stock: DayBalances
}

type Receipt = Pick<
  DataOf<'ConsignmentReceived'>,
  'receivedBy' | 'receivedOn' | 'proof' | 'lines' | 'site' | 'programme'
> & {
  /** The event that it began with; corrections name that one. */
  readonly version: number
}

/** An act of the site, or a return on the way, that may be taken back, and the day of its paper. */
export type SiteAct = { readonly day: string } & (
  | { readonly type: 'hand-out'; readonly data: DataOf<'GoodsHandedOut'> }
  | { readonly type: 'site-return'; readonly data: DataOf<'SiteGoodsReturned'> }
  | { readonly type: 'site-loss'; readonly data: DataOf<'SiteGoodsLost'> }
  | { readonly type: 'return'; readonly data: DataOf<'ConsignmentReturned'> }
)

/** A photo or scan of an entry's paper. */
export interface AddedAttachment extends Attached {
  readonly entry: string
  /** Whom the entry names. */
  readonly workers: readonly string[]
  readonly erased?: DataOf<'ConsignmentAttachmentErased'>['reason']
}

export interface ConsignmentState {
  readonly phase: ConsignmentPhase
  readonly plan?: ConsignmentPlan
  readonly dispatch?: DataOf<'ConsignmentDispatched'> & { readonly dispatchedOn: string }
  readonly receipt?: Receipt
  /** All lots together: a consignment is dispatched, received and returned as one. */
  readonly inTransit: DayBalances
  /** Received and not yet handed out; lots of which nothing is left stay, with 0. */
  readonly atSite: readonly SiteLot[]
  readonly handedOut: readonly LotLine[]
  readonly workersServed: number
  readonly headsServed: number
  /** Why it was returned or cancelled. */
  readonly reason?: string
  /** Dispatches that were declined or reversed: said once each. */
  readonly declined: readonly string[]
  /** What was done at the site or on the way, and not taken back, by version. */
  readonly acts: Readonly<Record<string, SiteAct>>
  /** What was taken back: what is entered rightly instead names it. */
  readonly reversed: readonly string[]
  /** Sent back to the depot, by the version of the event that did. */
  readonly returns: Readonly<Record<string, readonly LotLine[]>>
  /** Sent back, and released by the depot: the consignment's to correct. */
  readonly released: readonly LotLine[]
  /** Of receipts and hand-outs, taken back ones too, in the order in which they were added. */
  readonly attachments: readonly AddedAttachment[]
  /** Of its last event. */
  readonly version: number
}

export const unknownConsignment: ConsignmentState = {
  phase: 'unknown',
  inTransit: emptyDayBalances(),
  atSite: [],
  handedOut: [],
  workersServed: 0,
  headsServed: 0,
  declined: [],
  acts: {},
  reversed: [],
  returns: {},
  released: [],
  attachments: [],
  version: 0,
}
