import { siteGoodsLost, siteGoodsReturned } from '@welfare/contracts/events/deliveries.ts'
import { day, reason } from '@welfare/contracts/primitives.ts'
import { defineActRoute } from '@welfare/service-kit/acts/define-act-route.ts'
import type { Route } from '@welfare/service-kit/route.ts'
import { z } from 'zod'
import { actAtConsignment, consignmentPartId, phaseRefusals } from './consignment-act.ts'
import { consignmentParams } from './consignment-view.ts'
import { atConsignment, datedFields, datedRefusals, judgeGoodsDay, metadataOfDay } from './dated-act.ts'
import { describeDifference, describeLate } from './goods-act.ts'
import { piecesOf } from './lot-line.ts'
import { type DeliveriesRoom, jsonOf } from './room-commands.ts'
import { statedLine } from './stated-line.contract.ts'

const lines = z.array(statedLine).min(1).max(50)
const returnBody = z.strictObject({ lines, reason, returnedOn: day.optional(), ...datedFields })
const lossBody = z.strictObject({ lines, reason, lostOn: day.optional(), ...datedFields })
const refusals = {
  ...datedRefusals,
  ...phaseRefusals,
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
  return defineActRoute(room.acts, {
    method: 'post',
    path: '/v1/consignments/{id}/site-returns',
    operationId: 'returnFromSite',
    summary: 'Send goods that the site had signed for back to the depot',
    tag: 'deliveries',
    params: consignmentParams,
    body: returnBody,
    ifMatch: 'optional',
    answers: {
      201: {
        description: 'The return',
        schema: z.strictObject({ ...consignmentPartId, ...siteGoodsReturned.shape }),
      },
    },
    refusals,
    describe({ params: { id }, body: { returnedOn, lateEntry }, actor }) {
      return describeLate(room, actor, atConsignment(room, id), { day: returnedOn, lateEntry })
    },
    async perform({ params: { id }, body, commandId, actor, ifVersion }, approval) {
      const { lateEntry, returnedOn, ...given } = body
      const judged = judgeGoodsDay(room, actor, {
        place: atConsignment(room, id),
        day: returnedOn,
        lateEntry,
        approval,
      })
      const command = judged.refused ?? ({ type: 'ReturnFromSite', day: judged.day, ...given } as const)
      const metadata = metadataOfDay(room, actor, judged, approval)
      const act = { id, command, commandId, input: jsonOf(body), metadata, ifVersion }
      return actAtConsignment(room, act, 'SiteGoodsReturned', refusals)
    },
  })
}

function loseAtSite(room: DeliveriesRoom): Route {
  return defineActRoute(room.acts, {
    method: 'post',
    path: '/v1/consignments/{id}/losses',
    operationId: 'recordSiteLoss',
    summary: 'Goods at the site that turned out broken or missing after it had signed',
    tag: 'deliveries',
    params: consignmentParams,
    body: lossBody,
    ifMatch: 'optional',
    answers: {
      201: { description: 'The loss', schema: z.strictObject({ ...consignmentPartId, ...siteGoodsLost.shape }) },
    },
    refusals,
    describe({ params: { id }, body: { lines, lostOn: day, lateEntry }, actor }) {
      return describeDifference(room, actor, atConsignment(room, id), { count: piecesOf(lines), day, lateEntry })
    },
    async perform({ params: { id }, body, commandId, actor, ifVersion }, approval) {
      const { lateEntry, lostOn, ...given } = body
      const judged = judgeGoodsDay(room, actor, { place: atConsignment(room, id), day: lostOn, lateEntry, approval })
      const command = judged.refused ?? ({ type: 'LoseAtSite', day: judged.day, ...given } as const)
      const metadata = metadataOfDay(room, actor, judged, approval)
      const act = { id, command, commandId, input: jsonOf(body), metadata, ifVersion }
      return actAtConsignment(room, act, 'SiteGoodsLost', refusals)
    },
  })
}
