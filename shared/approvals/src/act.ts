import type { ActKind, LimitedKind } from '@welfare/contracts/acts.ts'
import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'

/** The service whose act it is; its proposals are served under `/v1/proposals/<area>`. */
export type Area = DataOf<'ActProposed'>['area']

/** What a request would do, as far as limits and its approver want to know. */
export interface Act {
  readonly kind: ActKind
  /** Left out where there is none. */
  readonly amountFen?: number | undefined
  /** Of kinds that are counted: pieces, or cards; default: one act. */
  readonly count?: number | undefined
  /** Whose limits hold. */
  readonly division: string
  readonly programme?: string | undefined
  readonly fund?: string | undefined
  /** How many days later than its paper it is entered; 0 or left out: it is no late entry. */
  readonly lateDays?: number | undefined
  /** A standard of the act's own, beside its division's limits, that it is above: it waits whatever they say. */
  readonly beyond?: { readonly limit: number; readonly value: number } | undefined
  /** What an approver should know beside the request. It is recorded in plain text: nothing that names a person. */
  readonly about?: JsonObject
}

export type WaitingReason = DataOf<'ActProposed'>['because'][number]

/** One kind's limits: above them an act waits for another person. */
export type ActLimits = NonNullable<DataOf<'ApprovalLimitSet'>['limits'][LimitedKind]>
