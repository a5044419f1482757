import { z } from 'zod'
import { accountName } from '../authority.ts'
import { unchanged } from '../event-definition.ts'
import { day, idOf, positiveAmountFen, reason, shares, text } from '../primitives.ts'
import { bankAccount, lastDigits } from './bank.ts'
import { payer } from './payers.ts'
import { statementNumber } from './statements.ts'

/** One part of a payment: what one statement pays; since version 4 also what is owed on an invoice of an order, `statement` being its number there. */
export const paymentPart = z.strictObject({
  stream: z.union([idOf('statement'), idOf('purchase')]),
  statement: statementNumber,
  programme: idOf('programme'),
  shares,
})
/** Four last digits of the account; the number itself is sealed where the merchant is registered. */
export const payeeAccount = z.strictObject({ lastDigits, version: z.int().min(1) })

/** One transfer to one merchant. Its reference is its identity: nobody prepares another one under it. */
export const paymentPrepared = z.strictObject({
  reference: z.string().regex(/^[A-Z0-9][A-Z0-9-]{3,29}$/),
  merchant: idOf('merchant'),
  payee: payeeAccount,
  parts: z.array(paymentPart).min(1).max(100),
  totalFen: positiveAmountFen,
  /** Account of the maker, who may not approve. */
  preparedBy: accountName,
  /** Since version 2: the union's account that pays. */
  bankAccount: bankAccount.optional(),
  /** Since version 3: who pays instead of a union. */
  payer: payer.optional(),
})
const ofPart = { part: z.int().min(1).max(100), merchant: idOf('merchant') }
export const paymentPartTaken = z.strictObject(ofPart)
/** A fund holds what it pays of it on the account. */
export const paymentMoneyTaken = z.strictObject({ fund: idOf('fund'), merchant: idOf('merchant') })
export const paymentPartRefused = z.strictObject({ ...ofPart, code: text(80) })
/** Its payee is the one that the approver saw: who changes it after that, sends it back to the approver. */
export const paymentApproved = z.strictObject({
  merchant: idOf('merchant'),
  payee: payeeAccount,
  totalFen: positiveAmountFen,
  approvedBy: accountName,
})
export const paymentEnded = z.strictObject({
  merchant: idOf('merchant'),
  why: z.enum(['part-refused', 'refused', 'withdrawn', 'failed']),
  reason,
})
/** From here on its outcome is unknown until the bank says it. */
export const paymentSent = z.strictObject({
  merchant: idOf('merchant'),
  sentOn: day,
  totalFen: positiveAmountFen,
  /** Absent: the bank was told by hand. */
  file: idOf('paymentfile').optional(),
})
/** A file for the bank holds a payment that cannot be sent any more: such a file is not handed out, and what was sent by it is approved as before. */
export const paymentSendingRefused = z.strictObject({
  merchant: idOf('merchant'),
  file: idOf('paymentfile'),
  code: text(80),
})
export const paymentSettled = z.strictObject({
  merchant: idOf('merchant'),
  paidOn: day,
  bankReference: text(60).optional(),
  totalFen: positiveAmountFen,
  /** Since version 2: the union's account that paid. */
  bankAccount: bankAccount.optional(),
  payer: payer.optional(),
})
/** The bank says it of a payment of which it cannot be: somebody has to ask the bank. */
export const paymentResultRefused = z.strictObject({
  merchant: idOf('merchant'),
  file: idOf('paymentfile'),
  outcome: z.enum(['paid', 'failed']),
  totalFen: positiveAmountFen,
  code: text(80),
})
export const paymentBounced = z.strictObject({
  merchant: idOf('merchant'),
  returnedOn: day,
  totalFen: positiveAmountFen,
  reason,
  /** Since version 2: the union's account that it came back to. */
  bankAccount: bankAccount.optional(),
  payer: payer.optional(),
})

export const paymentsEvents = {
  PaymentPrepared: {
    category: 'payment',
    schemaVersion: 4,
    schema: paymentPrepared,
    upcasters: { 1: unchanged, 2: unchanged, 3: unchanged },
  },
  PaymentPartTaken: { category: 'payment', schemaVersion: 1, schema: paymentPartTaken },
  PaymentMoneyTaken: { category: 'payment', schemaVersion: 1, schema: paymentMoneyTaken },
  PaymentPartRefused: { category: 'payment', schemaVersion: 1, schema: paymentPartRefused },
  PaymentApproved: { category: 'payment', schemaVersion: 1, schema: paymentApproved },
  PaymentEnded: { category: 'payment', schemaVersion: 1, schema: paymentEnded },
  PaymentSent: { category: 'payment', schemaVersion: 1, schema: paymentSent },
  PaymentSendingRefused: { category: 'payment', schemaVersion: 1, schema: paymentSendingRefused },
  PaymentSettled: {
    category: 'payment',
    schemaVersion: 3,
    schema: paymentSettled,
    upcasters: { 1: unchanged, 2: unchanged },
  },
  PaymentResultRefused: { category: 'payment', schemaVersion: 1, schema: paymentResultRefused },
  PaymentBounced: {
    category: 'payment',
    schemaVersion: 3,
    schema: paymentBounced,
    upcasters: { 1: unchanged, 2: unchanged },
  },
} as const
