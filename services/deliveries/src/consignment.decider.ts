import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import type { LotLine } from '@welfare/contracts/events/deliveries.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/decider/decider.ts'
import type {
  AcknowledgeDispatch,
  ConsignmentCommand,
  ConsignmentPlan,
  HandOutGoods,
  ReceiveConsignment,
} from './consignment.commands.ts'
import { type PlanFacts, type PlanRefusal, planRefusalOf } from './plan-facts.ts'
import { type ReceiptRefusal, receiptLines } from './receipt-lines.ts'
import { type SiteStockRefusal, takeFromSite } from './site-stock.ts'

/**
 * Stream `consignment-<uuid>`: goods sent to one site as one unit: planned → dispatched → received → handed out, or returned, or
 * cancelled before it was dispatched. Owns what is in transit and what stands at the site.
 * Invariant: every piece dispatched is received, short or returned, once; no more is handed out than was received.
 */
export const consignmentDecider: Decider<ConsignmentState, ConsignmentCommand, ConsignmentEvent, ConsignmentRefusal> = {
  category: 'consignment',
  initialState: { phase: 'unknown', atSite: [], handedOut: [], workersServed: 0, headsServed: 0, declined: [] },
  decide(state, command) {
    switch (command.type) {
      case 'PlanConsignment':
        return plan(state, command.plan, command.facts)
      case 'AcknowledgeDispatch':
        return acknowledgeDispatch(state, command)
      case 'ReceiveConsignment':
        return receive(state, command)
      case 'HandOutGoods':
        return handOut(state, command)
      case 'ReturnConsignment':
        return returnGoods(state, command.reason)
      case 'CancelConsignment':
        return cancel(state, command.reason)
    }
  },
  evolve,
}

export type ConsignmentEvent = EventOf<
  | 'ConsignmentPlanned'
  | 'ConsignmentDispatched'
  | 'DispatchDeclined'
  | 'ConsignmentReceived'
  | 'ConsignmentReturned'
  | 'GoodsHandedOut'
  | 'ConsignmentCancelled'
>

export type ConsignmentRefusal =
  | 'consignment-unknown'
  | 'consignment-already-planned'
  | 'consignment-not-dispatched'
  | 'consignment-not-received'
  | 'consignment-already-dispatched'
  | 'consignment-already-received'
  | 'consignment-returned'
  | 'consignment-cancelled'
  | 'received-in-future'
  | 'handed-out-in-future'
  | 'handed-out-before-receipt'
  | 'recipients-missing'
  | 'worker-unknown'
  | 'worker-repeated'
  | PlanRefusal
  | ReceiptRefusal
  | SiteStockRefusal

export type ConsignmentPhase = 'unknown' | 'planned' | 'dispatched' | 'received' | 'returned' | 'cancelled'

export interface ConsignmentState {
  readonly phase: ConsignmentPhase
  readonly plan?: ConsignmentPlan
  readonly dispatch?: DataOf<'ConsignmentDispatched'>
  readonly receipt?: DataOf<'ConsignmentReceived'>
  /** Received and not yet handed out; lots of which nothing is left stay, with 0. */
  readonly atSite: readonly LotLine[]
  readonly handedOut: readonly LotLine[]
  readonly workersServed: number
  readonly headsServed: number
  /** Why it was returned or cancelled. */
  readonly reason?: string
  /** Dispatches that were declined: said once each. */
  readonly declined: readonly string[]
}

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

function receive(state: ConsignmentState, command: ReceiveConsignment): ConsignmentDecision {
  const { plan: planned, dispatch } = state
  if (state.phase !== 'dispatched' || !planned || !dispatch) return refuse(codeOfPhase[state.phase], {})
  const { receivedBy, receivedOn, proof, today, unknownWorker } = command
  if (unknownWorker) return refuse('worker-unknown', { worker: unknownWorker })
  if (receivedOn > today) return refuse('received-in-future', { receivedOn, today })
  const receipt = receiptLines(dispatch.lines, command.lines)
  if (!receipt.added) return receipt.decision
  const where = { ...programmeOf(planned), site: planned.site }
  const what = { receivedBy, receivedOn, lines: receipt.lines, ...(proof !== undefined && { proof }) }
  return accept([{ type: 'ConsignmentReceived', data: { ...where, ...what } }])
}

