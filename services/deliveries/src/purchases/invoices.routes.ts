import { comparableNumber } from '@welfare/contracts/comparable-text.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import { processRequest } from '@welfare/facts/process-manager.ts'
import { type Accepted, notAccepted, problemOf } from '@welfare/http/answer-command.ts'
import { type CommandContext, commandRoute, findEvent, onlyEvent } from '@welfare/http/command-route.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { type DeliveriesContext, supplierInvoiceCodec } from '../deliveries.context.ts'
import { reasonAgainst } from './invoices.ts'
import { ofLines, ofOpen } from './order-changes.routes.ts'
import { invoiceAnswer, invoiceBody, purchaseParams } from './purchase-wire.ts'
import { invoiceTaking, takeInvoiceProcess } from './purchases.process.ts'
import { decidedBy, noPurchase } from './purchases.routes.ts'
import { type InvoiceEvent, supplierInvoiceDecider } from './supplier-invoice.decider.ts'
import { checkAnswer, threeWayCheck } from './three-way-check.ts'

const refusals = {
  ...{ ...ofOpen, ...ofLines, 'total-too-large': 422 },
  'invoice-dated-ahead': 422,
  'invoice-number-taken': 409,
  'invoice-beyond-order': 409,
} as const

/** What suppliers ask for what was ordered, and how it agrees with the order and with what came. */
export function createInvoiceRoutes(context: DeliveriesContext): Route[] {
  return [enterInvoiceRoute(context), checkPurchaseRoute(context)]
}

/** The number is taken, then the order takes the invoice: two streams, the second step repaired by the *take-invoice* process. */
function enterInvoiceRoute(context: DeliveriesContext): Route {
  const { runner, clock } = context
  return commandRoute(context, {
    method: 'post',
    path: '/v1/purchases/{id}/invoices',
    operationId: 'enterSupplierInvoice',
    summary:
      'Enters an invoice of the supplier, whole or in part: owed to it from here on, of what is kept for the order',
    tag: 'deliveries',
    params: purchaseParams,
    body: invoiceBody,
    answers: { 201: { description: 'What is owed', schema: invoiceAnswer } },
    refusals,
    decidedBy: [supplierInvoiceDecider, supplierInvoiceCodec],
    async toCommand({ params: { id: purchase }, body, actor }) {
      const found = await runner.read(...decidedBy, purchase, (state) =>
        state.status === 'absent'
          ? undefined
          : { merchant: state.merchant, programme: state.programme, refusal: reasonAgainst(state, body.lines) },
      )
      if (!found) return noPurchase
      const { merchant, programme, refusal } = found
      const today = shanghaiDay(clock.now())
      return {
        stream: supplierInvoiceOf(merchant, body.invoiceNumber),
        command: { type: 'EnterInvoice', merchant, programme, purchase, ...body, enteredBy: actor.id },
        refusal: body.invoicedOn > today ? { code: 'invoice-dated-ahead', facts: { today } } : refusal,
        input: { purchase, ...body },
        mayCreate: true,
      }
    },
    async toAnswer(accepted, { params: { id } }, { stream }, given) {
      const result = await takeInline(given, stream, accepted)
      if (result.outcome !== 'accepted') return notAccepted(result, refusals)
      // Another invoice of the order, or less of it, came in between.
      const declined = findEvent(result.events, 'InvoiceDeclined', id)
      if (declined) return problemOf(declined.data, refusals)
      const { invoice, invoiceNumber, invoicedOn, lines, shares } = onlyEvent(result.events, 'GoodsInvoiced', id).data
      const { version, position } = result
      const body = { id, invoice, invoiceNumber, invoicedOn, lines, amountFen: totalOf(shares) }
      return { status: 201, version, position, body, headers: { Location: `/v1/purchases/${id}` } }
    },
  })
}

/** The step of the process at once, with the very command that it will use: it then finds it done. */
async function takeInline({ runner }: CommandContext, stream: string, { events: [entered] }: Accepted<InvoiceEvent>) {
  if (entered?.event.type !== 'InvoiceEntered') throw new Error('an invoice was accepted without InvoiceEntered')
  const { event, version } = entered
  const { purchase } = event.data
  return runner.execute(...decidedBy, {
    stream: purchase,
    command: invoiceTaking(event, { stream, version }),
    ...processRequest(takeInvoiceProcess, entered, purchase),
  })
}

function checkPurchaseRoute({ facts, runner }: DeliveriesContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/purchases/{id}/check',
    operationId: 'checkPurchase',
    summary: 'Holds order, receipts and invoices against each other, line by line',
    tag: 'deliveries',
    params: purchaseParams,
    answers: { 200: { description: 'The three beside each other', schema: checkAnswer } },
    refusals: { 'purchase-unknown': 404 },
    async handle({ params: { id } }) {
      const received = facts.receivedOf(id)
      const body = await runner.read(...decidedBy, id, (state) =>
        state.status === 'absent' ? undefined : threeWayCheck(id, state, received),
      )
      return body ? { status: 200, body } : noPurchase
    },
  })
}

/** However the number is written. */
function supplierInvoiceOf(merchant: string, invoiceNumber: string): string {
  return derivedId('supplierinvoice', merchant, comparableNumber(invoiceNumber))
}
