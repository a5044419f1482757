import { idOf } from '@welfare/contracts/primitives.ts'
import { z } from 'zod'
import { fenBalance, momentFields, nameOrNull, programmeId, reflectedFields } from '../budget/answers.contract.ts'

export const merchantsOwedQuery = z.strictObject({
  merchant: idOf('merchant').optional(),
  programme: programmeId.optional(),
  ...momentFields,
})
export type MerchantsOwedQuery = z.infer<typeof merchantsOwedQuery>

const amounts = z.strictObject({
  notStatedFen: fenBalance.meta({
    description: 'On no statement yet, less what it owes that no statement sets off; below zero it owes',
  }),
  inStatementsFen: fenBalance.meta({ description: 'To pay of statements that are proposed, confirmed or approved' }),
  inPaymentsFen: fenBalance.meta({ description: 'Of statements that a payment has taken, and that are not paid' }),
  owedFen: fenBalance.meta({ description: 'notStated + inStatements + inPayments' }),
  claimedFen: fenBalance.meta({ description: 'What it owes for meals taken back after approval; off in `owedFen`' }),
  disputedFen: fenBalance.meta({ description: 'Of meals that are not agreed about; not in `owedFen`' }),
})
export type OwedAmounts = z.infer<typeof amounts>
export const owedAmountNames = Object.keys(amounts.shape) as (keyof OwedAmounts)[]

export const merchantsOwedAnswer = z.strictObject({
  ...reflectedFields,
  rows: z
    .array(
      z.strictObject({
        merchant: idOf('merchant'),
        merchantName: nameOrNull,
        programme: programmeId,
        programmeName: nameOrNull,
        ...amounts.shape,
      }),
    )
    .meta({ description: 'Of merchants that are owed something, owe something or disagree' }),
  programmes: z.array(z.strictObject({ programme: programmeId, programmeName: nameOrNull, ...amounts.shape })),
  total: amounts,
})
export type MerchantsOwedAnswer = z.infer<typeof merchantsOwedAnswer>
