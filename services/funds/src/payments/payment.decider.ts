import { accept, type Decider, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import { type PrepareRefusalCode, prepare } from './decide-preparation.ts'
import type {
  ApprovePayment,
  PaymentCommand,
  RefusePart,
  RefusePayment,
  TakeMoney,
  TakePart,
} from './payment.commands.ts'
import { evolvePayment, type OpenPayment, type PaymentEvent, type PaymentState } from './payment.state.ts'
import { leaveFile, recordFileResult, sendByFile } from './payment-files.ts'
import { bounce, ended, fail, type OutcomeRefusalCode, send, settle } from './payment-outcomes.ts'
import { isBeforeSending, notNow, type StandingCode } from './payment-standing.ts'

/**
 * Stream `payment-<uuid of the reference>`: one transfer to one merchant over parts of its statements. A reference is taken once. Each
 * statement takes it or refuses; what one of them refuses never comes about. From its sending on only the bank's word ends it.
 */
export const paymentDecider: Decider<PaymentState, PaymentCommand, PaymentEvent, PaymentRefusalCode> = {
  category: 'payment',
  initialState: { status: 'absent' },
  decide,
  evolve: evolvePayment,
}

export type PaymentRefusalCode =
  | 'payment-unknown'
  | 'payment-already-approved'
  | 'maker-cannot-approve'
  | PrepareRefusalCode
  | OutcomeRefusalCode
  | StandingCode

type PaymentDecision = Decision<PaymentEvent, PaymentRefusalCode>

function decide(state: PaymentState, command: PaymentCommand): PaymentDecision {
  if (command.type === 'PreparePayment') return prepare(state, command)
  if (state.status === 'absent') return refuse('payment-unknown')
  switch (command.type) {
    case 'TakePart':
      return takePart(state, command)
    case 'RefusePart':
      return refusePart(state, command)
    case 'TakeMoney':
      return takeMoney(state, command)
    case 'RefuseMoney':
      return state.status === 'preparing' ? accept([ended(state, 'part-refused', command.code)]) : accept([])
    case 'ApprovePayment':
      return approve(state, command)
    case 'RefusePayment':
      return refusePayment(state, command)
    case 'WithdrawPayment':
      return isBeforeSending(state) ? accept([ended(state, 'withdrawn', command.reason)]) : notNow(state)
    case 'SendPayment':
      return send(state, command)
    case 'SettlePayment':
      return settle(state, command)
    case 'FailPayment':
      return fail(state, command)
    case 'SendByFile':
      return sendByFile(state, command)
    case 'LeaveFile':
      return leaveFile(state, command)
    case 'RecordFileResult':
      return recordFileResult(state, command)
    case 'ReturnPayment':
      return bounce(state, command)
  }
}

/** What was ended meanwhile takes nothing any more: its statements are given free by its end. */
function takePart(payment: OpenPayment, command: TakePart): PaymentDecision {
  const part = partOf(payment, command)
  if (payment.status !== 'preparing' || payment.taken.includes(part)) return accept([])
  return accept([{ type: 'PaymentPartTaken', data: { part, merchant: payment.merchant } }])
}

function takeMoney(payment: OpenPayment, { fund }: TakeMoney): PaymentDecision {
  if (payment.status !== 'preparing' || payment.funded.includes(fund)) return accept([])
  return accept([{ type: 'PaymentMoneyTaken', data: { fund, merchant: payment.merchant } }])
}

function refusePart(payment: OpenPayment, command: RefusePart): PaymentDecision {
  if (payment.status !== 'preparing') return accept([])
  const { code } = command
  const data = { part: partOf(payment, command), merchant: payment.merchant, code }
  return accept([{ type: 'PaymentPartRefused', data }, ended(payment, 'part-refused', code)])
}

function approve(
  payment: OpenPayment,
  { approver, payee, seenVersion, needsAccount }: ApprovePayment,
): PaymentDecision {
  const { status, preparedBy, merchant, totalFen, approval } = payment
  if (status !== 'ready' && status !== 'approved') return notNow(payment)
  if (approver === preparedBy) return refuse('maker-cannot-approve', { maker: preparedBy })
  if (payee?.version !== seenVersion) return refuse('payee-changed', { ...payee })
  if (payment.bankAccount === undefined && needsAccount) return refuse('bank-account-missing')
  if (approval?.payee.version === payee.version) return refuse('payment-already-approved')
  return accept([{ type: 'PaymentApproved', data: { merchant, payee, totalFen, approvedBy: approver } }])
}

function refusePayment(payment: OpenPayment, { approver, reason }: RefusePayment): PaymentDecision {
  if (!isBeforeSending(payment)) return notNow(payment)
  const { preparedBy } = payment
  if (approver === preparedBy) return refuse('maker-cannot-approve', { maker: preparedBy })
  return accept([ended(payment, 'refused', reason)])
}

function partOf({ parts }: OpenPayment, { stream, statement }: TakePart | RefusePart): number {
  const index = parts.findIndex((part) => part.stream === stream && part.statement === statement)
  if (index < 0) throw new Error(`${stream} answers a payment that has no part of it`)
  return index + 1
}
