import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { depot, fan, fund, sampleId, today, water } from '../sample.fixture.ts'
import type { OrderGoods, ReceiveFunds } from './purchase.commands.ts'

/** What this folder's tests share: 300 bottles at 0.50 yuan and 20 fans at 30.00 yuan of one supplier. */
export const merchant = sampleId('merchant', 1)
export const programme = sampleId('programme', 1)
export const commitment = `${sampleId('budget', 1)}.7`
export const of = { merchant, programme }

export const order: OrderGoods = {
  type: 'OrderGoods',
  ...of,
  fund,
  division: '130300',
  lines: [
    { commodity: water, depot, quantity: 300, unitPriceFen: 50 },
    { commodity: fan, depot, quantity: 20, unitPriceFen: 3_000 },
  ],
  orderedOn: today,
  orderedBy: 'desk-1',
  programmeClosed: false,
}
const { type: _, programmeClosed: __, ...ordering } = order
export const ordered: EventOf<'GoodsOrdered'> = { type: 'GoodsOrdered', data: { ...ordering, totalFen: 75_000 } }
export const money = (amountFen: number) => [{ fund, amountFen }]
export const funds: ReceiveFunds = { type: 'ReceiveFunds', commitment, attempt: 1, shares: money(75_000) }
export const funded: EventOf<'PurchaseFunded'> = {
  type: 'PurchaseFunded',
  data: { ...of, commitment, attempt: 1, shares: money(75_000) },
}
