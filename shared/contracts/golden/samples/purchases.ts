import type { purchasesEvents } from '../../src/events/goods/purchases.ts'
import type { supplierInvoicesEvents } from '../../src/events/goods/supplier-invoices.ts'
import type { supplierPaymentsEvents } from '../../src/events/goods/supplier-payments.ts'
import { division, id, type SamplesOf } from './ids.ts'

const stream = id('purchase')
const of = { merchant: id('merchant'), programme: id('programme') }
const fund = id('fund', 1)
const entry = `${id('supplierinvoice')}.1`
const paper = {
  invoiceNumber: '25637000000012345678',
  invoicedOn: '2025-07-08',
  lines: [{ line: 1, quantity: 300, amountFen: 15_000 }],
}
const ofInvoice = { ...of, invoice: 1, payment: id('payment') }
const place = { bankAccount: id('bankaccount', 1) }
const oneFund = (amountFen: number) => [{ fund, amountFen }]

export const purchasesSamples: SamplesOf<
  keyof typeof purchasesEvents | keyof typeof supplierInvoicesEvents | keyof typeof supplierPaymentsEvents
> = {
  GoodsOrdered: {
    stream,
    data: {
      ...of,
      fund,
      division,
      lines: [
        { commodity: id('item', 1), depot: id('depot'), quantity: 300, unitPriceFen: 50 },
        { commodity: `${id('kit')}@2`, depot: id('depot'), quantity: 20, unitPriceFen: 3_000 },
      ],
      totalFen: 75_000,
      deliverBy: '2025-07-10',
      note: '按比价结果采购',
      orderedOn: '2025-07-01',
      orderedBy: 'desk-1',
    },
  },
  PurchaseFunded: {
    stream,
    data: { ...of, commitment: `${id('budget')}.7`, attempt: 1, shares: oneFund(75_000) },
  },
  PurchaseShortened: {
    stream,
    data: { ...of, lines: [{ line: 2, quantity: 19 }], shares: oneFund(3_000), reason: '少一个点位' },
  },
  PurchaseEnded: {
    stream,
    data: {
      ...of,
      why: 'cancelled',
      shares: oneFund(12_000),
      reason: '供应商停产',
      code: 'budget-insufficient',
      facts: { allocatedFen: 0, neededFen: 75_000 },
    },
  },
  PurchaseExtended: {
    stream,
    data: {
      ...of,
      fund,
      attempt: 2,
      lines: [{ line: 1, quantity: 310, unitPriceFen: 52 }],
      amountFen: 1_120,
      reason: '供应商调价',
      extendedOn: '2025-07-05',
      extendedBy: 'desk-1',
    },
  },
  PurchaseExtensionRefused: {
    stream,
    data: { ...of, attempt: 2, code: 'budget-insufficient', facts: { allocatedFen: 0, neededFen: 1_120 } },
  },
  InvoiceEntered: {
    stream: id('supplierinvoice'),
    data: { ...of, purchase: stream, ...paper, totalFen: 15_000, enteredBy: 'desk-1' },
  },
  InvoiceEntryEnded: {
    stream: id('supplierinvoice'),
    data: { ...of, purchase: stream, entry, code: 'purchase-ended' },
  },
  GoodsInvoiced: { stream, data: { ...of, invoice: 1, entry, ...paper, shares: oneFund(15_000) } },
  InvoiceDeclined: {
    stream,
    data: { ...of, entry, code: 'invoice-beyond-order', facts: { keptFen: 15_000, invoicedFen: 16_000 } },
  },
  InvoiceAssigned: { stream, data: { ...ofInvoice, shares: oneFund(15_000) } },
  InvoiceAssignmentRefused: { stream, data: { ...ofInvoice, code: 'invoice-already-assigned' } },
  InvoiceReleased: { stream, data: { ...ofInvoice, reason: '收款账户有误' } },
  SupplierPaid: { stream, data: { ...ofInvoice, shares: oneFund(15_000), paidOn: '2025-07-20', ...place } },
  SupplierPaymentReturned: { stream, data: { ...ofInvoice, shares: oneFund(15_000), reason: '账户已销户', ...place } },
}
