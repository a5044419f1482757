import { payeeAccount, paymentPrepared } from '@welfare/contracts/events/payments.ts'
import { statementNumber } from '@welfare/contracts/events/statements.ts'
import { eventMetadata } from '@welfare/contracts/metadata.ts'
import { day, idOf, positiveAmountFen, reason, shares, text } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { z } from 'zod'
import { placeOf } from '../bank/fund-money.state.ts'
import { isInvoice } from './decide-preparation.ts'
import type { OpenPayment, Payee } from './payment.state.ts'
import { isBeforeSending } from './payment-standing.ts'

const statementPart = z.strictObject({ statement: idOf('statement'), number: statementNumber })
const invoicePart = z.strictObject({
  purchase: idOf('purchase'),
  number: statementNumber.meta({ description: 'Of the invoice in its order' }),
})
const reference = paymentPrepared.shape.reference.meta({
  description: 'The order that the bank gets; two payments never have the same',
  example: 'ZF-20250805-0001',
})

export const paymentBody = z.strictObject({
  merchant: idOf('merchant'),
  parts: z
    .array(z.union([statementPart, invoicePart]))
    .min(1)
    .max(100),
  /** Default: one of the ledger's own. */
  reference: reference.optional(),
  /** Where unions have named their accounts: the one that pays. */
  bankAccount: idOf('bankaccount').optional(),
  payer: idOf('payer')
    .optional()
    .meta({ description: 'Who pays instead of a union: what of the statements is its to pay; else what is not' }),
})
export const approvalBody = z.strictObject({
  payeeVersion: z.int().min(1).meta({ description: 'Of the account that the approver saw' }),
})
export const reasonBody = z.strictObject({ reason })
export const sendingBody = z.strictObject({ sentOn: day.optional().meta({ description: 'Default: today' }) })

const document = eventMetadata.shape.document.unwrap().omit({ attachments: true })
export const resultBody = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('paid'),
    amountFen: positiveAmountFen,
    paidOn: day.optional().meta({ description: 'Default: today' }),
    bankReference: text(60).optional(),
    document: document.optional(),
  }),
  z.strictObject({
    outcome: z.literal('failed'),
    amountFen: positiveAmountFen,
    reason,
    document: document.meta({ description: "The bank's written no" }),
  }),
])
export const returnBody = z.strictObject({
  returnedOn: day.optional().meta({ description: 'Default: today' }),
  reason,
  document,
  bankAccount: idOf('bankaccount').optional().meta({ description: 'Default: the account that paid' }),
})

export const paymentEnd = z.enum(['part-refused', 'refused', 'withdrawn', 'failed'])
export const paymentAnswer = z.strictObject({
  id: idOf('payment'),
  reference,
  merchant: idOf('merchant'),
  status: z
    .enum(['preparing', 'ready', 'approved', 'sent', 'paid', 'returned', 'ended'])
    .meta({ description: 'preparing: not every statement has taken it yet; sent: its outcome is unknown' }),
  /** As it was prepared; as it was approved, it stands in `approval`. */
  payee: payeeAccount,
  /** Before it is sent: since then another account was set, and it goes to its approver again. */
  payeeNow: payeeAccount.optional(),
  parts: z.array(
    z.strictObject({
      statement: idOf('statement').optional().meta({ description: 'What it pays; or an order of goods' }),
      purchase: idOf('purchase').optional(),
      number: statementNumber.meta({ description: 'Of the statement, or of the invoice in its order' }),
      ...{ programme: idOf('programme'), shares, amountFen: positiveAmountFen, taken: z.boolean() },
    }),
  ),
  totalFen: positiveAmountFen,
  /** The union's account that pays; not for the merchant. */
  bankAccount: idOf('bankaccount').optional(),
  payer: idOf('payer').optional().meta({ description: 'Who pays instead of a union; not for the merchant' }),
  /** Not for the merchant. */
  preparedBy: z.string().optional(),
  approval: z.strictObject({ payee: payeeAccount, approvedOn: day, approvedBy: z.string().optional() }).optional(),
  sentOn: day.optional(),
  file: idOf('paymentfile').optional().meta({ description: 'By which it was sent; absent: the bank was told by hand' }),
  /** What files say of it and what cannot be: somebody asks the bank. */
  contradictions: z
    .array(
      z.strictObject({
        file: idOf('paymentfile'),
        code: z.string(),
        outcome: z.enum(['paid', 'failed']).optional(),
        totalFen: positiveAmountFen.optional(),
      }),
    )
    .optional(),
  paidOn: day.optional(),
  bankReference: z.string().optional(),
  returned: z.strictObject({ returnedOn: day, reason: z.string() }).optional(),
  ended: z.strictObject({ why: paymentEnd, reason: z.string() }).optional(),
})

/** What an act came to: as it was recorded, whatever has happened to the payment since. */
export const paymentStep = paymentAnswer.pick({
  id: true,
  reference: true,
  merchant: true,
  status: true,
  payee: true,
  totalFen: true,
})

/** @param isMerchant who is paid does not see who pays */
export function toPaymentAnswer(
  id: string,
  payment: OpenPayment,
  payeeNow: Payee | undefined,
  isMerchant: boolean,
): z.infer<typeof paymentAnswer> {
  const { reference, merchant, status, payee, totalFen, preparedBy, approval, sentOn, settled, returned, ended } =
    payment
  const { contradictions, file } = payment
  const parts = payment.parts.map(({ stream, statement: number, programme, shares }, index) => ({
    ...{
      [isInvoice({ stream }) ? 'purchase' : 'statement']: stream,
      number,
      programme,
      shares,
      amountFen: totalOf(shares),
    },
    taken: payment.taken.includes(index + 1),
  }))
  // Where it went stays what it was.
  const isChanged = isBeforeSending(payment) && payeeNow?.version !== (approval?.payee ?? payee).version
  return {
    ...{ id, reference, merchant, status, payee, parts, totalFen },
    ...(isChanged && payeeNow && { payeeNow }),
    ...(!isMerchant && { preparedBy, ...placeOf(payment) }),
    ...(approval && { approval: isMerchant ? withoutName(approval) : approval }),
    ...(sentOn !== undefined && { sentOn }),
    ...(!isMerchant && file !== undefined && { file }),
    ...settled,
    ...(returned && { returned }),
    ...(ended && { ended }),
    ...(!isMerchant && contradictions.length > 0 && { contradictions: contradictions.map(withoutMerchant) }),
  }
}

function withoutName({ approvedBy: _, ...approval }: NonNullable<OpenPayment['approval']>) {
  return approval
}

function withoutMerchant({ merchant: _, ...contradiction }: OpenPayment['contradictions'][number]) {
  return contradiction
}
