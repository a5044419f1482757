import { type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import type { ConsignmentPlan } from './consignment.commands.ts'
import type { ConsignmentPhase } from './consignment.state.ts'

export type PhaseRefusal =
  | 'consignment-unknown'
  | 'consignment-not-dispatched'
  | 'consignment-not-received'
  | 'consignment-already-dispatched'
  | 'consignment-already-received'
  | 'consignment-returned'
  | 'consignment-cancelled'

/** Why a consignment in this phase is not (or no longer) on its way. */
export const codeOfPhase = {
  unknown: 'consignment-unknown',
  planned: 'consignment-not-dispatched',
  dispatched: 'consignment-already-dispatched',
  received: 'consignment-already-received',
  returned: 'consignment-returned',
  cancelled: 'consignment-cancelled',
} as const satisfies Record<ConsignmentPhase, PhaseRefusal>

export function phaseRefusal(phase: ConsignmentPhase): Decision<never, PhaseRefusal> {
  return refuse(codeOfPhase[phase], {})
}

/** Why nothing can be done at the site. */
export function notReceived(phase: ConsignmentPhase): Decision<never, PhaseRefusal> {
  return phase === 'dispatched' ? refuse('consignment-not-received', {}) : phaseRefusal(phase)
}

/** Programme and site, as the events of a consignment name them. */
export function placeOfPlan({ programme, site }: ConsignmentPlan): { site: string; programme?: string } {
  return programme === undefined ? { site } : { programme, site }
}
