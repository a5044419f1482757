/** What goes over the wire to and from the routes of statements. */

import { attachmentId } from '@welfare/contracts/events/attachments.ts'
import { totalFen } from '@welfare/contracts/events/funds.ts'
import {
  invoiceRecorded,
  invoiceStruckOut,
  statementFund,
  statementNumber,
} from '@welfare/contracts/events/statements.ts'
import { eventMetadata } from '@welfare/contracts/metadata.ts'
import { count, day, idOf, instant, partOf, reason, share, shares } from '@welfare/contracts/primitives.ts'
import { z } from 'zod'
import { codeTail } from '../wire.ts'

const paper = eventMetadata.shape.document.unwrap()
const revision = z.int().min(1).max(10_000).meta({ description: 'Of the number, as it was looked at' })
const sequence = z.int().min(0)
const silenceDays = z.int().min(1).max(60)

export const params = z.strictObject({ id: idOf('statement') })
export const proposeBody = z.strictObject({
  until: day.optional().meta({ description: 'The last day whose entries are in it; default: all there are' }),
  merchants: z.array(idOf('merchant')).min(1).max(1_000).optional(),
})
export const proposedAnswer = z.strictObject({
  items: z.array(
    z.strictObject({
      merchant: idOf('merchant'),
      statement: idOf('statement'),
      number: statementNumber,
      meals: count,
      dueFen: totalFen,
      outcome: z.string().meta({ description: '`proposed`, `nothing-due`, or why not' }),
    }),
  ),
})
export const confirmBody = z.strictObject({
  number: statementNumber,
  revision,
  by: z.enum(['paper', 'silence']).optional().meta({ description: 'By an officer; default: a paper' }),
  document: paper.optional(),
})
export const withdrawBody = z.strictObject({ number: statementNumber, reason })
const lookedAt = z.strictObject({ number: statementNumber, revision })
export const approveBody = lookedAt.extend({
  payFen: totalFen.optional().meta({ description: 'To pay, as it was looked at: another amount is refused' }),
})
export const refuseBody = lookedAt.extend({ reason })
export const disputeBody = z.strictObject({ redemption: partOf('wallet'), reason, document: paper.optional() })
export const endDisputeBody = z.strictObject({
  redemption: partOf('wallet'),
  outcome: z.enum(['stands', 'taken-back']),
  reason,
  document: paper.optional(),
})
export const repaymentBody = z.strictObject({
  shares,
  document: paper,
  /** Where unions have named their accounts: the one that it reached. */
  bankAccount: idOf('bankaccount').optional(),
})
export const givenUpBody = z.strictObject({ shares, reason, document: paper.optional() })
const { invoiceNumber, invoicedOn, amountFen, scan } = invoiceRecorded.shape
const invoice = z.strictObject({ invoiceNumber, invoicedOn, amountFen })
export const invoiceBody = invoice.extend({
  number: statementNumber,
  scan: attachmentId.optional().meta({ description: 'Handed in within the last day for this statement' }),
})
export const struckOutBody = invoiceStruckOut.pick({ invoiceNumber: true, reason: true })
export const waiverBody = z.strictObject({ number: statementNumber, shares, reason, document: paper })
export const termsBody = z.strictObject({
  merchant: idOf('merchant'),
  programme: idOf('programme'),
  silenceDays: silenceDays.optional(),
  document: paper,
})
export const statusOf = z.enum([
  'open',
  'draft',
  'proposed',
  'confirmed',
  'approved',
  'assigned',
  'paid',
  'returned',
  'settled',
])
export const actAnswer = z.strictObject({
  id: idOf('statement'),
  /** Left out where it is of none. */
  number: statementNumber.optional(),
})

