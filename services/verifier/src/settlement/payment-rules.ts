import { integerIn, isObject, type JsonObject, objectsIn, textIn } from '../json.ts'
import type { LedgerEvent } from '../ledger-event.ts'
import { addAll, covers, differenceOf, type FenByFund, sharesIn, sumOf, totalOf } from './fen-by-fund.ts'
import {
  accountIn,
  accountOf,
  type Payment,
  partOf,
  type Rule,
  type SettledThings,
  statementOf,
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
    const sum = totalOf(sumOf(parts.map(({ shares }) => shares)))
    if (sum !== totalFen) yield `it pays ${totalFen}, its parts are ${sum}`
    const preparedBy = textIn(data, 'preparedBy')
    if (preparedBy !== accountOf(event)) yield 'it names another maker than who prepared it'
    things.references.add(reference)
    const merchant = textIn(data, 'merchant')
    things.payments.set(stream, {
      ...{ merchant, parts, totalFen, preparedBy, taken: new Set(), status: 'preparing', sentOn: '', paidOn: '' },
    })
  },

  *PaymentPartTaken({ data, stream }, things) {
    const payment = paymentOf(things, stream)
    const number = integerIn(data, 'part')
    const part = payment?.parts[number - 1]
    const taken = part && things.statements.get(part.stream)?.approved.get(part.number)
    if (payment?.status !== 'preparing' || payment.taken.has(number)) yield 'no statement is asked for it'
    if (taken?.status !== 'assigned' || taken.payment !== stream)
      yield `the statement of part ${number} has not taken it`
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
    if (payment) Object.assign(payment, { status: 'sent', sentOn: textIn(event.data, 'sentOn') })
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
    if (approved?.status !== 'approved') yield 'its number is not there to be paid'
    if (approved) yield* differenceOf('it gives', shares, approved.shares)
    const part = payment?.parts.find((one) => one.stream === stream && one.number === event.data.statement)
    if (!part) yield 'the payment asks for no such part'
    else yield* differenceOf('the payment asks for', part.shares, shares)
    if (approved) Object.assign(approved, { status: 'assigned', payment: textIn(event.data, 'payment') })
  },

  *StatementReleased(event, things) {
    const { approved, payment } = numberOf(event, things)
    if (approved?.status !== 'assigned' || approved.payment !== event.data.payment)
      yield 'that payment has not taken it'
    if (payment?.status !== 'ended') yield 'the payment has not ended'
    if (approved) approved.status = 'approved'
  },

  *SettlementPaid(event, things) {
    const { approved, payment } = numberOf(event, things)
    const { data } = event
    if (approved?.status !== 'assigned' || approved.payment !== data.payment) yield 'that payment has not taken it'
    if (payment?.status !== 'paid' && payment?.status !== 'returned') yield 'the bank has not paid it'
    else if (data.paidOn !== payment.paidOn) yield `it is paid on ${data.paidOn}, by the bank on ${payment.paidOn}`
    if (!approved) return
    yield* differenceOf('paid are', sharesIn(data), approved.shares)
    yield* differenceOf('it sets off', sharesIn(data, 'setOff'), approved.setOff)
    if (totalOf(approved.setOff) > 0) things.settling.set(partOf(event), approved.setOff)
    approved.status = 'paid'
  },

  *PaymentReturned(event, things) {
    const { statement, approved, payment } = numberOf(event, things, 'ofStatement')
    const { data } = event
    if (approved?.status !== 'paid' || approved.payment !== data.payment) yield 'that payment has not paid it'
    if (payment?.status !== 'returned') yield 'the bank has not given it back'
    if (data.statement !== statement.number)
      yield `it comes back in number ${data.statement}, open is ${statement.number}`
    if (!approved) return
    yield* differenceOf('come back are', sharesIn(data), approved.shares)
    addAll(statement.comeBack, approved.shares)
    approved.status = 'returned'
  },

  *MerchantRepaid(event, things) {
    yield* faultsOfEndedClaim(event, things, 'repaid')
  },

  *ClaimGivenUp(event, things) {
    const { approval } = event.metadata
    if (!isObject(approval) || accountIn(textIn(approval, 'approvedBy')) === accountOf(event))
      yield 'nobody but who asked for it has approved it'
    yield* faultsOfEndedClaim(event, things, 'given up')
  },

  *ClaimReceived({ data }, things) {
    yield* faultsOfWord(data, 'reversal', things.claimed)
  },

  *ClaimSettled({ data }, things) {
    yield* faultsOfWord(data, 'by', things.settling)
  },

  *ClaimWrittenOff({ data }, things) {
    yield* faultsOfWord(data, 'by', things.givenUp)
    addAll(writtenOffOf(things, data), sharesIn(data))
  },

  *ClaimRecovered({ data }, things) {
    const writtenOff = writtenOffOf(things, data)
    if (!covers(writtenOff, sharesIn(data))) yield 'more is recovered than was written off'
    addAll(writtenOff, sharesIn(data), -1)
  },
}

/** The merchant owes so much less, and is due it in the open number. */
function* faultsOfEndedClaim(event: LedgerEvent, things: SettledThings, how: 'repaid' | 'given up'): Iterable<string> {
  const statement = statementOf(things, event)
  const shares = sharesIn(event.data)
  if (event.data.statement !== statement.number)
    yield `it is ${how} in number ${event.data.statement}, open is ${statement.number}`
  if (!covers(statement.claims, shares)) yield `more is ${how} than is owed`
  addAll(statement.claims, shares, -1)
  addAll(statement.comeBack, shares)
  const words = how === 'repaid' ? things.settling : things.givenUp
  words.set(partOf(event), shares)
}

function writtenOffOf({ writtenOff }: SettledThings, data: JsonObject): FenByFund {
  const key = `${textIn(data, 'merchant')} ${textIn(data, 'programme')}`
  const known: FenByFund = writtenOff.get(key) ?? new Map()
  writtenOff.set(key, known)
  return known
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
    if (data.totalFen !== payment.totalFen) yield `it is of ${data.totalFen}, prepared are ${payment.totalFen}`
  }
}

function numberOf(event: LedgerEvent, things: SettledThings, member = 'statement') {
  const statement = statementOf(things, event)
  return {
    statement,
    stream: event.stream,
    approved: statement.approved.get(integerIn(event.data, member)),
    payment: things.payments.get(textIn(event.data, 'payment')),
  }
}

/** The budget takes in once what was said elsewhere, and nothing else. */
function* faultsOfWord(data: JsonObject, member: string, said: SettledThings['claimed']): Iterable<string> {
  const by = textIn(data, member)
  const shares = said.get(by)
  if (!shares) yield `it goes by ${by}, which says nothing of the kind, or was taken in before`
  else yield* differenceOf('it takes in', sharesIn(data), shares)
  said.delete(by)
}