function handOut(state: ConsignmentState, command: HandOutGoods): ConsignmentDecision {
  const { plan: planned, receipt } = state
  if (state.phase !== 'received' || !planned || !receipt) {
    return refuse(state.phase === 'dispatched' ? 'consignment-not-received' : codeOfPhase[state.phase], {})
  }
  const { workers, heads, handedOutOn, today, unknownWorker } = command
  if (unknownWorker) return refuse('worker-unknown', { worker: unknownWorker })
  if (handedOutOn > today) return refuse('handed-out-in-future', { handedOutOn, today })
  const { receivedOn } = receipt
  if (handedOutOn < receivedOn) return refuse('handed-out-before-receipt', { handedOutOn, receivedOn })
  if (workers.length + heads === 0) return refuse('recipients-missing', {})
  const repeated = workers.find((worker, index) => workers.indexOf(worker) !== index)
  if (repeated) return refuse('worker-repeated', { worker: repeated })
  const taken = takeFromSite(state.atSite, command.lines)
  if (!taken.taken) return taken.decision
  const where = { ...programmeOf(planned), site: planned.site }
  return accept([
    { type: 'GoodsHandedOut', data: { ...where, lines: taken.lines, workers: [...workers], heads, handedOutOn } },
  ])
}

function returnGoods(state: ConsignmentState, reason: string): ConsignmentDecision {
  const { plan: planned, dispatch } = state
  if (state.phase !== 'dispatched' || !planned || !dispatch) return refuse(codeOfPhase[state.phase], {})
  const where = { ...programmeOf(planned), site: planned.site, depot: dispatch.depot }
  return accept([{ type: 'ConsignmentReturned', data: { ...where, lines: dispatch.lines, reason } }])
}

function cancel(state: ConsignmentState, reason: string): ConsignmentDecision {
  if (state.phase === 'planned') return accept([{ type: 'ConsignmentCancelled', data: { reason } }])
  return refuse(state.phase === 'dispatched' ? 'consignment-already-dispatched' : codeOfPhase[state.phase], {})
}

/** Why a consignment in this phase is not (or no longer) on its way. */
const codeOfPhase = {
  unknown: 'consignment-unknown',
  planned: 'consignment-not-dispatched',
  dispatched: 'consignment-already-dispatched',
  received: 'consignment-already-received',
  returned: 'consignment-returned',
  cancelled: 'consignment-cancelled',
} as const satisfies Record<ConsignmentPhase, ConsignmentRefusal>

function evolve(state: ConsignmentState, event: ConsignmentEvent): ConsignmentState {
  switch (event.type) {
    case 'ConsignmentPlanned':
      return { ...state, phase: 'planned', plan: event.data }
    case 'ConsignmentDispatched':
      return { ...state, phase: 'dispatched', dispatch: event.data }
    case 'DispatchDeclined':
      return { ...state, declined: [...state.declined, event.data.dispatch] }
    case 'ConsignmentReceived':
      return { ...state, phase: 'received', receipt: event.data, atSite: event.data.lines.map(asLotLine) }
    case 'ConsignmentReturned':
      return { ...state, phase: 'returned', reason: event.data.reason }
    case 'GoodsHandedOut':
      return {
        ...state,
        atSite: addLots(state.atSite, event.data.lines, -1),
        handedOut: addLots(state.handedOut, event.data.lines, 1),
        workersServed: state.workersServed + event.data.workers.length,
        headsServed: state.headsServed + event.data.heads,
      }
    case 'ConsignmentCancelled':
      return { ...state, phase: 'cancelled', reason: event.data.reason }
  }
}

function asLotLine({ commodity, lot, quantity, fund }: LotLine): LotLine {
  return { commodity, lot, quantity, ...(fund !== undefined && { fund }) }
}

function addLots(lots: readonly LotLine[], lines: readonly LotLine[], direction: 1 | -1): LotLine[] {
  const sum = lots.map((lot) => ({ ...lot }))
  for (const line of lines) {
    const known = sum.find(({ lot }) => lot === line.lot)
    if (known) known.quantity += direction * line.quantity
    else sum.push({ ...line, quantity: direction * line.quantity })
  }
  return sum
}

function programmeOf({ programme }: ConsignmentPlan): { programme?: string } {
  return programme === undefined ? {} : { programme }
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
