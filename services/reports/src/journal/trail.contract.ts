import { amountFen, count, idOf, partOf } from '@welfare/contracts/primitives.ts'
import { pageFields } from '@welfare/http/query-fields.ts'
import { z } from 'zod'
import {
  fenBalance,
  fundId,
  momentFields,
  nextCursor,
  programmeId,
  reflectedFields,
} from '../budget/answers.contract.ts'

export const trailParams = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z]+-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}([.@][1-9][0-9]{0,8})?$/)
    .meta({ description: 'A thing, a part of one (`<stream>.<version>`), or goods' }),
})
export const mealsParams = z.strictObject({ id: fundId })
export const trailQuery = z.strictObject({ ...momentFields, ...pageFields })

const trailLeg = z.strictObject({
  book: z.enum(['budget', 'money', 'goods']),
  account: z.string(),
  commodity: z.string(),
  amount: z.int().meta({ description: 'Debit positive, credit negative' }),
  dimensions: z.record(z.string(), z.string()),
})
export const trailAnswer = z.strictObject({
  ...reflectedFields,
  id: z.string(),
  events: z.array(
    z.strictObject({
      sequence: count,
      id: z.string(),
      type: z.string(),
      stream: z.string(),
      version: count,
      actor: z.string().nullable(),
      occurredAt: z.string().nullable(),
      accountingDate: z.string().nullable(),
      recordedAt: z.string(),
      data: z.record(z.string(), z.json()).meta({ description: 'As recorded, without what is encrypted' }),
      legs: z.array(trailLeg),
    }),
  ),
  nextCursor,
})

export const mealsAnswer = z.strictObject({
  ...reflectedFields,
  fund: fundId,
  meals: z.array(
    z.strictObject({
      redemption: partOf('wallet'),
      sequence: count,
      recordedAt: z.string(),
      accountingDate: z.string(),
      programme: programmeId,
      merchant: idOf('merchant'),
      merchantName: z.string().nullable(),
      batches: z.array(idOf('batch')),
      shareFen: amountFen.meta({ description: 'What this fund paid of the meal' }),
      paidFen: amountFen.meta({ description: 'What all funds paid of it' }),
      reversedAt: count
        .nullable()
        .meta({ description: 'Sequence of the reversal, where it was reversed by the moment asked for' }),
    }),
  ),
  sum: z.strictObject({
    redeemedFen: fenBalance,
    reversedFen: fenBalance,
    paidFen: fenBalance.meta({
      description: 'Redeemed less reversed: what the meals of this fund cost it in all, over all pages',
    }),
  }),
  nextCursor,
})
export type TrailQuery = z.infer<typeof trailQuery>
export type TrailAnswer = z.infer<typeof trailAnswer>
export type MealsAnswer = z.infer<typeof mealsAnswer>
