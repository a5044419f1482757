import { add, multiply, sum } from '../amounts.ts'
import { integerIn, type JsonObject, objectsIn, textIn } from '../json.ts'
import type { LedgerEvent } from '../ledger-event.ts'
import { differenceOf, sharesIn, totalOf } from './fen-by-fund.ts'
import { type Purchase, partOf, type Rule, type SettledThings } from './settled-things.ts'

/** An order, and what its programme's budget keeps for it. */
export const purchaseRules: Readonly<Record<string, Rule>> = {
  *GoodsOrdered({ stream, data }, { purchases }) {
    const lines = objectsIn(data, 'lines').map((line) => ({
      quantity: integerIn(line, 'quantity'),
      unitPriceFen: integerIn(line, 'unitPriceFen'),
    }))
    if (purchases.has(stream)) yield 'it is ordered already'
    const worth = worthOf(lines)
    if (worth !== data.totalFen) yield `it is of ${data.totalFen}, its lines are ${worth}`
    purchases.set(stream, {
      ...{ fund: textIn(data, 'fund'), merchant: textIn(data, 'merchant'), programme: textIn(data, 'programme') },
      ...{ lines, committedFen: 0, status: 'ordered' },
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
    if (purchase.committedFen !== worthOf(purchase.lines)) yield 'what is kept for it is not what is ordered'
    purchase.status = 'open'
  },

  *PurchaseShortened(event, things) {
    const purchase = purchaseOf(event, things)
    if (purchase?.status !== 'open') yield 'nothing is open of it'
    if (!purchase) return
    yield* faultsOfParties(event.data, purchase)
    for (const line of objectsIn(event.data, 'lines')) {
      const known = purchase.lines[integerIn(line, 'line') - 1]
      const quantity = integerIn(line, 'quantity')
      if (!known || quantity >= known.quantity) yield 'a line of it is not there, or becomes no shorter'
      else known.quantity = quantity
    }
    yield* releases(event.data, purchase, add(purchase.committedFen, -worthOf(purchase.lines)))
  },

  *PurchaseEnded(event, things) {
    const purchase = purchaseOf(event, things)
    const from = event.data.why === 'refused' ? 'ordered' : 'open'
    if (purchase?.status !== from) yield `it ends (${event.data.why}) where it is ${purchase?.status ?? 'not there'}`
    if (!purchase) return
    yield* faultsOfParties(event.data, purchase)
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
}

function purchaseOf({ stream }: LedgerEvent, { purchases }: SettledThings): Purchase | undefined {
  return purchases.get(stream)
}

function worthOf(lines: Purchase['lines']): number {
  return sum(lines.map(({ quantity, unitPriceFen }) => multiply(unitPriceFen, quantity)))
}

function* faultsOfParties(data: JsonObject, { merchant, programme }: Purchase): Iterable<string> {
  if (data.merchant !== merchant || data.programme !== programme) yield 'it is of another supplier or programme'
}

/** What is not ordered any more is given back to the fund it came from, all of it. */
function* releases(data: JsonObject, purchase: Purchase, fen: number): Iterable<string> {
  const shares = data.shares === undefined ? new Map<string, number>() : sharesIn(data)
  yield* differenceOf('it gives back', shares, new Map(fen > 0 ? [[purchase.fund, fen]] : []))
  purchase.committedFen = add(purchase.committedFen, -totalOf(shares))
}
