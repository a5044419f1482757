import { z } from 'zod'
import { unchanged } from '../event-definition.ts'
import { day, idOf, partOf, reason, share, text } from '../primitives.ts'
import { bankAccount, lastDigits } from './bank.ts'
import { donor, receiptNumber } from './funds.ts'

const onAccount = { bankAccount, shares: z.array(share).length(1) }

/** What came to an account and nobody knows yet: in suspense, on the account's own-money fund, and nothing that could be allocated. */
export const unidentifiedReceived = z.strictObject({
  ...onAccount,
  /** What stands on the bank's paper. */
  reference: text(60).optional(),
  /** Of the account that it came from. */
  payerLastDigits: lastDigits.optional(),
  /** Since version 2: the wrong entry that this one stands for. */
  correctedFrom: partOf('fund').optional(),
})
/** It was entered wrongly: taken back in red, before anybody said what it was. */
export const unidentifiedReversed = z.strictObject({ corrects: partOf('fund'), ...onAccount, reason })

/** What it was: a gift, which its fund then records, or nothing for the union, which went back to who paid it. */
const identifiedAs = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('donation'),
    fund: idOf('fund'),
    receiptNumber,
    receiptDate: day.optional(),
    donor,
  }),
  z.strictObject({ kind: z.literal('sent-back'), reason, reference: text(60).optional() }),
])
export const identified = z.strictObject({
  receipt: partOf('fund'),
  ...onAccount,
  /** The day on which it had reached the account. */
  receivedOn: day,
  as: identifiedAs,
})
/** By the fund that it was to be a gift to: posts nothing. */
export const identificationDeclined = z.strictObject({ identified: partOf('fund'), ...onAccount, code: text(80) })
/** It is not known any more: in suspense again. */
export const identificationEnded = z.strictObject({
  receipt: partOf('fund'),
  identified: partOf('fund'),
  ...onAccount,
  code: text(80),
})

export const suspenseEvents = {
  UnidentifiedReceived: {
    category: 'fund',
    schemaVersion: 2,
    schema: unidentifiedReceived,
    upcasters: { 1: unchanged },
  },
  UnidentifiedReversed: { category: 'fund', schemaVersion: 1, schema: unidentifiedReversed },
  ReceiptIdentified: { category: 'fund', schemaVersion: 1, schema: identified },
  IdentificationDeclined: { category: 'fund', schemaVersion: 1, schema: identificationDeclined },
  IdentificationEnded: { category: 'fund', schemaVersion: 1, schema: identificationEnded },
} as const