export const statementRow = z.strictObject({
  id: idOf('statement'),
  number: statementNumber,
  revision,
  merchant: idOf('merchant'),
  programme: idOf('programme'),
  status: statusOf,
  proposedOn: day,
  meals: count,
  payFen: totalFen.meta({ description: 'But for what was waived' }),
  waivedFen: totalFen.optional().meta({ description: 'What the merchant does without' }),
  leftFen: totalFen.optional().meta({ description: 'Of an approved one: what no payment has taken' }),
  payment: idOf('payment').optional().meta({ description: 'That has taken something of it last' }),
  refusal: reason.optional().meta({ description: 'Why its approver did not agree; until it is proposed again' }),
})
const sheetPayer = z.strictObject({
  fund: idOf('fund'),
  name: z.string(),
  payFen: totalFen.meta({ description: 'But for what was waived' }),
  status: z.enum(['open', 'assigned', 'paid', 'returned']).meta({ description: 'open: no payment has taken it' }),
  since: day.optional().meta({ description: 'The day on which that was recorded' }),
})
const sheet = z.strictObject({
  number: statementNumber,
  revision: z.int().min(0),
  status: statusOf,
  after: sequence,
  through: sequence,
  until: day.optional(),
  proposedOn: day.optional(),
  meals: count,
  funds: z.array(statementFund),
  payers: z.array(sheetPayer).meta({ description: 'Whose money the merchant gets, and what became of it' }),
  payFen: totalFen.meta({ description: 'But for what was waived' }),
  waived: z.array(share).optional().meta({ description: 'What the merchant does without, by fund' }),
  left: z.array(share).optional().meta({ description: 'Of an approved one: what no payment has taken, by fund' }),
  payment: idOf('payment').optional().meta({ description: 'That has taken something of it last' }),
  invoices: z.array(invoice.extend({ scan })),
  invoicedFen: totalFen.meta({ description: 'What its invoices come to, whatever it pays' }),
})
export const statementAnswer = z.strictObject({
  id: idOf('statement'),
  merchant: idOf('merchant'),
  programme: idOf('programme'),
  silenceDays: silenceDays.optional(),
  numbers: z.array(sheet).meta({ description: 'The approved ones, as they were approved' }),
  open: sheet
    .extend({ refusal: z.strictObject({ reason, day }).optional() })
    .meta({ description: 'As it would be approved; before it is proposed, with all there is' }),
  claims: z.array(share).meta({ description: 'What the merchant owes, but for what an approved number sets off' }),
  disputes: z.array(z.strictObject({ redemption: partOf('wallet'), shares })),
})
export const disputeRow = z.strictObject({
  id: idOf('statement'),
  number: statementNumber.meta({ description: 'In which it was disputed' }),
  redemption: partOf('wallet'),
  merchant: idOf('merchant'),
  programme: idOf('programme'),
  disputedOn: day,
  amountFen: totalFen,
  reason,
})
export const openNumbersAnswer = z.strictObject({
  items: z.array(
    z.strictObject({
      id: idOf('statement'),
      programme: idOf('programme'),
      number: statementNumber,
      status: statusOf,
      meals: count,
      payFen: totalFen,
    }),
  ),
})
export const lineKinds = {
  LineTakenBack: 'taken-back',
  LineTakeBackEnded: 'taking-back-ended',
  LineDisputed: 'disputed',
  DisputeEnded: 'dispute-ended',
  PaymentReturned: 'returned',
  MerchantRepaid: 'repaid',
  ClaimGivenUp: 'given-up',
  PayableWaived: 'waived',
} as const
export const statementLine = z.strictObject({
  sequence: z.int().min(1),
  kind: z.enum(['meal', ...Object.values(lineKinds)]),
  day: day.meta({ description: 'On which it was recorded' }),
  redemption: partOf('wallet').optional(),
  eatenAt: instant.optional().meta({ description: 'Of a meal that the till entered: when' }),
  tail: codeTail.optional().meta({ description: 'Of the card that the person has now: the end of its printed code' }),
  amountFen: totalFen.meta({ description: 'Of the credits; of a meal as it was entered' }),
  shares: z.array(share).meta({ description: 'Who gives it' }),
  ownShareFen: totalFen.optional(),
  discountFen: totalFen.optional(),
  reason: z.string().optional(),
})
