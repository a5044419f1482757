import { bankAccountOpened } from '@welfare/contracts/events/bank.ts'
import { totalFen } from '@welfare/contracts/events/funds.ts'
import { eventMetadata } from '@welfare/contracts/metadata.ts'
import {
  amountFen,
  count,
  day,
  idOf,
  name,
  partOf,
  positiveAmountFen,
  reason,
  text,
} from '@welfare/contracts/primitives.ts'
import { lateEntryBody } from '@welfare/http/late-entry.ts'
import { z } from 'zod'

const bankAccount = idOf('bankaccount')
const document = eventMetadata.shape.document.unwrap().omit({ attachments: true })

const lying = {
  balanceFen: totalFen,
  heldFen: totalFen.meta({ description: 'Of it, for payments that are not paid yet' }),
  suspenseFen: totalFen.optional().meta({ description: 'Of it, what nobody knows yet whose it is' }),
}

export const bankAccountBody = bankAccountOpened
export const openedBankAccount = bankAccountBody.extend({ id: bankAccount })
export const bankAccountAnswer = openedBankAccount.extend({
  /** What each fund has there; funds with nothing are not listed. Absent: another union's. */
  funds: z.array(z.strictObject({ fund: idOf('fund'), ...lying })).optional(),
  statedUntil: day.optional().meta({ description: "The last day of the bank's newest statement" }),
  openLines: count.optional().meta({ description: 'Of its statements, and in no match' }),
  openMovements: count.optional().meta({ description: 'Of the books until that day, and in no match' }),
  /** The fund that is the union's own money there. Absent: none yet, or another union's. */
  ownFund: idOf('fund').optional(),
  closedOn: day.optional().meta({ description: 'Nothing comes to it or leaves it any more' }),
})
export const bankAccountParams = z.strictObject({ id: bankAccount })
export const ownFundBody = z.strictObject({ fund: idOf('fund'), document: document.optional() })
export const ownFundAnswer = z.strictObject({ bankAccount, fund: idOf('fund') })

export const bankEntryCorrectionBody = z.strictObject({
  entry: partOf('fund').meta({ description: 'Of interest, of a charge, or of what came and nobody knows' }),
  reason,
  right: z
    .strictObject({ bankAccount, amountFen: positiveAmountFen, reference: text(60).optional() })
    .optional()
    .meta({ description: 'What should have been entered; absent: nothing' }),
})

const bankEntry = {
  bankAccount,
  amountFen: positiveAmountFen,
  /** What stands on the bank's paper. */
  reference: text(60).optional(),
  lateEntry: lateEntryBody.optional(),
  document: document.optional(),
}
/** Days default to today. */
export const interestBody = z.strictObject({ ...bankEntry, receivedOn: day.optional() })
export const bankChargeBody = z.strictObject({ ...bankEntry, paidOn: day.optional() })
export const bankEntryAnswer = z.strictObject({
  id: partOf('fund'),
  fund: idOf('fund'),
  bankAccount,
  amountFen,
  availableAfterFen: totalFen,
})

export const bankMoneyQuery = z.strictObject({
  fund: idOf('fund').optional(),
  programme: idOf('programme').optional().meta({ description: 'Every fund that was allocated to it' }),
})
export const bankMoneyAnswer = z.strictObject({
  items: z.array(
    z.strictObject({
      fund: idOf('fund'),
      status: z.enum(['on-accounts', 'on-none', 'by-payer', 'nothing-yet']).meta({
        description:
          'Whether its movements name an account: each must; none may before its money is assigned; another payer than a union pays it; nothing has come, and the first gift may',
      }),
      accounts: z
        .array(z.strictObject({ bankAccount, ...lying }))
        .meta({ description: "Where it has something; of another division's fund only accounts within the scope" }),
      quota: z
        .strictObject({ payer: idOf('payer'), ...lying })
        .optional()
        .meta({ description: 'What another payer than a union still pays of it; only of a fund that one pays' }),
      unassignedFen: totalFen
        .optional()
        .meta({ description: 'Recorded on no account; absent for a fund of another division' }),
      inTransitFen: totalFen.optional().meta({ description: 'Sent, and neither arrived nor come back' }),
    }),
  ),
})

export const assignmentBody = z.strictObject({ bankAccount, document: document.optional() })
export const assignmentAnswer = z.strictObject({ fund: idOf('fund'), bankAccount, amountFen: totalFen })

export const transferBody = z.strictObject({
  from: bankAccount,
  to: bankAccount,
  amountFen: positiveAmountFen,
  /** What stands on the order to the bank. */
  reference: text(60).optional(),
  /** The day on which the bank took it; default: today. */
  sentOn: day.optional(),
  lateEntry: lateEntryBody.optional(),
  document: document.optional(),
})
export const transferSent = z.strictObject({
  id: partOf('fund'),
  fund: idOf('fund'),
  from: bankAccount,
  to: bankAccount,
  amountFen,
})
export const transferAnswer = transferSent.extend({
  reference: text(60).optional(),
  sentOn: day,
  /** What the fund is called: it may be another division's. */
  fundName: name,
  status: z.enum(['sent', 'arrived', 'came-back']),
  endedOn: day.optional(),
})
export const arrivalBody = z.strictObject({
  transfer: partOf('fund'),
  /** Default: today. */
  arrivedOn: day.optional(),
  lateEntry: lateEntryBody.optional(),
  document: document.optional(),
})
export const comingBackBody = z.strictObject({
  transfer: partOf('fund'),
  reason,
  /** Default: today. */
  returnedOn: day.optional(),
  lateEntry: lateEntryBody.optional(),
  document: document.optional(),
})
export const transferEnded = z.strictObject({
  id: partOf('fund'),
  fund: idOf('fund'),
  transfer: partOf('fund'),
  bankAccount,
  amountFen,
})
