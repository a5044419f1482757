import { totalFen } from '@welfare/contracts/events/funds.ts'
import { directPaymentGranted, payerRegistered } from '@welfare/contracts/events/payers.ts'
import { amountFen, day, idOf, partOf, positiveAmountFen, reason } from '@welfare/contracts/primitives.ts'
import { lateEntryBody } from '@welfare/http/late-entry.ts'
import { z } from 'zod'

const { payer, noticeNumber } = directPaymentGranted.shape

export const payerBody = payerRegistered
export const payerAnswer = payerBody.extend({ id: payer })

export const grantBody = z.strictObject({
  payer,
  noticeNumber,
  amountFen: positiveAmountFen,
  /** The day of the notice; default: today. An earlier day is a late entry. */
  grantedOn: day.optional(),
  lateEntry: lateEntryBody.optional(),
})
const granted = { id: partOf('fund'), fund: idOf('fund'), payer, noticeNumber, grantedOn: day, amountFen }
export const grantReceipt = z.strictObject({ ...granted, availableAfterFen: totalFen })
export const grantAnswer = z.strictObject({
  ...granted,
  reducedFen: amountFen.meta({ description: 'Of it, what the payer took back' }),
})
export type GrantAnswer = z.infer<typeof grantAnswer>

export const reductionBody = z.strictObject({
  grant: partOf('fund'),
  amountFen: positiveAmountFen,
  reason,
  /** Default: today. */
  reducedOn: day.optional(),
  lateEntry: lateEntryBody.optional(),
})
export const reductionAnswer = z.strictObject({
  id: partOf('fund'),
  fund: idOf('fund'),
  grant: partOf('fund'),
  payer,
  amountFen,
  availableAfterFen: totalFen,
})
