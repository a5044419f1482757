import { lastDigits } from '@welfare/contracts/events/bank.ts'
import { identified, unidentifiedReceived } from '@welfare/contracts/events/suspense.ts'
import { eventMetadata } from '@welfare/contracts/metadata.ts'
import { amountFen, day, idOf, partOf, positiveAmountFen } from '@welfare/contracts/primitives.ts'
import { lateEntryBody } from '@welfare/http/late-entry.ts'
import { z } from 'zod'

const { bankAccount, reference } = unidentifiedReceived.shape
const entered = {
  lateEntry: lateEntryBody.optional(),
  document: eventMetadata.shape.document.unwrap().omit({ attachments: true }).optional(),
}

export const unidentifiedBody = z.strictObject({
  bankAccount,
  amountFen: positiveAmountFen,
  reference,
  /** Of the account that it came from. */
  payerLastDigits: lastDigits.optional(),
  /** Default: today. */
  receivedOn: day.optional(),
  ...entered,
})
export const unidentifiedReceipt = z.strictObject({
  id: partOf('fund'),
  fund: idOf('fund'),
  bankAccount,
  amountFen,
  reference,
  payerLastDigits: lastDigits.optional(),
})
export const unidentifiedAnswer = unidentifiedReceipt.extend({
  receivedOn: day,
  status: z.enum(['open', 'donation', 'sent-back', 'corrected']).meta({
    description: 'Nobody knows what it is; it was a gift; it went back to who paid it; it was entered wrongly',
  }),
  identifiedOn: day.optional(),
})

export const receiptParams = z.strictObject({ receipt: partOf('fund') })
export const identificationBody = z.strictObject({
  as: identified.shape.as,
  /** Default: today. */
  identifiedOn: day.optional(),
  ...entered,
})
export const identificationAnswer = z.strictObject({
  id: partOf('fund'),
  fund: idOf('fund'),
  receipt: partOf('fund'),
  as: z.enum(['donation', 'sent-back']),
  bankAccount,
  amountFen,
})
