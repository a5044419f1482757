import { isObject, type JsonObject, optionalTextIn, textIn } from '../json.ts'
import { partOf } from '../settlement/settled-things.ts'
import { type CashRule, type CashThings, fenOf, keyOf, moveTied } from './cash-things.ts'
import { keepEntry, ofOwnMoney, takeEntryBack } from './own-money-rules.ts'

/** What came before anybody knew what it was, and what it turned out to be. */
export const suspenseRules: Readonly<Record<string, CashRule>> = {
  *UnidentifiedReceived(posted, things) {
    yield* ofOwnMoney(posted, things)
    const { event } = posted
    const bankAccount = textIn(event.data, 'bankAccount')
    const one = { fund: event.stream, bankAccount, fen: fenOf(posted), identifiedBy: undefined, isGiven: false }
    things.unidentified.set(partOf(event), one)
    moveTied(things, keyOf(event.stream, bankAccount), one.fen)
    keepEntry(posted, things)
  },

  *UnidentifiedReversed(posted, things) {
    yield* takeEntryBack(posted, things)
    const receipt = textIn(posted.event.data, 'corrects')
    const came = things.unidentified.get(receipt)
    if (came?.identifiedBy !== undefined) yield 'what it was is known'
    things.unidentified.delete(receipt)
    if (came) moveTied(things, keyOf(came.fund, came.bankAccount), -came.fen)
  },

  *ReceiptIdentified(posted, things) {
    const { event } = posted
    const came = cameAs(event.data, event.stream, things)
    if (!came) {
      yield 'nothing in suspense is called so'
      return
    }
    if (came.identifiedBy !== undefined) yield 'it was identified before'
    const fen = fenOf(posted)
    if (fen !== came.fen || event.data.bankAccount !== came.bankAccount)
      yield `${fen} on ${event.data.bankAccount} are identified, ${came.fen} came to ${came.bankAccount}`
    came.identifiedBy = partOf(event)
    came.isGiven = isObject(event.data.as) && event.data.as.kind !== 'donation'
    things.identifications.set(partOf(event), { receipt: textIn(event.data, 'receipt'), over: event })
    moveTied(things, keyOf(came.fund, came.bankAccount), -came.fen)
  },

  *DonationReceived(posted, things) {
    const { event } = posted
    const identified = optionalTextIn(event.data, 'identified')
    if (identified === undefined) return
    const found = things.identifications.get(identified)
    const came = found && things.unidentified.get(found.receipt)
    const as = found?.over.data.as
    if (!came || !isObject(as) || as.fund !== event.stream) yield 'nothing was identified as a gift to its fund'
    else if (came.isGiven) yield 'what was identified was given before'
    else if (fenOf(posted) !== came.fen || event.data.bankAccount !== came.bankAccount)
      yield `it is ${fenOf(posted)} on ${event.data.bankAccount}, identified were ${came.fen} on ${came.bankAccount}`
    if (came) came.isGiven = true
  },

  *IdentificationEnded(posted, things) {
    const { event } = posted
    const came = cameAs(event.data, event.stream, things)
    if (!came || came.identifiedBy !== event.data.identified || came.isGiven) {
      yield 'nothing that is identified is called so'
      return
    }
    if (fenOf(posted) !== came.fen) yield `${fenOf(posted)} are in suspense again, ${came.fen} came`
    came.identifiedBy = undefined
    moveTied(things, keyOf(came.fund, came.bankAccount), came.fen)
  },
}

function cameAs(data: JsonObject, fund: string, { unidentified }: CashThings) {
  const came = unidentified.get(textIn(data, 'receipt'))
  return came?.fund === fund ? came : undefined
}
