import { actRoute } from '@welfare/approvals/define-act-route.ts'
import { termsBreach } from '@welfare/contracts/donor-terms.ts'
import { commitment } from '@welfare/contracts/money-legs.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import { afterField } from '@welfare/http/after.ts'
import { onlyEvent } from '@welfare/http/command-route.ts'
import { orderField } from '@welfare/http/list-order.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { queryBoolean } from '@welfare/http/query-fields.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import { type DeliveriesContext, purchaseCodec } from '../deliveries.context.ts'
import { purchaseRefusals } from '../depots/purchase-terms.ts'
import { findUnknownCommodity } from '../kits/known-commodities.ts'
import { purchaseDecider } from './purchase.decider.ts'
import { placed, worthWithin } from './purchase.state.ts'
import { orderBody, purchaseAnswer, purchaseFilter, purchaseParams, toPurchaseAnswer } from './purchase-wire.ts'

export const decidedBy = [purchaseDecider, purchaseCodec] as const
export const noPurchase: Problem = { code: 'purchase-unknown', status: 404, facts: {} }

/** Goods that are ordered from suppliers; the programme's money is kept for each order before anything is invoiced. */
export function createPurchaseRoutes(context: DeliveriesContext): Route[] {
  return [orderGoodsRoute(context), listPurchasesRoute(context), readPurchaseRoute(context)]
}

function orderGoodsRoute(context: DeliveriesContext): Route {
  const { facts } = context
  return actRoute(context, {
    method: 'post',
    path: '/v1/purchases',
    operationId: 'orderGoods',
    summary: "Orders goods from one supplier with one fund's money for one programme, as far as the donor allows",
    tag: 'deliveries',
    query: z.strictObject({ after: afterField, dryRun: queryBoolean.optional() }),
    isPreviewed: true,
    body: orderBody,
    answers: { 201: { description: "The order; the programme's budget keeps its money next", schema: purchaseAnswer } },
    refusals: {
      'programme-unknown': 404,
      'programme-closed': 409,
      'merchant-unknown': 404,
      'fund-unknown': 404,
      'depot-unknown': 404,
      'commodity-unknown': 422,
      'total-too-large': 422,
      ...purchaseRefusals,
    },
    describe({ body: { merchant, programme, fund, lines } }) {
      const division = facts.divisionOf(programme) ?? ''
      const amountFen = worthWithin(lines) ?? 0
      return { kind: 'purchase', amountFen, division, programme, fund, about: { merchant } }
    },
    movedByProcess: ({ body: { fund, programme, lines }, commandId }) =>
      commitment({ fund, amountFen: worthWithin(lines) ?? 0 }, programme, purchaseOf(commandId)),
    decidedBy,
    async toCommand({ body, actor, commandId }) {
      const { merchant, programme, fund, lines, deliverBy } = body
      const known = facts.programme(programme)
      const terms = facts.termsOf(fund)
      const division = facts.divisionOf(programme)
      if (!known || division === undefined) return { code: 'programme-unknown', status: 404, facts: {} }
      if (facts.divisionOf(merchant) === undefined) return { code: 'merchant-unknown', status: 404, facts: {} }
      if (!terms) return { code: 'fund-unknown', status: 404, facts: { fund } }
      if (lines.some(({ depot }) => facts.divisionOf(depot) === undefined))
        return { code: 'depot-unknown', status: 404, facts: {} }
      const commodities = [...new Set(lines.map(({ commodity }) => commodity))]
      const unknown = await findUnknownCommodity(context, commodities)
      if (unknown !== undefined) return { code: 'commodity-unknown', status: 422, facts: { commodity: unknown } }
      const orderedOn = shanghaiDay(context.clock.now())
      const use = { programme, kind: known.kind, division, from: orderedOn, until: deliverBy ?? orderedOn }
      const breach = termsBreach(terms, use)
      return {
        stream: purchaseOf(commandId),
        command: {
          ...{ type: 'OrderGoods', ...body, division, orderedOn, orderedBy: actor.id },
          programmeClosed: known.closed,
        },
        refusal: breach,
        creates: true,
      }
    },
    toAnswer({ events }, _, { stream: id }) {
      const body = toPurchaseAnswer(id, placed(onlyEvent(events, 'GoodsOrdered', id).data))
      return { status: 201, body, headers: { Location: `/v1/purchases/${id}` } }
    },
  })
}

function listPurchasesRoute({ facts }: DeliveriesContext): Route {
  return listRoute({
    path: '/v1/purchases',
    operationId: 'listPurchases',
    summary: 'Lists orders of goods in the order in which they were made',
    tag: 'deliveries',
    filter: { ...purchaseFilter, order: orderField },
    item: purchaseAnswer,
    description: 'A page of orders',
    listRows: ({ actor: { scope }, query: { order, merchant, programme, fund, status } }, { from, limit }) =>
      facts.listPurchases(scope, { merchant, programme, fund, status }, { order, from, limit }),
    placeOf: ({ sequence }) => sequence,
    toItem: ({ id, purchase }) => toPurchaseAnswer(id, purchase),
  })
}

function readPurchaseRoute(context: DeliveriesContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/purchases/{id}',
    operationId: 'readPurchase',
    summary: 'Reads one order of goods',
    tag: 'deliveries',
    params: purchaseParams,
    answers: { 200: { description: 'The order', schema: purchaseAnswer } },
    refusals: { 'purchase-unknown': 404 },
    async handle({ params: { id } }) {
      const body = await answerOf(context, id)
      return body ? { status: 200, body } : noPurchase
    },
  })
}

/** The same for a request sent again. */
function purchaseOf(commandId: string): string {
  return derivedId('purchase', commandId)
}

/** As its own stream has it. */
export async function answerOf(
  { runner }: DeliveriesContext,
  id: string,
): Promise<z.infer<typeof purchaseAnswer> | undefined> {
  return runner.read(...decidedBy, id, (state) => (state.status === 'absent' ? undefined : toPurchaseAnswer(id, state)))
}
