import { sumFen } from '@welfare/contracts/money.ts'
import { accept, refuse } from '@welfare/event-store/decider/decider.ts'
import type { RecordInvoice, StatementDecision, StrikeOutInvoice } from './statement.commands.ts'
import type { StatementState } from './statement.state.ts'

export const INVOICES_PER_NUMBER = 100

/** What a merchant writes on its invoice is no debt of ours: a difference is shown, and decides nothing. */
export function recordInvoice(state: StatementState, command: RecordInvoice): StatementDecision {
  const { type: _, today, scan: given, statement, invoiceNumber, ...invoice } = command
  const isStated = statement < state.number || (statement === state.number && state.draft !== undefined)
  if (!isStated) return refuse('statement-not-proposed', { statement })
  if (invoice.invoicedOn > today) return refuse('invoice-dated-ahead', { today })
  const known = state.invoices.get(invoiceNumber)
  if (known) return refuse('invoice-already-recorded', { statement: known.statement })
  if (invoicesOf(state, statement).invoices.length >= INVOICES_PER_NUMBER)
    return refuse('invoices-exhausted', { invoicesPerNumber: INVOICES_PER_NUMBER })
  if (given?.unknownAttachment !== undefined)
    return refuse('attachment-unknown', { attachment: given.unknownAttachment })
  const [scan] = given?.attachments ?? []
  const isAdded = [...state.invoices.values()].some((one) => scan && one.scan?.attachment === scan.attachment)
  if (scan && isAdded) return refuse('attachment-already-added', { attachment: scan.attachment })
  const { merchant, programme } = state
  const data = { merchant, programme, statement, invoiceNumber, ...invoice, ...(scan && { scan }) }
  return accept([{ type: 'InvoiceRecorded', data }])
}

export function strikeOutInvoice(
  { merchant, programme, invoices }: StatementState,
  { invoiceNumber, reason }: StrikeOutInvoice,
): StatementDecision {
  const known = invoices.get(invoiceNumber)
  if (!known) return refuse('invoice-unknown')
  const { statement } = known
  return accept([{ type: 'InvoiceStruckOut', data: { merchant, programme, statement, invoiceNumber, reason } }])
}

/** Those of one number, and what they come to. */
export function invoicesOf({ invoices: all }: Pick<StatementState, 'invoices'>, number: number) {
  const invoices = [...all.values()]
    .filter(({ statement }) => statement === number)
    .map(({ merchant: _, programme: __, statement: ___, ...invoice }) => invoice)
  return { invoices, invoicedFen: sumFen(invoices.map(({ amountFen }) => amountFen)) }
}
