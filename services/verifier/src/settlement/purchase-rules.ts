import { add, multiply, sum } from '../amounts.ts'
import { integerIn, isObject, type JsonObject, objectsIn, textIn } from '../json.ts'
import type { LedgerEvent } from '../ledger-event.ts'
import { differenceOf, sharesIn, totalOf } from './fen-by-fund.ts'
import { type Purchase, partOf, type Rule, type SettledThings } from './settled-things.ts'

/** An order, and what its programme's budget keeps for it. */
export const purchaseRules: Readonly<Record<string, Rule>> = {
  *GoodsOrdered({ stream, data }, { purchases }) {
    const lines = objectsIn(data, 'lines').map((line) => ({
      ...{ commodity: textIn(line, 'commodity'), depot: textIn(line, 'depot'), invoiced: 0 },
      ...{ quantity: integerIn(line, 'quantity'), unitPriceFen: integerIn(line, 'unitPriceFen') },
    }))
    if (purchases.has(stream)) yield 'it is ordered already'
    const worth = worthOf(lines)
    if (worth !== data.totalFen) yield `it is of ${data.totalFen}, its lines are ${worth}`
    purchases.set(stream, {
      ...{ fund: textIn(data, 'fund'), merchant: textIn(data, 'merchant'), programme: textIn(data, 'programme') },
      ...{ lines, committedFen: 0, bills: new Map(), status: 'ordered' },
    })
  },

  *PurchaseFunded(event, things) {
    const { data, stream } = event
    const purchase = purchaseOf(event, things)
    const commitment = textIn(data, 'commitment')
    const kept = things.kept.get(commitment)
    if (kept?.purchase !== stream) yield `${commitment} keeps nothing for it`
    else yield* differenceOf('its budget keeps', kept.shares, sharesIn(data))
    things.kept.delete(commitment)
    if (!purchase) return
    yield* faultsOfParties(data, purchase)
    purchase.committedFen = add(purchase.committedFen, totalOf(sharesIn(data)))
    for (const [index, line] of (purchase.asked?.lines ?? []).entries())
      Object.assign(purchase.lines[index] ?? {}, { quantity: line.quantity, unitPriceFen: line.unitPriceFen })
    purchase.asked = undefined
    if (purchase.committedFen !== leftOf(purchase.lines)) yield 'what is kept for it is not what is ordered'
    purchase.status = 'open'
  },

  *PurchaseShortened(event, things) {
    const purchase = purchaseOf(event, things)
    if (purchase?.status !== 'open' || purchase.asked) yield 'nothing is open of it'
    if (!purchase) return
    yield* faultsOfParties(event.data, purchase)
    for (const line of objectsIn(event.data, 'lines')) {
      const known = purchase.lines[integerIn(line, 'line') - 1]
      const quantity = integerIn(line, 'quantity')
      if (!known || quantity >= known.quantity || quantity < known.invoiced)
        yield 'a line of it is not there, becomes no shorter, or shorter than what is invoiced'
      else known.quantity = quantity
    }
    yield* releases(event.data, purchase, add(purchase.committedFen, -leftOf(purchase.lines)))
  },

  *PurchaseExtended(event, things) {
    const purchase = purchaseOf(event, things)
    if (purchase?.status !== 'open' || purchase.asked) yield 'nothing is open of it'
    if (!purchase) return
    yield* faultsOfParties(event.data, purchase)
    const lines = purchase.lines.map((line) => ({ ...line }))
    for (const line of objectsIn(event.data, 'lines')) {
      const known = lines[integerIn(line, 'line') - 1]
      const [quantity, unitPriceFen] = [integerIn(line, 'quantity'), integerIn(line, 'unitPriceFen')]
      if (!known || quantity < known.quantity || unitPriceFen < known.unitPriceFen)
        yield 'a line of it is not there, or becomes smaller'
      else Object.assign(known, { quantity, unitPriceFen })
    }
    const amountFen = add(leftOf(lines), -purchase.committedFen)
    if (amountFen !== event.data.amountFen) yield `it asks for ${event.data.amountFen}, what is missing is ${amountFen}`
    purchase.asked = { lines, amountFen }
  },

  *PurchaseExtensionRefused(event, things) {
    const purchase = purchaseOf(event, things)
    if (!purchase?.asked) yield 'its budget was not asked for more'
    if (purchase) purchase.asked = undefined
  },

  *PurchaseEnded(event, things) {
    const purchase = purchaseOf(event, things)
    const from = event.data.why === 'refused' ? 'ordered' : 'open'
    if (purchase?.status !== from) yield `it ends (${event.data.why}) where it is ${purchase?.status ?? 'not there'}`
    if (!purchase) return
    yield* faultsOfParties(event.data, purchase)
    if (event.data.why === 'completed' && leftOf(purchase.lines) > 0) yield 'some of it is not invoiced'
    yield* releases(event.data, purchase, purchase.committedFen)
    purchase.status = 'ended'
  },
}

/** A budget's word, which is looked at where the order takes it in. */
export const keptRules: Readonly<Record<string, Rule>> = {
  *FundsCommitted(event, { purchases, kept }) {
    const { data } = event
    if (typeof data.for !== 'string' || !data.for.startsWith('purchase-')) return
    const purchase = purchases.get(data.for)
    if (!purchase) yield 'no such order was made'
    else if (purchase.programme !== data.programme) yield 'the order is for another programme'
    kept.set(partOf(event), { purchase: data.for, shares: sharesIn(data) })
  },

  /** Goods that came by an order are what it names, for its depot and with its fund's money. */
  *GoodsReceived({ stream, data }, { purchases }) {
    if (!isObject(data.order)) return
    const purchase = purchases.get(textIn(data.order, 'purchase'))
    const line = purchase?.lines[integerIn(data.order, 'line') - 1]
    const fund = isObject(data.source) ? data.source.fund : undefined
    if (!line || line.commodity !== data.commodity || line.depot !== stream || purchase?.fund !== fund)
      yield 'the order that it names says something else'
  },
}

export function purchaseOf({ stream }: LedgerEvent, { purchases }: SettledThings): Purchase | undefined {
  return purchases.get(stream)
}

function worthOf(lines: readonly Pick<Purchase['lines'][number], 'quantity' | 'unitPriceFen'>[]): number {
  return sum(lines.map(({ quantity, unitPriceFen }) => multiply(unitPriceFen, quantity)))
}

export function* faultsOfParties(data: JsonObject, { merchant, programme }: Purchase): Iterable<string> {
  if (data.merchant !== merchant || data.programme !== programme) yield 'it is of another supplier or programme'
}

/** At the prices of the order, what nobody has invoiced. */
export function leftOf(lines: Purchase['lines']): number {
  return worthOf(lines.map((line) => ({ ...line, quantity: Math.max(0, line.quantity - line.invoiced) })))
}

/** What is not ordered any more is given back to the fund it came from, all of it. */
function* releases(data: JsonObject, purchase: Purchase, fen: number): Iterable<string> {
  const shares = data.shares === undefined ? new Map<string, number>() : sharesIn(data)
  yield* differenceOf('it gives back', shares, new Map(fen > 0 ? [[purchase.fund, fen]] : []))
  purchase.committedFen = add(purchase.committedFen, -totalOf(shares))
}
