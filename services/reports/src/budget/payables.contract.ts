import { idOf } from '@welfare/contracts/primitives.ts'
import { z } from 'zod'
import {
  effectiveField,
  fenBalance,
  momentFields,
  nameOrNull,
  programmeId,
  reflectedFields,
} from './answers.contract.ts'

export const payablesQuery = z.strictObject({
  merchant: idOf('merchant').optional(),
  programme: programmeId.optional(),
  ...momentFields,
  ...effectiveField,
})
export type PayablesQuery = z.infer<typeof payablesQuery>

export const payablesAnswer = z.strictObject({
  ...reflectedFields,
  payables: z.array(
    z.strictObject({
      merchant: idOf('merchant'),
      merchantName: nameOrNull,
      programme: programmeId,
      programmeName: nameOrNull,
      owedFen: fenBalance.meta({
        description: 'To be paid, less what it owes, of all funds together; below zero the merchant owes',
      }),
      disputedFen: fenBalance.meta({ description: 'Of meals that are not agreed about; not in `owedFen`' }),
      claimedFen: fenBalance.meta({
        description: 'What it owes for meals taken back after approval; off in `owedFen`',
      }),
      paidFen: fenBalance.meta({ description: 'Paid, less what came back of it or was repaid' }),
    }),
  ),
  totalFen: fenBalance,
  totalDisputedFen: fenBalance,
  totalClaimedFen: fenBalance,
  totalPaidFen: fenBalance,
})
export type PayablesAnswer = z.infer<typeof payablesAnswer>
