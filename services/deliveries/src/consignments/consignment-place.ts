import { consignmentCodec } from '../deliveries.context.ts'
import { piecesOf } from '../depots/lot-line.ts'
import { partVersion } from '../dispatches/part-version.ts'
import type { Entered, GoodsPlace } from '../goods-routes.ts'
import type { ConsignmentCommand } from './consignment.commands.ts'
import { type ConsignmentEvent, type ConsignmentState, consignmentDecider } from './consignment.decider.ts'

export const phaseRefusals = {
  'consignment-not-dispatched': 409,
  'consignment-not-received': 409,
  'consignment-already-dispatched': 409,
  'consignment-already-received': 409,
  'consignment-returned': 409,
  'consignment-cancelled': 409,
}

/** A consignment, as routes of goods deal with it: it is where its site is. */
export const consignmentPlace: GoodsPlace<ConsignmentState, ConsignmentCommand, ConsignmentEvent> = {
  category: 'consignment',
  decidedBy: [consignmentDecider, consignmentCodec],
  ifMatch: 'optional',
  refusals: phaseRefusals,
  divisionOf: ({ divisionOfConsignment }, consignment) => divisionOfConsignment(consignment),
  findEntered,
}

/** @param corrects `dispatch`, `receipt`, or a part of it */
function findEntered({ dispatch, receipt, returns, acts }: ConsignmentState, corrects: string): Entered {
  if (corrects === 'dispatch') return { pieces: dispatch && piecesOf(dispatch.lines), day: dispatch?.dispatchedOn }
  if (corrects === 'receipt') {
    const dispatched = receipt?.lines.map(({ quantity, shortQuantity, refusedQuantity }) => ({
      quantity: quantity + shortQuantity + refusedQuantity,
    }))
    return { pieces: dispatched && piecesOf(dispatched), day: receipt?.receivedOn }
  }
  const version = partVersion(corrects)
  const lines = returns[version] ?? acts[version]?.data.lines
  return { pieces: lines && piecesOf(lines), day: acts[version]?.day }
}
