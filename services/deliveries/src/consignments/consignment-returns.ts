import { lowestFrom } from '@welfare/contracts/day-balances.ts'
import { accept, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import { piecesOf } from '../depots/lot-line.ts'
import { partVersion } from '../dispatches/part-version.ts'
import type { LoseAtSite, ReturnConsignment, ReturnFromSite, ReverseSiteAct } from './consignment.commands.ts'
import type { ConsignmentEvent, ConsignmentState } from './consignment.state.ts'
import { notReceived, type PhaseRefusal, phaseRefusal, placeOfPlan } from './consignment-phases.ts'
import { type SiteStockRefusal, takeFromSite } from './site-stock.ts'

export type ReturnRefusal =
  | 'returned-before-dispatch'
  | 'returned-before-receipt'
  | 'lost-before-receipt'
  | 'not-in-transit-then'
  | 'return-unknown'
  | 'loss-unknown'
  | 'return-already-accepted'
  | PhaseRefusal
  | SiteStockRefusal

type ReturnDecision = Decision<ConsignmentEvent, ReturnRefusal>

export function returnConsignment(state: ConsignmentState, { day, reason }: ReturnConsignment): ReturnDecision {
  const { plan: planned, dispatch } = state
  if (state.phase !== 'dispatched' || !planned || !dispatch) return phaseRefusal(state.phase)
  const { depot, lines, dispatchedOn } = dispatch
  if (day < dispatchedOn) return refuse('returned-before-dispatch', { day, dispatchedOn })
  const lowest = lowestFrom(state.inTransit, day)
  if (lowest.amount < piecesOf(lines)) {
    return refuse('not-in-transit-then', { day: lowest.day, available: lowest.amount, needed: piecesOf(lines) })
  }
  return accept([{ type: 'ConsignmentReturned', data: { ...placeOfPlan(planned), depot, lines, reason } }])
}

export function returnFromSite(state: ConsignmentState, { day, lines, reason }: ReturnFromSite): ReturnDecision {
  const { plan: planned, dispatch, receipt } = state
  if (state.phase !== 'received' || !planned || !dispatch || !receipt) return notReceived(state.phase)
  const { receivedOn } = receipt
  if (day < receivedOn) return refuse('returned-before-receipt', { day, receivedOn })
  const taken = takeFromSite(state.atSite, lines, { day })
  if (!taken.taken) return taken.decision
  const where = { ...placeOfPlan(planned), depot: dispatch.depot }
  return accept([{ type: 'SiteGoodsReturned', data: { ...where, lines: taken.lines, returnedOn: day, reason } }])
}

export function loseAtSite(state: ConsignmentState, { day, lines, reason }: LoseAtSite): ReturnDecision {
  const { plan: planned, receipt } = state
  if (state.phase !== 'received' || !planned || !receipt) return notReceived(state.phase)
  const { receivedOn } = receipt
  if (day < receivedOn) return refuse('lost-before-receipt', { day, receivedOn })
  const taken = takeFromSite(state.atSite, lines, { day })
  if (!taken.taken) return taken.decision
  return accept([{ type: 'SiteGoodsLost', data: { ...placeOfPlan(planned), lines: taken.lines, lostOn: day, reason } }])
}

/** The depot has released it before; from then on it is the consignment's. */
export function reverseReturn(state: ConsignmentState, { corrects, reason }: ReverseSiteAct): ReturnDecision {
  const act = state.acts[partVersion(corrects)]
  if (act?.type !== 'return' && act?.type !== 'site-return') return refuse('return-unknown', { return: corrects })
  const { programme, site, depot, lines } = act.data
  for (const { lot, commodity, quantity } of lines) {
    const released = state.released.find((line) => line.lot === lot)?.quantity ?? 0
    if (released < quantity) {
      return refuse('return-already-accepted', { commodity, lot, available: released, needed: quantity, depot })
    }
  }
  const where = programme === undefined ? { site, depot } : { programme, site, depot }
  const data = { corrects, ...where, lines, reason }
  if (act.type === 'return') return accept([{ type: 'ConsignmentReturnReversed', data }])
  return accept([{ type: 'SiteReturnReversed', data }])
}

export function reverseSiteLoss(state: ConsignmentState, { corrects, reason }: ReverseSiteAct): ReturnDecision {
  const act = state.acts[partVersion(corrects)]
  if (act?.type !== 'site-loss') return refuse('loss-unknown', { loss: corrects })
  const { programme, site, lines } = act.data
  const where = programme === undefined ? { site } : { programme, site }
  return accept([{ type: 'SiteLossReversed', data: { corrects, ...where, lines, reason } }])
}
