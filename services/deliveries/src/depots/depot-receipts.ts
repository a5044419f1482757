import { comparableNumber } from '@welfare/contracts/comparable-text.ts'
import { lowestFrom } from '@welfare/contracts/day-balances.ts'
import { accept, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import type { CorrectGoodsReceipt, ReceiveGoods } from './depot.commands.ts'
import { type DepotEvent, type DepotState, nextPart } from './depot.state.ts'
import { goneOf } from './depot-stock.ts'
import { lotLineOf } from './lot-line.ts'

export type GoodsReceiptRefusal =
  | 'commodity-unknown'
  | 'fund-unknown'
  | 'receipt-number-used'
  | 'received-in-future'
  | 'lot-unknown'
  | 'lot-not-received'
  | 'correction-is-not-nothing'
  | 'goods-have-left'

type GoodsReceiptDecision = Decision<DepotEvent, GoodsReceiptRefusal>

export function receiveGoods(state: DepotState, command: ReceiveGoods): GoodsReceiptDecision {
  const { type: _, depot, today, commodityKnown, unknownFund, ...goods } = command
  const refusal = refusalOf(state, { ...command, today })
  if (refusal) return refusal
  return accept([{ type: 'GoodsReceived', data: { ...goods, lot: nextPart(depot, state) } }])
}

/**
 * On the same lot, by the difference: no less than what has left it. Where the goods themselves or their source were wrong, the right entry comes
 * first, as a lot of its own under the same paper, and the wrong one is corrected to nothing.
 */
export function correctGoodsReceipt(state: DepotState, command: CorrectGoodsReceipt): GoodsReceiptDecision {
  const { depot, lot, quantity, right, today, reason } = command
  const held = state.lots.get(lot)
  if (!held) return refuse('lot-unknown', { lot })
  const { receipt } = held
  if (!receipt) return refuse('lot-not-received', { lot })
  const by = quantity - receipt.quantity
  const lowest = lowestFrom(held.stock, today)
  if (by < 0 && lowest.amount < -by) {
    const least = receipt.quantity - Math.max(0, lowest.amount)
    const facts = {
      lot,
      received: receipt.quantity,
      wanted: quantity,
      least,
      available: lowest.amount,
      day: lowest.day,
    }
    return refuse('goods-have-left', { ...facts, gone: goneOf(held) })
  }
  if (right && quantity !== 0) return refuse('correction-is-not-nothing', { lot, quantity })
  const { receiptNumber = receipt.receiptNumber, invoiceNumber = receipt.invoiceNumber } = command
  const { expiresOn = held.expiresOn } = command
  const refusal = right
    ? refusalOf(state, { ...right, today }, lot)
    : receiptNumberRefusal(state, receiptNumber, lot, quantity)
  if (refusal) return refusal
  const isAsBefore =
    by === 0 &&
    receiptNumber === receipt.receiptNumber &&
    invoiceNumber === receipt.invoiceNumber &&
    expiresOn === held.expiresOn
  if (isAsBefore) return accept([])
  const corrected: DepotEvent = {
    type: 'GoodsReceiptCorrected',
    data: {
      corrects: lot,
      ...lotLineOf({ ...held, lot }, quantity),
      difference: by,
      receiptNumber,
      ...(invoiceNumber !== undefined && { invoiceNumber }),
      ...(expiresOn !== undefined && { expiresOn }),
      receivedOn: receipt.receivedOn,
      reason,
    },
  }
  if (!right) return accept([corrected])
  const { commodityKnown: _, unknownFund: __, ...goods } = right
  const entered = { ...goods, lot: nextPart(depot, state), correctedFrom: lot }
  return accept([{ type: 'GoodsReceived', data: entered }, corrected])
}

type Entry = Pick<
  ReceiveGoods,
  'commodity' | 'commodityKnown' | 'unknownFund' | 'receiptNumber' | 'receivedOn' | 'today'
>

function refusalOf(state: DepotState, entry: Entry, correctedFrom?: string): GoodsReceiptDecision | undefined {
  const { commodity, commodityKnown, unknownFund, receivedOn, today, receiptNumber } = entry
  if (!commodityKnown) return refuse('commodity-unknown', { commodity })
  if (unknownFund) return refuse('fund-unknown', { fund: unknownFund })
  const used = receiptNumberRefusal(state, receiptNumber, correctedFrom)
  if (used) return used
  return receivedOn > today ? refuse('received-in-future', { receivedOn, today }) : undefined
}

/** The paper's own number is used once; who is corrected by it may keep it. */
function receiptNumberRefusal(
  { receipts }: DepotState,
  receiptNumber: string,
  own?: string,
  quantity = 1,
): GoodsReceiptDecision | undefined {
  const known = receipts.get(comparableNumber(receiptNumber))
  if (known === undefined || known === own || quantity === 0) return undefined
  return refuse('receipt-number-used', { receiptNumber, lot: known })
}
