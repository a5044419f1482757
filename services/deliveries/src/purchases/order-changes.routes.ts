import { actRoute } from '@welfare/approvals/define-act-route.ts'
import { termsBreach } from '@welfare/contracts/donor-terms.ts'
import { commitment } from '@welfare/contracts/money-legs.ts'
import type { Accepted } from '@welfare/http/answer-command.ts'
import { commandRoute, findEvent, onlyEvent } from '@welfare/http/command-route.ts'
import type { Route } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { DeliveriesContext } from '../deliveries.context.ts'
import { purchaseRefusals } from '../depots/purchase-terms.ts'
import { extensionFen } from './order-changes.ts'
import type { PurchaseEvent } from './purchase.state.ts'
import {
  cancellationBody,
  extensionAnswer,
  extensionBody,
  purchaseParams,
  purchaseStep,
  shorteningBody,
  toPurchaseStep,
} from './purchase-wire.ts'
import { decidedBy } from './purchases.routes.ts'

export const ofOpen = {
  'purchase-unknown': 404,
  'purchase-not-funded': 409,
  'purchase-awaits-budget': 409,
  'purchase-ended': 409,
} as const
export const ofLines = { 'order-line-repeated': 422, 'order-line-unknown': 422 } as const

/** What becomes less of an order, or more. */
export function createOrderChangeRoutes(context: DeliveriesContext): Route[] {
  return [shortenPurchaseRoute(context), extendPurchaseRoute(context), cancelPurchaseRoute(context)]
}

function shortenPurchaseRoute(context: DeliveriesContext): Route {
  return commandRoute(context, {
    method: 'post',
    path: '/v1/purchases/{id}/shortening',
    operationId: 'shortenPurchase',
    summary: 'Orders less of some lines; what was kept for it is the programme’s again',
    tag: 'deliveries',
    params: purchaseParams,
    body: shorteningBody,
    answers: { 201: { description: 'What it came to', schema: purchaseStep } },
    refusals: { ...ofOpen, ...ofLines, 'not-shorter': 422, 'shorter-than-invoiced': 409 },
    decidedBy,
    toCommand: ({ params: { id: stream }, body }) => ({ stream, command: { type: 'ShortenPurchase', ...body } }),
    toAnswer: ({ events }, { params: { id } }) => ({ status: 201, body: toPurchaseStep(id, lessOf(events, id)) }),
  })
}

function cancelPurchaseRoute(context: DeliveriesContext): Route {
  return commandRoute(context, {
    method: 'post',
    path: '/v1/purchases/{id}/cancellation',
    operationId: 'cancelPurchase',
    summary: 'Cancels what is still ordered; what was kept for it is the programme’s again',
    tag: 'deliveries',
    params: purchaseParams,
    body: cancellationBody,
    answers: { 201: { description: 'What it came to', schema: purchaseStep } },
    refusals: ofOpen,
    decidedBy,
    toCommand: ({ params: { id: stream }, body }) => ({ stream, command: { type: 'CancelPurchase', ...body } }),
    toAnswer: ({ events }, { params: { id } }) => ({ status: 201, body: toPurchaseStep(id, lessOf(events, id)) }),
  })
}

function extendPurchaseRoute(context: DeliveriesContext): Route {
  const { facts } = context
  return actRoute(context, {
    method: 'post',
    path: '/v1/purchases/{id}/extension',
    operationId: 'extendPurchase',
    summary: "Orders more of some lines, or at a higher price, once the programme's budget keeps the money for it",
    tag: 'deliveries',
    params: purchaseParams,
    body: extensionBody,
    answers: { 201: { description: 'What its budget is asked for', schema: extensionAnswer } },
    refusals: { ...ofOpen, ...ofLines, ...purchaseRefusals, 'not-longer': 422, 'total-too-large': 422 },
    describe({ params: { id }, body: { lines } }) {
      const purchase = facts.findPurchase(id)
      if (!purchase) return undefined
      const { division, programme, fund, merchant } = purchase
      const amountFen = Math.max(0, extensionFen(purchase, lines) ?? 0)
      return { kind: 'purchase', amountFen, division, programme, fund, about: { merchant, purchase: id } }
    },
    movedByProcess({ params: { id }, body: { lines } }) {
      const purchase = facts.findPurchase(id)
      const amountFen = (purchase && extensionFen(purchase, lines)) ?? 0
      return purchase && commitment({ fund: purchase.fund, amountFen }, purchase.programme, id)
    },
    decidedBy,
    toCommand({ params: { id: stream }, body, actor }) {
      const purchase = facts.findPurchase(stream)
      const terms = purchase && facts.termsOf(purchase.fund)
      const known = purchase && facts.programme(purchase.programme)
      const extendedOn = shanghaiDay(context.clock.now())
      const use = purchase && {
        ...{ programme: purchase.programme, division: purchase.division, kind: known?.kind ?? '' },
        ...{ from: extendedOn, until: extendedOn },
      }
      return {
        stream,
        command: { type: 'ExtendPurchase', ...body, extendedOn, extendedBy: actor.id },
        refusal: terms && use && termsBreach(terms, use),
      }
    },
    toAnswer({ events }, { params: { id } }) {
      const { attempt, lines, amountFen } = onlyEvent(events, 'PurchaseExtended', id).data
      return { status: 201, body: { id, attempt, lines, askedFen: amountFen } }
    },
  })
}

function lessOf(events: Accepted<PurchaseEvent>['events'], id: string) {
  return findEvent(events, 'PurchaseShortened', id) ?? findEvent(events, 'PurchaseEnded', id)
}
