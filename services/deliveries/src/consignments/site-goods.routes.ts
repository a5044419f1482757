import { siteGoodsLost, siteGoodsReturned } from '@welfare/contracts/events/deliveries.ts'
import { day, reason } from '@welfare/contracts/primitives.ts'
import type { Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { datedFields } from '../dated-act.ts'
import { piecesOf } from '../depots/lot-line.ts'
import type { DeliveriesRoom } from '../room-commands.ts'
import { defineConsignmentAct } from './consignment-act.ts'
import { statedLine } from './stated-line.contract.ts'

const lines = z.array(statedLine).min(1).max(50)
const returnBody = z.strictObject({ lines, reason, returnedOn: day.optional(), ...datedFields })
const lossBody = z.strictObject({ lines, reason, lostOn: day.optional(), ...datedFields })
const refusals = {
  'returned-before-receipt': 422,
  'lost-before-receipt': 422,
  'line-repeated': 422,
  'site-stock-insufficient': 409,
}

/** What becomes of goods after a site has signed for them, beside being handed out. */
export function createSiteGoodsRoutes(room: DeliveriesRoom): Route[] {
  return [returnFromSite(room), loseAtSite(room)]
}

function returnFromSite(room: DeliveriesRoom): Route {
  return defineConsignmentAct(room, {
    path: '/v1/consignments/{id}/site-returns',
    operationId: 'returnFromSite',
    summary: 'Send goods that the site had signed for back to the depot',
    body: returnBody,
    type: 'SiteGoodsReturned',
    shape: siteGoodsReturned.shape,
    answer: 'The return',
    refusals,
    dayOf: ({ returnedOn }) => returnedOn,
    toCommand: ({ returnedOn: _, ...given }, day) => ({ type: 'ReturnFromSite', day, ...given }),
  })
}

function loseAtSite(room: DeliveriesRoom): Route {
  return defineConsignmentAct(room, {
    path: '/v1/consignments/{id}/losses',
    operationId: 'recordSiteLoss',
    summary: 'Goods at the site that turned out broken or missing after it had signed',
    body: lossBody,
    type: 'SiteGoodsLost',
    shape: siteGoodsLost.shape,
    answer: 'The loss',
    refusals,
    dayOf: ({ lostOn }) => lostOn,
    piecesOf: ({ lines }) => piecesOf(lines),
    toCommand: ({ lostOn: _, ...given }, day) => ({ type: 'LoseAtSite', day, ...given }),
  })
}
