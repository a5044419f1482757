import { textIn } from '../json.ts'
import { sharesIn } from '../settlement/fen-by-fund.ts'
import { partOf } from '../settlement/settled-things.ts'
import { askedBy, type CashRule, changeHeld, fenOf, keyOf, type Payment, placeIn } from './cash-things.ts'

const receipt: CashRule = ({ event }, { receipts }) => {
  const place = placeIn(event.data)
  if (place === undefined) return []
  for (const [fund, fen] of sharesIn(event.data)) receipts.set(keyOf(partOf(event), fund), { place, fen })
  return []
}

function* paid({ event: { data } }: Parameters<CashRule>[0], things: Parameters<CashRule>[1]): Iterable<string> {
  const { payments, held } = things
  const name = textIn(data, 'payment')
  const place = placeIn(data)
  yield* faultsOfPlace('paid', place, payments.get(name))
  if (place === undefined) return
  for (const [fund, fen] of sharesIn(data)) {
    const one = held.get(keyOf(name, fund))
    if (one?.place !== place) yield `${fund} holds nothing for that payment on ${place}`
    else if (fen > one.leftFen) yield `${fen} of ${fund} are paid, held are ${one.leftFen}`
    if (one) changeHeld(things, one, -Math.min(fen, one.leftFen))
  }
}

/** What is held on an account, or of what another payer pays, for a payment, and what leaves it. */
export const heldRules: Readonly<Record<string, CashRule>> = {
  PaymentPrepared({ event: { stream, data } }, { payments }) {
    payments.set(stream, { place: placeIn(data), asked: askedBy(data) })
    return []
  },

  *PaymentSettled({ event }, { payments }) {
    const payment = payments.get(event.stream)
    yield* faultsOfPlace('paid', placeIn(event.data), payment)
    if (payment) payment.over = event
  },

  PaymentEnded({ event }, { payments }) {
    const payment = payments.get(event.stream)
    if (payment) payment.over = event
    return []
  },

  *PaymentMoneyHeld(posted, things) {
    const { payments, held } = things
    const { stream: fund, data } = posted.event
    const [name, place = ''] = [textIn(data, 'payment'), placeIn(data)]
    const payment = payments.get(name)
    const fen = fenOf(posted)
    const key = keyOf(name, fund)
    if (held.has(key)) yield 'its fund holds money for that payment already'
    if ((payment?.asked.get(fund) ?? 0) !== fen)
      yield `${fen} are held, the payment asks for ${payment?.asked.get(fund)}`
    yield* faultsOfPlace('held', place, payment)
    const one = { fund, payment: name, place, leftFen: 0 }
    held.set(key, one)
    changeHeld(things, one, fen)
  },

  *PaymentMoneyReleased(posted, things) {
    const { payments, held } = things
    const { stream: fund, data } = posted.event
    const name = textIn(data, 'payment')
    const one = held.get(keyOf(name, fund))
    const fen = fenOf(posted)
    if (payments.get(name)?.over?.type !== 'PaymentEnded') yield 'the payment has not ended'
    if (one?.leftFen !== fen) yield `${fen} are released, held are ${one?.leftFen ?? 0}`
    if (one && one.place !== placeIn(data)) yield `it is released on ${placeIn(data)}, held on ${one.place}`
    if (one) changeHeld(things, one, -one.leftFen)
  },

  SettlementPaid: paid,
  SupplierPaid: paid,

  PaymentReturned: receipt,
  SupplierPaymentReturned: receipt,
  MerchantRepaid: receipt,
  ClaimRecovered: receipt,

  *BankReceiptAcknowledged(posted, { receipts }) {
    const { stream: fund, data } = posted.event
    const key = keyOf(textIn(data, 'receipt'), fund)
    const came = receipts.get(key)
    const fen = fenOf(posted)
    if (!came) yield 'no such money came, or it was acknowledged before'
    else if (came.fen !== fen || came.place !== placeIn(data))
      yield `it acknowledges ${fen} on ${placeIn(data)}, ${came.fen} came to ${came.place}`
    receipts.delete(key)
  },
}

function* faultsOfPlace(what: string, given: string | undefined, payment: Payment | undefined): Iterable<string> {
  if (payment && payment.place !== given)
    yield `it is ${what} on ${given ?? 'no account'}, the payment is from ${payment.place ?? 'none'}`
}
