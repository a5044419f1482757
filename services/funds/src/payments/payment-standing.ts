import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { OpenPayment, PaymentStatus } from './payment.state.ts'

/** Where a payment stands, as a refusal of what cannot be done there. */
const standing = {
  preparing: 'payment-not-ready',
  ready: 'payment-not-approved',
  approved: 'payment-not-sent',
  sent: 'payment-already-sent',
  paid: 'payment-already-paid',
  returned: 'payment-already-returned',
  ended: 'payment-ended',
} as const satisfies Record<PaymentStatus, string>

export type StandingCode = (typeof standing)[PaymentStatus]

export function notNow({ status, ended }: OpenPayment): {
  readonly accepted: false
  readonly refusal: Refusal<StandingCode>
} {
  const code = standing[status]
  return { accepted: false, refusal: { code, facts: ended ? { why: ended.why } : {} } }
}

export function isBeforeSending({ status }: OpenPayment): boolean {
  return status === 'preparing' || status === 'ready' || status === 'approved'
}
