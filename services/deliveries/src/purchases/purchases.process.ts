import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { defineProcess, type Reaction } from '@welfare/facts/process-manager.ts'
import { purchaseCodec, supplierInvoiceCodec } from '../deliveries.context.ts'
import type { PurchaseCommand, TakeInvoice } from './purchase.commands.ts'
import { purchaseDecider } from './purchase.decider.ts'
import { type EndInvoiceEntry, supplierInvoiceDecider } from './supplier-invoice.decider.ts'

/** The budget's word on what an order needs. */
export const purchaseFundsProcess = defineProcess({
  name: 'purchase-funds',
  on: ['FundsCommitted', 'CommitmentRefused'],
  decider: purchaseDecider,
  codec: purchaseCodec,
  react: toFundsAnswer,
})

/** *take-invoice*: what was entered under its number, the order takes or declines. */
export const takeInvoiceProcess = {
  name: 'take-invoice',
  on: ['InvoiceEntered'],
  decider: purchaseDecider,
  codec: purchaseCodec,
  onBehalf: true,
  react: (event: EventOf<'InvoiceEntered'>, source: Source) => [
    { stream: event.data.purchase, command: invoiceTaking(event, source) },
  ],
} as const

export function invoiceTaking({ data }: EventOf<'InvoiceEntered'>, { stream, version }: Source): TakeInvoice {
  const { invoiceNumber, invoicedOn, lines } = data
  return { type: 'TakeInvoice', entry: `${stream}.${version}`, invoiceNumber, invoicedOn, lines }
}

/** What no order took gives its number back. */
export const endInvoiceEntryProcess = defineProcess({
  name: 'end-invoice-entry',
  on: ['InvoiceDeclined'],
  decider: supplierInvoiceDecider,
  codec: supplierInvoiceCodec,
  react({ data: { entry, code } }): Reaction<EndInvoiceEntry>[] {
    return [{ stream: splitPart(entry).stream, command: { type: 'EndInvoiceEntry', entry, code } }]
  },
})

interface Source {
  readonly stream: string
  readonly version: number
}

function toFundsAnswer(
  { type, data }: EventOf<'FundsCommitted' | 'CommitmentRefused'>,
  source: Source,
): Reaction<PurchaseCommand>[] {
  const { for: stream, attempt } = data
  if (!stream.startsWith('purchase-')) return []
  if (type === 'CommitmentRefused')
    return [{ stream, command: { type: 'RefuseFunds', attempt, code: data.code, facts: data.facts } }]
  const commitment = `${source.stream}.${source.version}`
  return [{ stream, command: { type: 'ReceiveFunds', commitment, attempt, shares: data.shares } }]
}
