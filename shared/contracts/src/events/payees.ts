import { z } from 'zod'
import { count, day, division, idOf, instant, name, positiveAmountFen, reason, text } from '../primitives.ts'
import { isCreditCode } from './credit-code.ts'
import { payeeAccount } from './payments.ts'
import { sealed } from './registry.ts'

/** Keyed by a secret of the ledger: without it nobody can try what stands behind it. */
const keyedHash = z.string().regex(/^[0-9a-f]{64}$/)
export const creditCode = z
  .string()
  .regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/)
  .refine(isCreditCode, { params: { code: 'credit-code-wrong' } })
  .meta({ description: 'Unified social credit code, GB 32100', example: '91350100M000100Y43' })

/** Where a merchant is paid to from here on. Number, holder and contact are sealed with the payee's key. */
export const payeeSet = payeeAccount.extend({
  bank: name,
  creditCode: creditCode.optional(),
  sealed,
  sealedFields: z.array(z.string()).max(20),
  /** Of the whole number: the same account at two merchants is seen without opening either. */
  accountHash: keyedHash,
})

const paid = { payment: idOf('payment'), totalFen: positiveAmountFen }
/** Payments handed to the bank: from here on their outcome is unknown until it says it. The file itself expires. */
export const paymentFileWritten = z.strictObject({
  division,
  mapping: text(40),
  payments: z
    .array(z.strictObject({ ...paid, reference: text(30), payee: payeeAccount }))
    .min(1)
    .max(500),
  count,
  totalFen: positiveAmountFen,
  fileHash: keyedHash,
  writtenOn: day,
  /** From then on nobody takes the file any more. */
  expiresAt: instant,
})

/** Somebody took the file, which shows whole account numbers; recorded before it leaves. */
export const paymentFileRead = z.strictObject({ division, account: text(100), count })

export const resultDifferences = [
  'result-reference-unknown',
  'result-payment-not-sent',
  'result-amount-differs',
  'result-payee-differs',
  'result-said-twice',
  'result-line-unreadable',
] as const
/** What the bank said of payments, from a file of the bank. What matches no payment wholly is a difference and changes none. */
export const paymentResultsRead = z.strictObject({
  division,
  mapping: text(40),
  fileHash: keyedHash,
  rows: count,
  results: z
    .array(
      z.discriminatedUnion('outcome', [
        z.strictObject({ ...paid, outcome: z.literal('paid'), paidOn: day, bankReference: text(60).optional() }),
        z.strictObject({ ...paid, outcome: z.literal('failed'), failedOn: day, reason }),
      ]),
    )
    .max(500),
  differences: z
    .array(
      z.strictObject({ line: z.int().min(1), code: z.enum(resultDifferences), payment: idOf('payment').optional() }),
    )
    .max(500),
})

export const payeesEvents = {
  PayeeSet: { category: 'merchant', schemaVersion: 1, schema: payeeSet },
  PaymentFileWritten: { category: 'paymentfile', schemaVersion: 1, schema: paymentFileWritten },
  PaymentFileRead: { category: 'paymentfile', schemaVersion: 1, schema: paymentFileRead },
  PaymentResultsRead: { category: 'paymentfile', schemaVersion: 1, schema: paymentResultsRead },
} as const
