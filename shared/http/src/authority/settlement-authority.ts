import type { AuthorityRow } from './authority.ts'
import { approvers, desk, filtered, named, payees } from './authority-rows.ts'

/** Statements, payees, payments: a part of the one table. */
export const settlementAuthority = {
  // Payments
  preparePayment: named(desk),
  listPayments: filtered(payees),
  readPayment: named(payees),
  approvePayment: named(approvers),
  refusePayment: named(approvers),
  withdrawPayment: named(desk),
  sendPayment: named(desk),
  recordPaymentResult: named(desk),
  recordPaymentReturn: named(desk),
} as const satisfies Record<string, AuthorityRow>
