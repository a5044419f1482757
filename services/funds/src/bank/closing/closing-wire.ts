import { bankAccountClosed } from '@welfare/contracts/events/bank.ts'
import { monthOfYear } from '@welfare/contracts/events/bank-statements.ts'
import { totalFen } from '@welfare/contracts/events/funds.ts'
import { eventMetadata } from '@welfare/contracts/metadata.ts'
import { count, idOf } from '@welfare/contracts/primitives.ts'
import { z } from 'zod'

export const closingBody = z.strictObject({
  reason: bankAccountClosed.shape.reason,
  document: eventMetadata.shape.document.unwrap().omit({ attachments: true }).optional(),
})
export const closedAnswer = z.strictObject({ bankAccount: idOf('bankaccount') })
export const closingAnswer = z.strictObject({
  inTheWay: z
    .strictObject({
      balanceFen: totalFen.optional().meta({ description: 'Lies there' }),
      payments: count.optional().meta({ description: 'Prepared or sent from there, and not at their end' }),
      transfers: count.optional().meta({ description: 'In transit to it or from it' }),
      openLines: count.optional().meta({ description: 'Of the bank, and in no match' }),
      month: monthOfYear.optional().meta({
        description: 'Of its last movement: neither it nor a later one was reconciled to zero by two persons',
      }),
    })
    .meta({ description: 'Nothing where it may be closed' }),
  unpaidStatements: count.meta({
    description: 'Approved, and not paid yet, where the union would have no account left to pay them from',
  }),
})
