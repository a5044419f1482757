import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, test } from 'vitest'
import { sampleId } from '../sample.fixture.ts'
import { purchaseDecider } from './purchase.decider.ts'
import { commitment, funded, money, of, ordered } from './purchase-sample.fixture.ts'
import { supplierInvoiceDecider } from './supplier-invoice.decider.ts'

type InvoicedLine = EventOf<'GoodsInvoiced'>['data']['lines'][number]

const { given } = specify(purchaseDecider)
const numbers = specify(supplierInvoiceDecider)
const water = (quantity: number, amountFen: number): InvoicedLine => ({ line: 1, quantity, amountFen })
const fans = (quantity: number, amountFen: number): InvoicedLine => ({ line: 2, quantity, amountFen })
const entryOf = (number: number) => `${sampleId('supplierinvoice', number)}.1`
const paper = (number: number, ...lines: InvoicedLine[]) => ({
  ...{ entry: entryOf(number), invoiceNumber: `FP-${number}`, invoicedOn: '2025-07-01' },
  lines,
})
const take = (number: number, ...lines: InvoicedLine[]) =>
  ({ type: 'TakeInvoice', ...paper(number, ...lines) }) as const
const taken = (invoice: number, amountFen: number, ...lines: InvoicedLine[]): EventOf<'GoodsInvoiced'> => ({
  type: 'GoodsInvoiced',
  data: { ...of, invoice, ...paper(invoice, ...lines), shares: money(amountFen) },
})
const declined = (number: number, code: string, facts = {}): EventOf<'InvoiceDeclined'> => ({
  type: 'InvoiceDeclined',
  data: { ...of, entry: entryOf(number), code, facts },
})
const completed = (amountFen: number): EventOf<'PurchaseEnded'> => ({
  type: 'PurchaseEnded',
  data: { ...of, why: 'completed', ...(amountFen > 0 && { shares: money(amountFen) }) },
})
const extend = (...lines: { line: number; quantity: number; unitPriceFen: number }[]) =>
  ({ type: 'ExtendPurchase', lines, reason: '供应商调价', extendedOn: '2025-07-02', extendedBy: 'desk-1' }) as const
const extended = (
  amountFen: number,
  ...lines: { line: number; quantity: number; unitPriceFen: number }[]
): EventOf<'PurchaseExtended'> => {
  const { type: _, ...data } = extend(...lines)
  return { type: 'PurchaseExtended', data: { ...of, fund: ordered.data.fund, attempt: 2, amountFen, ...data } }
}
const moreFunds = (amountFen: number): EventOf<'PurchaseFunded'> => ({
  type: 'PurchaseFunded',
  data: { ...of, commitment: commitment.replace('.7', '.9'), attempt: 2, shares: money(amountFen) },
})
const open = [ordered, funded] as const

describe('an invoice', () => {
  test('in parts is owed of what is kept; the last one ends the order', () => {
    const first = taken(1, 15_000, water(300, 15_000))
    given([...open])
      .when(take(1, water(300, 15_000)))
      .then([first])
    given([...open, first])
      .when(take(1, water(300, 15_000)))
      .then([])
    given([...open, first])
      .when(take(2, fans(20, 60_000)))
      .then([taken(2, 60_000, fans(20, 60_000)), completed(0)])
  })

  test('for less leaves the rest with the order until it ends, for what others cost more', () => {
    const cheap = taken(1, 14_000, water(300, 14_000))
    given([...open, cheap])
      .when(take(2, fans(20, 60_400)))
      .then([taken(2, 60_400, fans(20, 60_400)), completed(600)])
  })

  test('for more than is kept for its pieces is declined, once', () => {
    const beyond = { invoicedFen: 15_001, keptFen: 15_000, beyondFen: 1 }
    const answer = declined(1, 'invoice-beyond-order', beyond)
    given([...open])
      .when(take(1, water(300, 15_001)))
      .then([answer])
    given([...open, answer])
      .when(take(1, water(300, 15_001)))
      .then([])
    given([...open])
      .when(take(1, water(310, 15_000)))
      .then([taken(1, 15_000, water(310, 15_000))])
  })

  test.each([
    ['purchase-not-funded', [ordered], water(1, 50), {}],
    ['purchase-ended', [...open, completed(75_000)], water(1, 50), { why: 'completed' }],
    ['order-line-unknown', open, { line: 3, quantity: 1, amountFen: 50 }, { line: 3 }],
  ] as const)('%s', (code, events, line, facts) => {
    given([...events])
      .when(take(1, line))
      .then([declined(1, code, facts)])
  })

  test('leaves no less than itself to be ordered', () => {
    const lines = [{ line: 1, quantity: 99 }]
    given([...open, taken(1, 5_000, water(100, 5_000))])
      .when({ type: 'ShortenPurchase', lines, reason: '少到' })
      .then({ code: 'shorter-than-invoiced', facts: { line: 1, invoiced: 100, wanted: 99 } })
  })
})

