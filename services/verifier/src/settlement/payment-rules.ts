import { integerIn, type JsonObject, objectsIn, optionalTextIn, textIn } from '../json.ts'
import type { LedgerEvent } from '../ledger-event.ts'
import { addAll, differenceOf, sharesIn, sumOf, totalOf } from './fen-by-fund.ts'
import {
  accountOf,
  freeOf,
  type Payment,
  pairKey,
  partOf,
  type Rule,
  type SettledThings,
  type SupplierBill,
  statementOf,
  wordKey,
} from './settled-things.ts'

/** One transfer, from its preparation to the bank's word. */
export const paymentRules: Readonly<Record<string, Rule>> = {
  *PaymentPrepared(event, things) {
    const { data, stream } = event
    const parts = objectsIn(data, 'parts').map((part) => ({
      stream: textIn(part, 'stream'),
      number: integerIn(part, 'statement'),
      shares: sharesIn(part),
    }))
    const reference = textIn(data, 'reference')
    const totalFen = integerIn(data, 'totalFen')
    if (things.references.has(reference)) yield `${reference} is another payment's reference`
    if (things.payments.has(stream)) yield 'it is prepared already'
    if (new Set(parts.map((part) => `${part.stream} ${part.number}`)).size < parts.length)
      yield 'it pays a number twice'
    const merchant = textIn(data, 'merchant')
    for (const [index, part] of objectsIn(data, 'parts').entries())
      if (!isOfMerchant(things, { ...part, merchant })) yield `part ${index + 1} is of another merchant or programme`
    const sum = totalOf(sumOf(parts.map(({ shares }) => shares)))
    if (sum !== totalFen) yield `it pays ${totalFen}, its parts are ${sum}`
    const preparedBy = textIn(data, 'preparedBy')
    if (preparedBy !== accountOf(event)) yield 'it names another maker than who prepared it'
    things.references.add(reference)
    things.payments.set(stream, {
      ...{ merchant, parts, totalFen, preparedBy, taken: new Set(), status: 'preparing' },
      ...{ sentOn: '', file: '', paidOn: '' },
    })
  },

  *PaymentPartTaken({ data, stream }, things) {
    const payment = paymentOf(things, stream)
    const number = integerIn(data, 'part')
    const part = payment?.parts[number - 1]
    const isTaken =
      part &&
      (things.statements.get(part.stream)?.approved.get(part.number)?.taken.get(stream)?.status === 'assigned' ||
        isTakenBill(things.purchases.get(part.stream)?.bills.get(part.number), stream))
    if (payment?.status !== 'preparing' || payment.taken.has(number)) yield 'no statement is asked for it'
    if (!isTaken) yield `the statement of part ${number} has not taken it`
    payment?.taken.add(number)
    if (payment && payment.taken.size === payment.parts.length) payment.status = 'ready'
  },

  *PaymentApproved(event, things) {
    const payment = paymentOf(things, event.stream)
    yield* faultsOfStep(event, payment, ['ready', 'approved'])
    const approver = textIn(event.data, 'approvedBy')
    if (approver === payment?.preparedBy) yield `${approver} approves what ${approver} prepared`
    if (approver !== accountOf(event)) yield 'it names another approver than who approved it'
    if (payment) payment.status = 'approved'
  },

  *PaymentSent(event, things) {
    const payment = paymentOf(things, event.stream)
    yield* faultsOfStep(event, payment, ['approved'])
    const file = optionalTextIn(event.data, 'file') ?? ''
    if (payment) Object.assign(payment, { status: 'sent', sentOn: textIn(event.data, 'sentOn'), file })
  },

  *PaymentSendingRefused({ data, stream }, things) {
    const payment = paymentOf(things, stream)
    const file = textIn(data, 'file')
    if (!payment) yield 'it was not prepared'
    if (payment?.status === 'sent' && payment.file === file) {
      if (!things.leftFiles.has(file)) yield `it was sent by ${file}, of which everything was sent`
      Object.assign(payment, { status: 'approved', sentOn: '', file: '' })
    }
    things.leftFiles.add(file)
  },

  *PaymentSettled(event, things) {
    const payment = paymentOf(things, event.stream)
    yield* faultsOfStep(event, payment, ['sent'])
    const paidOn = textIn(event.data, 'paidOn')
    if (payment && paidOn < payment.sentOn) yield `it is paid on ${paidOn}, before it was sent`
    if (payment) Object.assign(payment, { status: 'paid', paidOn })
  },

  *PaymentBounced(event, things) {
    const payment = paymentOf(things, event.stream)
    yield* faultsOfStep(event, payment, ['paid'])
    if (payment) payment.status = 'returned'
  },

  *PaymentEnded({ data, stream }, things) {
    const payment = paymentOf(things, stream)
    const isSent = payment?.status === 'sent'
    if (!payment || !(data.why === 'failed' ? isSent : ['preparing', 'ready', 'approved'].includes(payment.status)))
      yield `it cannot end (${data.why}) where it stands`
    if (payment) payment.status = 'ended'
  },

  *StatementAssigned(event, things) {
    const { approved, payment, stream } = numberOf(event, things)
    const shares = sharesIn(event.data)
    const name = textIn(event.data, 'payment')
    const free = approved && freeOf(approved)
    if (!free || totalOf(free) === 0 || approved?.taken.has(name)) yield 'its number is not there to be paid'
    for (const [fund, fen] of shares)
      if (free && (free.get(fund) ?? 0) !== fen)
        yield `it gives ${fen} of ${fund}, there to be paid are ${free.get(fund) ?? 0}`
    const part = payment?.parts.find((one) => one.stream === stream && one.number === event.data.statement)
    if (!part) yield 'the payment asks for no such part'
    else yield* differenceOf('the payment asks for', part.shares, shares)
    approved?.taken.set(name, { shares, status: 'assigned' })
  },

  *StatementReleased(event, things) {
    const { approved, payment, taken } = numberOf(event, things)
    if (taken?.status !== 'assigned') yield 'that payment has not taken it'
    if (payment?.status !== 'ended') yield 'the payment has not ended'
    approved?.taken.delete(textIn(event.data, 'payment'))
  },

  *SettlementPaid(event, things) {
    const { approved, payment, taken } = numberOf(event, things)
    const { data } = event
    if (taken?.status !== 'assigned') yield 'that payment has not taken it'
    if (payment?.status !== 'paid' && payment?.status !== 'returned') yield 'the bank has not paid it'
    else if (data.paidOn !== payment.paidOn) yield `it is paid on ${data.paidOn}, by the bank on ${payment.paidOn}`
    if (!approved || !taken) return
    const setOff = new Map([...approved.setOff].filter(([fund]) => taken.shares.has(fund)))
    yield* differenceOf('paid are', sharesIn(data), taken.shares)
    yield* differenceOf('it sets off', sharesIn(data, 'setOff'), setOff)
    if (totalOf(setOff) > 0) things.settling.set(wordKey(data, partOf(event)), setOff)
    taken.status = 'paid'
  },

  *PaymentReturned(event, things) {
    const { statement, payment, taken } = numberOf(event, things, 'ofStatement')
    const { data } = event
    if (taken?.status !== 'paid') yield 'that payment has not paid it'
    if (payment?.status !== 'returned') yield 'the bank has not given it back'
    if (data.statement !== statement.number)
      yield `it comes back in number ${data.statement}, open is ${statement.number}`
    if (!taken) return
    yield* differenceOf('come back are', sharesIn(data), taken.shares)
    addAll(statement.comeBack, taken.shares)
    taken.status = 'returned'
  },
}

