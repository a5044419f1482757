import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { lowestFrom } from '@welfare/contracts/day-balances.ts'
import { accept, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import { lotLineOf, piecesOf } from '../depots/lot-line.ts'
import type { CorrectReceipt, ReceiveConsignment, ReverseReceipt } from './consignment.commands.ts'
import type { ConsignmentEvent, ConsignmentState } from './consignment.state.ts'
import { notReceived, type PhaseRefusal, phaseRefusal, placeOfPlan } from './consignment-phases.ts'
import { type ReceiptRefusal, receiptLines } from './receipt-lines.ts'
import { shortAtSite } from './site-stock.ts'

export type ConsignmentReceiptRefusal =
  | 'received-in-future'
  | 'received-before-dispatch'
  | 'received-after-hand-out'
  | 'not-in-transit-then'
  | 'worker-unknown'
  | 'site-stock-insufficient'
  | 'return-already-accepted'
  | PhaseRefusal
  | ReceiptRefusal

type ReceiptDecision = Decision<ConsignmentEvent, ConsignmentReceiptRefusal>
type Dispatch = NonNullable<ConsignmentState['dispatch']>

export function receive(state: ConsignmentState, command: ReceiveConsignment): ReceiptDecision {
  const { plan: planned, dispatch } = state
  if (state.phase !== 'dispatched' || !planned || !dispatch) return phaseRefusal(state.phase)
  const refusal = signedRefusal(command, dispatch)
  if (refusal) return refusal
  const { day, receivedBy, receivedOn, proof } = command
  const sent = piecesOf(dispatch.lines)
  const lowest = lowestFrom(state.inTransit, day)
  if (lowest.amount < sent) {
    return refuse('not-in-transit-then', { receivedOn, day: lowest.day, available: lowest.amount, needed: sent })
  }
  const receipt = receiptLines(dispatch.lines, command.lines)
  if (!receipt.added) return receipt.decision
  const where = { ...placeOfPlan(planned), depot: dispatch.depot }
  const what = { receivedBy, receivedOn, lines: receipt.lines, ...(proof !== undefined && { proof }) }
  return accept([{ type: 'ConsignmentReceived', data: { ...where, ...what } }])
}

/**
 * Moves what differs between site, lost and returned. Never takes from the site what is no longer there, nor from what came back what a depot has
 * accepted and not released.
 */
export function correctReceipt(state: ConsignmentState, command: CorrectReceipt): ReceiptDecision {
  const { plan: planned, dispatch, receipt } = state
  if (state.phase !== 'received' || !planned || !dispatch || !receipt) return notReceived(state.phase)
  const { receivedBy, receivedOn, proof, consignment, today, reason } = command
  const refusal = signedRefusal(command, dispatch) ?? handedOutBefore(state, receivedOn)
  if (refusal) return refusal
  const right = receiptLines(dispatch.lines, command.lines)
  if (!right.added) return right.decision
  const lines = right.lines.map((line) => {
    const was = receipt.lines.find(({ lot }) => lot === line.lot)
    return {
      ...line,
      siteDifference: line.quantity - (was?.quantity ?? 0),
      lostDifference: line.shortQuantity - (was?.shortQuantity ?? 0),
      returnedDifference: line.refusedQuantity - (was?.refusedQuantity ?? 0),
    }
  })
  const leaving = lines.map((line) => lotLineOf(line, Math.max(0, -line.siteDifference)))
  const misfit = shortAtSite(state, leaving, today) ?? notReleased(state, lines)
  if (misfit) return misfit
  const sentBack = lines
    .map((line) => lotLineOf(line, releasedOf(state, line.lot) + line.returnedDifference))
    .filter(({ quantity }) => quantity > 0)
  const corrects = `${consignment}.${receipt.version}`
  const where = { ...placeOfPlan(planned), depot: dispatch.depot }
  const what = { receivedBy, receivedOn, lines, ...(proof !== undefined && { proof }) }
  return accept([{ type: 'ReceiptCorrected', data: { corrects, ...where, ...what, sentBack, reason } }])
}

/** All of it must still be there: at the site, lost, and what was refused released by the depot. */
export function reverseReceipt(state: ConsignmentState, command: ReverseReceipt): ReceiptDecision {
  const { plan: planned, dispatch, receipt } = state
  if (state.phase !== 'received' || !planned || !dispatch || !receipt) return notReceived(state.phase)
  const { consignment, today, reason } = command
  const lines = receipt.lines.map((line) => plainReceiptLine(line))
  const mirrored = lines.map((line) => ({ ...line, returnedDifference: -line.refusedQuantity }))
  const misfit = shortAtSite(state, lines, today) ?? notReleased(state, mirrored)
  if (misfit) return misfit
  const corrects = `${consignment}.${receipt.version}`
  const where = { ...placeOfPlan(planned), depot: dispatch.depot }
  return accept([
    { type: 'ReceiptReversed', data: { corrects, ...where, receivedOn: receipt.receivedOn, lines, reason } },
  ])
}

type Signed = Pick<ReceiveConsignment, 'receivedOn' | 'today' | 'unknownWorker'>

function signedRefusal(
  { receivedOn, today, unknownWorker }: Signed,
  { dispatchedOn }: Dispatch,
): ReceiptDecision | undefined {
  if (unknownWorker) return refuse('worker-unknown', { worker: unknownWorker })
  if (receivedOn > today) return refuse('received-in-future', { receivedOn, today })
  if (receivedOn < dispatchedOn) return refuse('received-before-dispatch', { receivedOn, dispatchedOn })
  return undefined
}

function handedOutBefore({ acts }: ConsignmentState, receivedOn: string): ReceiptDecision | undefined {
  const days = Object.values(acts).flatMap((act) => (act.type === 'hand-out' ? [act.data.handedOutOn] : []))
  const [handedOutOn] = days.sort()
  if (handedOutOn === undefined || handedOutOn >= receivedOn) return undefined
  return refuse('received-after-hand-out', { receivedOn, handedOutOn })
}

function notReleased(
  state: ConsignmentState,
  lines: readonly { readonly lot: string; readonly commodity: string; readonly returnedDifference: number }[],
): ReceiptDecision | undefined {
  for (const { lot, commodity, returnedDifference } of lines) {
    const released = releasedOf(state, lot)
    if (released + returnedDifference < 0) {
      const facts = { commodity, lot, available: released, needed: -returnedDifference }
      return refuse('return-already-accepted', { ...facts, depot: state.dispatch?.depot ?? '' })
    }
  }
  return undefined
}

function releasedOf({ released }: ConsignmentState, lot: string): number {
  return released.find((line) => line.lot === lot)?.quantity ?? 0
}

type Received = DataOf<'ConsignmentReceived'>['lines'][number]

/** Of a receipt that was corrected, without what the correction moved. */
export function plainReceiptLine(line: Received): Received {
  const { quantity, shortQuantity, shortReason, refusedQuantity, refusedReason } = line
  return {
    ...lotLineOf(line, quantity),
    shortQuantity,
    refusedQuantity,
    ...(shortReason !== undefined && { shortReason }),
    ...(refusedReason !== undefined && { refusedReason }),
  }
}
