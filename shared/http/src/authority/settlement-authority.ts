import type { AuthorityRow } from './authority.ts'
import { approvers, desk, filtered, named, payees } from './authority-rows.ts'

/** Statements, payees, payments: a part of the one table. */
export const settlementAuthority = {
  // Statements
  proposeStatements: named(desk),
  listStatements: filtered(payees),
  readStatement: named(payees),
  confirmStatement: named(['merchant-owner', ...desk]),
  withdrawStatement: named(desk),
  approveStatement: named(approvers),
  disputeLine: named(['merchant-owner', ...desk]),
  endDispute: named(desk),
  recordRepayment: named(desk),
  setSettlementTerms: named(desk),

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