function paymentOf({ payments }: SettledThings, stream: string): Payment | undefined {
  return payments.get(stream)
}

function* faultsOfStep(
  { data }: LedgerEvent,
  payment: Payment | undefined,
  from: readonly Payment['status'][],
): Iterable<string> {
  if (!payment) yield 'it was not prepared'
  else {
    if (!from.includes(payment.status)) yield `it is ${payment.status}, it has to be ${from.join(' or ')} before`
    if (data.merchant !== payment.merchant) yield `it is to ${data.merchant}, prepared for ${payment.merchant}`
    if (data.totalFen !== payment.totalFen) yield `it is of ${data.totalFen}, prepared are ${payment.totalFen}`
  }
}

function numberOf(event: LedgerEvent, things: SettledThings, member = 'statement') {
  const statement = statementOf(things, event)
  const approved = statement.approved.get(integerIn(event.data, member))
  const name = textIn(event.data, 'payment')
  const payment = things.payments.get(name)
  return { statement, stream: event.stream, approved, payment, taken: approved?.taken.get(name) }
}

/** A part names a statement of its merchant and programme, or an order of that supplier for it. */
function isOfMerchant({ pairs, purchases }: SettledThings, part: JsonObject): boolean {
  const stream = textIn(part, 'stream')
  const purchase = purchases.get(stream)
  if (purchase) return purchase.merchant === part.merchant && purchase.programme === part.programme
  return pairs.get(pairKey(part))?.stream === stream
}

function isTakenBill(bill: SupplierBill | undefined, payment: string): boolean {
  return bill?.taken?.status === 'assigned' && bill.taken.payment === payment
}
