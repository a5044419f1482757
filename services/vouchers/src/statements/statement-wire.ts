/** What goes over the wire to and from the routes of statements. */

import { totalFen } from '@welfare/contracts/events/funds.ts'
import { statementFund, statementNumber } from '@welfare/contracts/events/statements.ts'
import { eventMetadata } from '@welfare/contracts/metadata.ts'
import { count, day, idOf, partOf, reason, share, shares } from '@welfare/contracts/primitives.ts'
import { z } from 'zod'

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
export const approveBody = z.strictObject({ number: statementNumber, revision })
export const disputeBody = z.strictObject({ redemption: partOf('wallet'), reason, document: paper.optional() })
export const endDisputeBody = z.strictObject({
  redemption: partOf('wallet'),
  outcome: z.enum(['stands', 'taken-back']),
  reason,
  document: paper.optional(),
})
export const repaymentBody = z.strictObject({ shares, document: paper })
export const givenUpBody = z.strictObject({ shares, reason, document: paper.optional() })
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
  payFen: totalFen,
  payment: idOf('payment').optional(),
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
  payFen: totalFen,
  payment: idOf('payment').optional(),
})
export const statementAnswer = z.strictObject({
  id: idOf('statement'),
  merchant: idOf('merchant'),
  programme: idOf('programme'),
  silenceDays: silenceDays.optional(),
  numbers: z.array(sheet).meta({ description: 'The approved ones, as they were approved' }),
  open: sheet.meta({ description: 'As it would be approved; before it is proposed, with all there is' }),
  claims: z.array(share).meta({ description: 'What the merchant owes, but for what an approved number sets off' }),
  disputes: z.array(z.strictObject({ redemption: partOf('wallet'), shares })),
})
export const lineKinds = {
  LineTakenBack: 'taken-back',
  LineTakeBackEnded: 'taking-back-ended',
  LineDisputed: 'disputed',
  DisputeEnded: 'dispute-ended',
  PaymentReturned: 'returned',
  MerchantRepaid: 'repaid',
  ClaimGivenUp: 'given-up',
} as const
export const statementLine = z.strictObject({
  sequence: z.int().min(1),
  kind: z.enum(['meal', ...Object.values(lineKinds)]),
  day: day.meta({ description: 'On which it was recorded' }),
  redemption: partOf('wallet').optional(),
  amountFen: totalFen.meta({ description: 'Of the credits; of a meal as it was entered' }),
  ownShareFen: totalFen.optional(),
  discountFen: totalFen.optional(),
  reason: z.string().optional(),
})
