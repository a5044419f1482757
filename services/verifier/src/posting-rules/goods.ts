import { objectsIn, textIn } from '../json.ts'
import { goods, goodsOfEvent } from './moved-lines.ts'
import type { Movement } from './rules.ts'

const inDepot = { depot: 'stream' } as const
const fromDepot = { depot: 'stream', consignment: 'data' } as const
const atSite = { consignment: 'stream', site: 'data', programme: 'data' } as const
/** What comes back from a site, and the depot that it goes to. */
const atSiteAndDepot = { consignment: 'stream', site: 'data', programme: 'data', depot: 'data' } as const

const receipt: readonly Movement[] = [
  { lines: goods('lines', atSiteAndDepot), moves: [['site', 'in-transit']] },
  { lines: goods('lines', { consignment: 'stream' }, 'shortQuantity'), moves: [['lost', 'in-transit']] },
  { lines: refused(), moves: [['returned', 'in-transit']] },
]
const unpacking: readonly Movement[] = [
  { lines: goods('components', inDepot), moves: [['depot', 'conversion']] },
  { lines: goodsOfEvent(inDepot), moves: [['conversion', 'depot']] },
]
const toDepot: Movement['lines'] = (event) =>
  goods('lines', { depot: 'stream' })(event).map((line) => ({ ...line, otherDepot: event.stream }))
const shortOnTheWay: Movement['lines'] = (event) =>
  goods('lines', { depot: 'stream' }, 'shortQuantity')(event).map((line) => ({ ...line, otherDepot: event.stream }))
const arrival: readonly Movement[] = [
  { lines: toDepot, moves: [['depot', 'in-transit']] },
  { lines: shortOnTheWay, moves: [['lost', 'in-transit']] },
]

/** What goods came to be moved by after version 1. */
export const goodsMovements: Readonly<Record<string, readonly Movement[]>> = {
  ConsignmentReceived: receipt,
  SiteGoodsReturned: [{ lines: goods('lines', atSiteAndDepot), moves: [['returned', 'site']] }],
  SiteGoodsLost: [{ lines: goods('lines', atSite), moves: [['lost', 'site']] }],

  GoodsReceiptCorrected: [{ lines: goodsOfEvent(inDepot, 'difference'), moves: [['depot', 'supplier']] }],
  KitsUnpacked: unpacking,
  PackingReversed: unpacking,
  DispatchReversalReceived: [],
  GoodsReturnReleased: [{ lines: goods('lines', fromDepot), moves: [['returned', 'depot']] }],
  WriteOffReversed: [{ lines: goods('lines', inDepot), moves: [['depot', 'lost']] }],
  GoodsFoundAgain: [{ lines: goods('lines', inDepot), moves: [['depot', 'lost']] }],
  StockCounted: [
    { lines: goods('lines', inDepot, 'surplus'), moves: [['depot', 'count-difference']] },
    { lines: goods('lines', inDepot, 'shortage'), moves: [['count-difference', 'depot']] },
  ],
  StockCountCorrected: [{ lines: goods('lines', inDepot, 'difference'), moves: [['depot', 'count-difference']] }],
  CountLossConfirmed: [{ lines: goods('lines', inDepot), moves: [['lost', 'count-difference']] }],
  CountLossReversed: [{ lines: goods('lines', inDepot), moves: [['count-difference', 'lost']] }],
  GoodsTransferred: [{ lines: otherDepotIn('to'), moves: [['in-transit', 'depot']] }],
  TransferAnnounced: [],
  TransferReceived: arrival,
  TransferReceiptReversed: arrival.map((movement) => ({ ...movement, mirrored: true })),
  TransferReversed: [{ lines: givenBackTo('from'), moves: [['depot', 'in-transit']] }],
  TransferReversalReceived: [],

  DispatchReversed: [
    { lines: goods('lines', { consignment: 'stream', depot: 'data' }), moves: [['depot', 'in-transit']] },
  ],
  ReceiptCorrected: [
    { lines: goods('lines', atSiteAndDepot, 'siteDifference'), moves: [['site', 'in-transit']] },
    { lines: goods('lines', { consignment: 'stream' }, 'lostDifference'), moves: [['lost', 'in-transit']] },
    { lines: goods('lines', atSiteAndDepot, 'returnedDifference'), moves: [['returned', 'in-transit']] },
  ],
  ReceiptReversed: receipt.map((movement) => ({ ...movement, mirrored: true })),
  ConsignmentReturnReversed: [
    { lines: goods('lines', { consignment: 'stream', depot: 'data' }), moves: [['in-transit', 'returned']] },
  ],
  SiteReturnReversed: [{ lines: goods('lines', atSiteAndDepot), moves: [['site', 'returned']] }],
  SiteLossReversed: [{ lines: goods('lines', atSite), moves: [['site', 'lost']] }],
  HandOutReversed: [{ lines: goods('lines', atSite), moves: [['site', 'handed-out']] }],
  ReturnReleaseReceived: [],
}

/** Version 1 of a receipt refuses nothing. */
function refused(): Movement['lines'] {
  return (event) =>
    objectsIn(event.data, 'lines').every((line) => line.refusedQuantity === undefined)
      ? []
      : goods('lines', atSiteAndDepot, 'refusedQuantity')(event)
}

/** Sent to another depot, which owns it on the way. */
function otherDepotIn(member: string): Movement['lines'] {
  return (event) => goods('lines', inDepot)(event).map((line) => ({ ...line, otherDepot: textIn(event.data, member) }))
}

function givenBackTo(member: string): Movement['lines'] {
  return (event) =>
    goods('lines', {})(event).map((line) => ({ ...line, depot: textIn(event.data, member), otherDepot: event.stream }))
}