describe('more of an order', () => {
  const dearer = { line: 1, quantity: 310, unitPriceFen: 52 }

  test('is ordered once its budget keeps the money', () => {
    given([...open])
      .when(extend(dearer))
      .then([extended(1_120, dearer)])
    given([...open, extended(1_120, dearer)])
      .when(take(1, water(300, 15_000)))
      .then([declined(1, 'purchase-awaits-budget', { askedFen: 1_120 })])
    const invoice = taken(1, 16_120, water(310, 16_120))
    given([...open, extended(1_120, dearer), moreFunds(1_120)])
      .when(take(1, water(310, 16_120)))
      .then([invoice])
  })

  test('is not where its budget refuses', () => {
    const facts = { allocatedFen: 0, neededFen: 1_120 }
    const refusal = { type: 'RefuseFunds', attempt: 2, code: 'budget-insufficient', facts } as const
    const refused: EventOf<'PurchaseExtensionRefused'> = {
      type: 'PurchaseExtensionRefused',
      data: { ...of, attempt: 2, code: 'budget-insufficient', facts },
    }
    given([...open, extended(1_120, dearer)])
      .when(refusal)
      .then([refused])
    given([...open, extended(1_120, dearer), refused])
      .when(take(1, water(300, 15_000)))
      .then([taken(1, 15_000, water(300, 15_000))])
    given([...open, extended(1_120, dearer), refused])
      .when(extend(dearer))
      .then([{ ...extended(1_120, dearer), data: { ...extended(1_120, dearer).data, attempt: 3 } }])
  })

  test.each([
    ['not-longer', { line: 1, quantity: 299, unitPriceFen: 60 }, { keptFen: 75_000 }],
    ['not-longer', { line: 1, quantity: 300, unitPriceFen: 50 }, { keptFen: 75_000 }],
    ['order-line-unknown', { line: 9, quantity: 300, unitPriceFen: 50 }, { line: 9 }],
  ] as const)('%s', (code, line, facts) => {
    given([...open])
      .when(extend(line))
      .then({ code, facts })
  })
})

describe('the number of an invoice', () => {
  const purchase = sampleId('purchase', 1)
  const lines = [water(300, 15_000)]
  const { entry, ...invoice } = paper(1, ...lines)
  const enter = { type: 'EnterInvoice', ...of, purchase, ...invoice, enteredBy: 'desk-1' } as const
  const { type: _, ...data } = enter
  const entered: EventOf<'InvoiceEntered'> = { type: 'InvoiceEntered', data: { ...data, totalFen: 15_000 } }
  const end = { type: 'EndInvoiceEntry', entry, code: 'purchase-ended' } as const
  const endedEntry: EventOf<'InvoiceEntryEnded'> = {
    type: 'InvoiceEntryEnded',
    data: { ...of, purchase, entry, code: 'purchase-ended' },
  }

  test('is taken once, and free again where its order did not take it', () => {
    numbers.given([]).when(enter).then([entered])
    numbers
      .given([entered])
      .when(enter)
      .then({ code: 'invoice-number-taken', facts: { invoiceNumber: 'FP-1', purchase } })
    numbers.given([entered]).when(end).then([endedEntry])
    numbers.given([entered, endedEntry]).when(end).then([])
    numbers.given([entered, endedEntry]).when(enter).then([entered])
  })
})
