import type { purchasesEvents } from '../../src/events/goods/purchases.ts'
import { division, id, type SamplesOf } from './ids.ts'

const stream = id('purchase')
const of = { merchant: id('merchant'), programme: id('programme') }
const fund = id('fund', 1)
const oneFund = (amountFen: number) => [{ fund, amountFen }]

export const purchasesSamples: SamplesOf<keyof typeof purchasesEvents> = {
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
}
