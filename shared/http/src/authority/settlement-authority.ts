import type { AuthorityRow } from './authority.ts'
import { approvers, desk, filtered, named, ofDivision, payees, staff } from './authority-rows.ts'

/** Statements, payees, payments: a part of the one table. */
export const settlementAuthority = {
  // Where merchants are paid to
  setPayee: ofDivision(desk),
  readPayee: named(payees),
  // Statements
  proposeStatements: named(desk),
  listStatements: filtered(payees),
  listOpenNumbers: named(payees),
  listDisputes: filtered(payees),
  readStatement: named(payees),
  listStatementLines: named(payees),
  printStatementXlsx: named(payees),
  printStatementHtml: named(payees),
  confirmStatement: named(['merchant-owner', ...desk]),
  withdrawStatement: named(desk),
  approveStatement: named(approvers),
  refuseStatement: named(approvers),
  disputeLine: named(['merchant-owner', ...desk]),
  endDispute: named(desk),
  recordRepayment: named(desk),
  giveUpClaim: named(desk),
  waivePayable: named(desk),
  recordRecovery: named(desk),
  recordInvoice: named(desk),
  strikeOutInvoice: named(desk),
  uploadInvoiceScan: named(desk),
  readInvoiceScan: named(staff),
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
  writePaymentFile: named(desk),
  readPaymentFile: named(desk),
  readPaymentResults: filtered(desk),
  readBankStatementFile: filtered(desk),
} as const satisfies Record<string, AuthorityRow>
