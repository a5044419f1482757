import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { defineProcess, type Reaction } from '@welfare/facts/process-manager.ts'
import { purchaseCodec } from '../deliveries.context.ts'
import type { DeliveriesFacts } from '../deliveries.facts.ts'
import type { PurchaseCommand } from './purchase.commands.ts'
import { purchaseDecider } from './purchase.decider.ts'

/** A payment takes, pays, releases the invoices that its parts name. */
export function createSupplierPaymentsProcess(facts: Pick<DeliveriesFacts, 'purchasesOfPayment'>) {
  return defineProcess({
    name: 'answer-supplier-payment',
    on: ['PaymentPrepared', 'PaymentEnded', 'PaymentSettled', 'PaymentBounced'],
    decider: purchaseDecider,
    codec: purchaseCodec,
    react(event, { stream: payment }): Reaction<PurchaseCommand>[] {
      if (event.type !== 'PaymentPrepared')
        return facts.purchasesOfPayment(payment).map((stream) => ({ stream, command: toCommand(event, payment) }))
      const parts = event.data.parts.filter(({ stream }) => stream.startsWith('purchase-'))
      const streams = [...new Set(parts.map(({ stream }) => stream))]
      return streams.map((stream) => {
        const own = parts.filter((part) => part.stream === stream)
        const asked = own.map(({ statement: invoice, shares }) => ({ invoice, shares }))
        return { stream, command: { type: 'AssignInvoices', payment, parts: asked } }
      })
    },
  })
}

function toCommand(
  event: EventOf<'PaymentEnded' | 'PaymentSettled' | 'PaymentBounced'>,
  payment: string,
): PurchaseCommand {
  switch (event.type) {
    case 'PaymentEnded':
      return { type: 'ReleaseInvoices', payment, reason: event.data.reason }
    case 'PaymentSettled': {
      const { paidOn, bankAccount, payer } = event.data
      return { type: 'PayInvoices', payment, paidOn, bankAccount, payer }
    }
    case 'PaymentBounced': {
      const { reason, bankAccount, payer } = event.data
      return { type: 'ReturnInvoices', payment, reason, bankAccount, payer }
    }
  }
}
