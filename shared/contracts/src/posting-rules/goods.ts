import type { consignmentCorrectionsEvents } from '../events/consignment-corrections.ts'
import type { depotActsEvents } from '../events/depot-acts.ts'
import { goods, inTransit, inTransitTo, returned } from '../goods-legs.ts'
import type { Place } from '../legs.ts'
import { mirrored } from '../legs.ts'
import { movesNothing, type PostingRules } from './rules.ts'
import { postingRulesV1 } from './v1.ts'

type GoodsType =
  | keyof typeof depotActsEvents
  | keyof typeof consignmentCorrectionsEvents
  | 'ConsignmentReceived'
  | 'SiteGoodsReturned'
  | 'SiteGoodsLost'

/** What goods came to be moved by after version 1: refusal on receipt, goods back, counts, transfers, and the red entries. */
export const goodsRules = {
  ConsignmentReceived: (data, consignment) => [
    ...postingRulesV1.ConsignmentReceived(data, consignment),
    ...goods(
      data.lines.map((line) => ({ ...line, quantity: line.refusedQuantity })),
      returned(consignment, data.depot ?? ''),
      inTransit(consignment),
    ),
  ],
  SiteGoodsReturned: ({ lines, depot, ...place }, consignment) =>
    goods(lines, returned(consignment, depot), atSite(place, consignment)),
  SiteGoodsLost: ({ lines, ...place }, consignment) =>
    goods(lines, { account: 'lost', consignment }, atSite(place, consignment)),

  GoodsReceiptCorrected: ({ commodity, lot, fund, difference }, depot) =>
    goods([{ commodity, lot, fund, quantity: difference }], inDepot(depot), { account: 'supplier', depot }),
  KitsUnpacked: (data, depot) => unpacked(data, depot),
  PackingReversed: (data, depot) => unpacked(data, depot),
  DispatchReversalReceived: movesNothing,
  GoodsReturnReleased: ({ lines, consignment }, depot) => goods(lines, returned(consignment, depot), inDepot(depot)),
  WriteOffReversed: ({ lines }, depot) => goods(lines, inDepot(depot), { account: 'lost', depot }),
  GoodsFoundAgain: ({ lines }, depot) => goods(lines, inDepot(depot), { account: 'lost', depot }),
  StockCounted: ({ lines }, depot) => [
    ...goods(
      lines.map((line) => ({ ...line, quantity: line.surplus })),
      inDepot(depot),
      countDifference(depot),
    ),
    ...goods(
      lines.map((line) => ({ ...line, quantity: line.shortage })),
      countDifference(depot),
      inDepot(depot),
    ),
  ],
  StockCountCorrected: ({ lines }, depot) => goods(lines.map(byDifference), inDepot(depot), countDifference(depot)),
  CountLossConfirmed: ({ lines }, depot) => goods(lines, { account: 'lost', depot }, countDifference(depot)),
  CountLossReversed: ({ lines }, depot) => goods(lines, countDifference(depot), { account: 'lost', depot }),
  GoodsTransferred: ({ lines, to }, depot) => goods(lines, inTransitTo(to), inDepot(depot)),
  TransferAnnounced: movesNothing,
  TransferReceived: ({ lines }, depot) => arrival(lines, depot),
  TransferReceiptReversed: ({ lines }, depot) => arrival(lines, depot).map(mirrored),
  TransferReversed: ({ lines, from }, depot) => goods(lines, inDepot(from), inTransitTo(depot)),
  TransferReversalReceived: movesNothing,

  DispatchReversed: ({ lines, depot }, consignment) => goods(lines, inDepot(depot), inTransit(consignment)),
  ReceiptCorrected: ({ lines, depot, site, programme }, consignment) => [
    ...goods(
      lines.map((line) => ({ ...line, quantity: line.siteDifference })),
      atSite({ site, programme }, consignment),
      inTransit(consignment),
    ),
    ...goods(
      lines.map((line) => ({ ...line, quantity: line.lostDifference })),
      { account: 'lost', consignment },
      inTransit(consignment),
    ),
    ...goods(
      lines.map((line) => ({ ...line, quantity: line.returnedDifference })),
      returned(consignment, depot),
      inTransit(consignment),
    ),
  ],
  ReceiptReversed: ({ lines, depot, site, programme }, consignment) =>
    [
      ...goods(lines, atSite({ site, programme }, consignment), inTransit(consignment)),
      ...goods(
        lines.map((line) => ({ ...line, quantity: line.shortQuantity })),
        { account: 'lost', consignment },
        inTransit(consignment),
      ),
      ...goods(
        lines.map((line) => ({ ...line, quantity: line.refusedQuantity })),
        returned(consignment, depot),
        inTransit(consignment),
      ),
    ].map(mirrored),
  ConsignmentReturnReversed: ({ lines, depot }, consignment) =>
    goods(lines, inTransit(consignment), returned(consignment, depot)),
  SiteReturnReversed: ({ lines, depot, ...place }, consignment) =>
    goods(lines, atSite(place, consignment), returned(consignment, depot)),
  SiteLossReversed: ({ lines, ...place }, consignment) =>
    goods(lines, atSite(place, consignment), { account: 'lost', consignment }),
  HandOutReversed: ({ lines, site, programme }, consignment) =>
    goods(lines, atSite({ site, programme }, consignment), {
      ...atSite({ site, programme }, consignment),
      account: 'handed-out',
    }),
  ReturnReleaseReceived: movesNothing,
} satisfies PostingRules<GoodsType>

function inDepot(depot: string): Place {
  return { account: 'depot', depot }
}

function countDifference(depot: string): Place {
  return { account: 'count-difference', depot }
}

function atSite(
  { site, programme }: { readonly site: string; readonly programme?: string | undefined },
  consignment: string,
): Place {
  return { account: 'site', site, consignment, programme }
}

type Lines = Parameters<typeof goods>[0]

function byDifference<Line extends { readonly difference: number }>(line: Line): Line & { quantity: number } {
  return { ...line, quantity: line.difference }
}

/** A packing's legs, debit and credit exchanged. */
function unpacked({ components, ...kits }: Lines[number] & { readonly components: Lines }, depot: string) {
  return [
    ...goods(components, inDepot(depot), { account: 'conversion', depot }),
    ...goods([kits], { account: 'conversion', depot }, inDepot(depot)),
  ]
}

function arrival(lines: readonly (Lines[number] & { readonly shortQuantity: number })[], depot: string) {
  return [
    ...goods(lines, inDepot(depot), inTransitTo(depot)),
    ...goods(
      lines.map((line) => ({ ...line, quantity: line.shortQuantity })),
      { account: 'lost', depot },
      inTransitTo(depot),
    ),
  ]
}
