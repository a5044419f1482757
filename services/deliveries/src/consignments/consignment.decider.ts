import { accept, type Decider, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import { partVersion } from '../dispatches/part-version.ts'
import type {
  AcknowledgeDispatch,
  ConsignmentCommand,
  ConsignmentPlan,
  ReverseDispatch,
  TakeInReturnRelease,
} from './consignment.commands.ts'
import { type ConsignmentEvent, type ConsignmentState, unknownConsignment } from './consignment.state.ts'
import { type AttachmentRefusal, addAttachments, eraseAttachment, withAttachments } from './consignment-attachments.ts'
import { evolveConsignment } from './consignment-evolve.state.ts'
import { correctHandOut, type HandOutRefusal, handOut } from './consignment-hand-outs.ts'
import { codeOfPhase, type PhaseRefusal, phaseRefusal } from './consignment-phases.ts'
import { type ConsignmentReceiptRefusal, correctReceipt, receive, reverseReceipt } from './consignment-receipts.ts'
import {
  loseAtSite,
  type ReturnRefusal,
  returnConsignment,
  returnFromSite,
  reverseReturn,
  reverseSiteLoss,
} from './consignment-returns.ts'
import { type PlanFacts, type PlanRefusal, planRefusalOf } from './plan-facts.ts'

/**
 * Stream `consignment-<uuid>`: goods sent to one site as one unit: planned → dispatched → received → handed out, or returned, or
 * cancelled before it was dispatched. Owns what is in transit and what stands at the site, and what came back until a depot has accepted it.
 * Invariant: every piece dispatched is received, short, refused or returned, once; no more is handed out, on any day, than stands at the site.
 */
export const consignmentDecider: Decider<ConsignmentState, ConsignmentCommand, ConsignmentEvent, ConsignmentRefusal> = {
  category: 'consignment',
  initialState: unknownConsignment,
  decide(state, command) {
    switch (command.type) {
      case 'PlanConsignment':
        return plan(state, command.plan, command.facts)
      case 'AcknowledgeDispatch':
        return acknowledgeDispatch(state, command)
      case 'ReverseDispatch':
        return reverseDispatch(state, command)
      case 'ReceiveConsignment':
        return withAttachments(state, command.attached, receive(state, command))
      case 'CorrectReceipt':
        return correctReceipt(state, command)
      case 'ReverseReceipt':
        return reverseReceipt(state, command)
      case 'HandOutGoods':
        return withAttachments(state, command.attached, handOut(state, command))
      case 'CorrectHandOut':
        return correctHandOut(state, command)
      case 'ReturnConsignment':
        return returnConsignment(state, command)
      case 'ReturnFromSite':
        return returnFromSite(state, command)
      case 'LoseAtSite':
        return loseAtSite(state, command)
      case 'ReverseReturn':
        return reverseReturn(state, command)
      case 'ReverseSiteLoss':
        return reverseSiteLoss(state, command)
      case 'TakeInReturnRelease':
        return takeInRelease(state, command)
      case 'CancelConsignment':
        return cancel(state, command.reason)
      case 'AddAttachments':
        return addAttachments(state, command)
      case 'EraseAttachment':
        return eraseAttachment(state, command)
    }
  },
  evolve: evolveConsignment,
}

export type { ConsignmentEvent, ConsignmentState } from './consignment.state.ts'

export type ConsignmentRefusal =
  | 'consignment-already-planned'
  | PhaseRefusal
  | PlanRefusal
  | ConsignmentReceiptRefusal
  | HandOutRefusal
  | ReturnRefusal
  | AttachmentRefusal

type ConsignmentDecision = Decision<ConsignmentEvent, ConsignmentRefusal>

function plan(state: ConsignmentState, wanted: ConsignmentPlan, facts: PlanFacts): ConsignmentDecision {
  if (state.plan) return samePlan(state.plan, wanted) ? accept([]) : refuse('consignment-already-planned', {})
  const refusal = planRefusalOf(wanted, facts)
  if (refusal) return refusal
  return accept([{ type: 'ConsignmentPlanned', data: wanted }])
}

/** Never refused for what happened meanwhile: the depot has sent the goods, so they are taken in or sent back. */
function acknowledgeDispatch(state: ConsignmentState, command: AcknowledgeDispatch): ConsignmentDecision {
  const { type: _, ...dispatched } = command
  if (state.phase === 'unknown') return refuse('consignment-unknown', {})
  if (state.dispatch?.dispatch === dispatched.dispatch) return accept([])
  if (state.declined.includes(dispatched.dispatch)) return accept([])
  if (state.phase === 'planned') return accept([{ type: 'ConsignmentDispatched', data: dispatched }])
  return accept([{ type: 'DispatchDeclined', data: { ...dispatched, code: codeOfPhase[state.phase] } }])
}

/** Only what is on its way: what was received or came back is corrected first. */
function reverseDispatch(state: ConsignmentState, { reason }: ReverseDispatch): ConsignmentDecision {
  const { dispatch } = state
  if (state.phase !== 'dispatched' || !dispatch) return phaseRefusal(state.phase)
  const { dispatch: corrects, depot, lines } = dispatch
  return accept([{ type: 'DispatchReversed', data: { corrects, depot, lines: [...lines], reason } }])
}

function takeInRelease(state: ConsignmentState, { type: _, ...data }: TakeInReturnRelease): ConsignmentDecision {
  if (state.returns[partVersion(data.goodsReturn)] === undefined) return accept([])
  return accept([{ type: 'ReturnReleaseReceived', data }])
}

function cancel(state: ConsignmentState, reason: string): ConsignmentDecision {
  if (state.phase === 'planned') return accept([{ type: 'ConsignmentCancelled', data: { reason } }])
  return phaseRefusal(state.phase)
}

function samePlan(a: ConsignmentPlan, b: ConsignmentPlan): boolean {
  const { lines: left, ...aWhere } = a
  const { lines: right, ...bWhere } = b
  const places = ['programme', 'round', 'site', 'depot', 'dueOn'] as const
  return (
    places.every((place) => aWhere[place] === bWhere[place]) &&
    left.length === right.length &&
    left.every((line) => right.some((r) => r.commodity === line.commodity && r.quantity === line.quantity))
  )
}
