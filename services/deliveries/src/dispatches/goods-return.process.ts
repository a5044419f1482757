import { codecFor, type EventOf } from '@welfare/contracts/catalogue.ts'
import type { LotLine } from '@welfare/contracts/events/deliveries.ts'
import { type DepotEvent, depotDecider } from '../depots/depot.decider.ts'
import { lotLineOf } from '../depots/lot-line.ts'

type Returning = EventOf<
  'ConsignmentReturned' | 'DispatchDeclined' | 'ConsignmentReceived' | 'ReceiptCorrected' | 'SiteGoodsReturned'
>

/** *goods return*: what did not reach its site, was refused there or comes back from it goes into the depot that sent it. */
export const goodsReturnProcess = {
  name: 'goods-return',
  on: ['ConsignmentReturned', 'DispatchDeclined', 'ConsignmentReceived', 'ReceiptCorrected', 'SiteGoodsReturned'],
  decider: depotDecider,
  codec: codecFor<DepotEvent['type']>(),
  react(event: Returning, { stream: consignment, version }: { readonly stream: string; readonly version: number }) {
    const lines = sentBack(event)
    const { depot } = event.data
    if (lines.length === 0 || depot === undefined) return []
    const goodsReturn = `${consignment}.${version}`
    return [{ stream: depot, command: { type: 'AcceptReturn' as const, consignment, goodsReturn, lines } }]
  },
} as const

function sentBack(event: Returning): readonly LotLine[] {
  switch (event.type) {
    case 'ConsignmentReceived': {
      const refused = event.data.lines.filter(({ refusedQuantity }) => refusedQuantity > 0)
      return refused.map((line) => lotLineOf(line, line.refusedQuantity))
    }
    case 'ReceiptCorrected':
      return event.data.sentBack
    default:
      return event.data.lines
  }
}
