import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { PlanFacts } from './plan-facts.ts'
import type { StatedLine } from './stated-line.ts'

export type ConsignmentPlan = DataOf<'ConsignmentPlanned'>

/** `today` is the day in Shanghai on which it is decided. */
export type ConsignmentCommand =
  | { readonly type: 'PlanConsignment'; readonly plan: ConsignmentPlan; readonly facts: PlanFacts }
  | AcknowledgeDispatch
  | ReceiveConsignment
  | HandOutGoods
  | { readonly type: 'ReturnConsignment'; readonly reason: string }
  | { readonly type: 'CancelConsignment'; readonly reason: string }

export type AcknowledgeDispatch = { readonly type: 'AcknowledgeDispatch' } & DataOf<'ConsignmentDispatched'>

export interface ReceiveConsignment {
  readonly type: 'ReceiveConsignment'
  readonly today: string
  readonly receivedBy: string
  readonly receivedOn: string
  /** What is missing against the dispatch is short. */
  readonly lines: readonly StatedLine[]
  readonly proof?: string | undefined
  /** The receiver, where registry has not registered that person. */
  readonly unknownWorker?: string | undefined
}

export interface HandOutGoods {
  readonly type: 'HandOutGoods'
  readonly today: string
  readonly lines: readonly StatedLine[]
  readonly workers: readonly string[]
  /** People beside the named ones. */
  readonly heads: number
  readonly handedOutOn: string
  /** The first of the workers whom registry has not registered. */
  readonly unknownWorker?: string | undefined
}
