import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import { placeOf } from '../bank/fund-money.state.ts'
import type { FailPayment, ReturnPayment, SendPayment, SettlePayment } from './payment.commands.ts'
import type { OpenPayment, PaymentEvent } from './payment.state.ts'
import { notNow, type StandingCode } from './payment-standing.ts'

export type OutcomeRefusalCode =
  | 'payee-changed'
  | 'sent-before-approved'
  | 'payment-amount-differs'
  | 'paid-before-sent'
  | 'returned-before-paid'
  | 'bank-account-missing'
  | 'fund-paid-by-payer'

type OutcomeDecision = Decision<PaymentEvent, OutcomeRefusalCode | StandingCode>

/** Only to the account that the approver saw: where it was changed, the approver looks at it again. */
export function send(payment: OpenPayment, { sentOn, payee }: SendPayment): OutcomeDecision {
  const { status, approval, merchant, totalFen } = payment
  if (status !== 'approved' || !approval) return notNow(payment)
  if (payee?.version !== approval.payee.version) return refuse('payee-changed', { ...payee })
  const { approvedOn } = approval
  if (sentOn < approvedOn) return refuse('sent-before-approved', { sentOn, approvedOn })
  return accept([{ type: 'PaymentSent', data: { merchant, sentOn, totalFen } }])
}

/** All of it or nothing: another amount pays nothing. */
export function settle(payment: OpenPayment, { paidOn, bankReference, amountFen }: SettlePayment): OutcomeDecision {
  const { status, merchant, totalFen, sentOn = '' } = payment
  if (status !== 'sent') return notNow(payment)
  if (amountFen !== totalFen) return refuse('payment-amount-differs', { totalFen, amountFen })
  if (paidOn < sentOn) return refuse('paid-before-sent', { paidOn, sentOn })
  const said = { ...(bankReference !== undefined && { bankReference }), ...placeOf(payment) }
  return accept([{ type: 'PaymentSettled', data: { merchant, paidOn, ...said, totalFen } }])
}

export function fail(payment: OpenPayment, { amountFen, reason }: FailPayment): OutcomeDecision {
  const { status, totalFen } = payment
  if (status !== 'sent') return notNow(payment)
  if (amountFen !== totalFen) return refuse('payment-amount-differs', { totalFen, amountFen })
  return accept([ended(payment, 'failed', reason)])
}

export function bounce(payment: OpenPayment, command: ReturnPayment): OutcomeDecision {
  const { returnedOn, reason, needsAccount, bankAccount = payment.bankAccount } = command
  const { status, merchant, totalFen, settled, payer } = payment
  if (status !== 'paid' || !settled) return notNow(payment)
  const { paidOn } = settled
  if (returnedOn < paidOn) return refuse('returned-before-paid', { returnedOn, paidOn })
  if (bankAccount === undefined && needsAccount) return refuse('bank-account-missing')
  if (bankAccount !== undefined && payer !== undefined) return refuse('fund-paid-by-payer', { payer })
  const to = placeOf({ bankAccount, payer })
  return accept([{ type: 'PaymentBounced', data: { merchant, returnedOn, totalFen, reason, ...to } }])
}

export function ended(
  { merchant }: OpenPayment,
  why: DataOf<'PaymentEnded'>['why'],
  reason: string,
): EventOf<'PaymentEnded'> {
  return { type: 'PaymentEnded', data: { merchant, why, reason } }
}
