import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'

/**
 * Stream `supplierinvoice-<uuid>` of a supplier and a number of an invoice. Owns nothing of value.
 * Invariant: one order at a time has the number; it is free again where the order did not take the invoice.
 */
export const supplierInvoiceDecider: Decider<State, InvoiceCommand, InvoiceEvent, InvoiceNumberRefusal> = {
  category: 'supplierinvoice',
  initialState: {},
  decide,
  evolve(_, event, version) {
    return event.type === 'InvoiceEntered' ? { entered: { ...event.data, version } } : {}
  },
}

interface State {
  readonly entered?: DataOf<'InvoiceEntered'> & { readonly version: number }
}
export type InvoiceEvent = EventOf<'InvoiceEntered' | 'InvoiceEntryEnded'>
export type InvoiceNumberRefusal = 'invoice-number-taken'
export type InvoiceCommand = EnterInvoice | EndInvoiceEntry

export interface EnterInvoice extends Omit<DataOf<'InvoiceEntered'>, 'totalFen'> {
  readonly type: 'EnterInvoice'
}
/** By a process, on the order's word. */
export interface EndInvoiceEntry extends Pick<DataOf<'InvoiceEntryEnded'>, 'entry' | 'code'> {
  readonly type: 'EndInvoiceEntry'
}

function decide({ entered }: State, command: InvoiceCommand): Decision<InvoiceEvent, InvoiceNumberRefusal> {
  if (command.type === 'EnterInvoice') {
    const { type: _, ...invoice } = command
    const { invoiceNumber } = invoice
    if (entered) return refuse('invoice-number-taken', { invoiceNumber, purchase: entered.purchase })
    const totalFen = sumFen(invoice.lines.map(({ amountFen }) => amountFen))
    return accept([{ type: 'InvoiceEntered', data: { ...invoice, totalFen } }])
  }
  const { entry, code } = command
  if (!entered || !entry.endsWith(`.${entered.version}`)) return accept([])
  const { merchant, programme, purchase } = entered
  return accept([{ type: 'InvoiceEntryEnded', data: { merchant, programme, purchase, entry, code } }])
}
