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
      owedFen: fenBalance.meta({ description: 'Of all funds together; below zero the merchant owes' }),
    }),
  ),
  totalFen: fenBalance,
})
export type PayablesAnswer = z.infer<typeof payablesAnswer>
