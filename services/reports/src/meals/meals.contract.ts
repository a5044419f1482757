import { donor } from '@welfare/contracts/events/funds.ts'
import { amountFen, count, day, idOf, partOf, text } from '@welfare/contracts/primitives.ts'
import { pageFields } from '@welfare/http/query-fields.ts'
import { z } from 'zod'
import {
  effectiveField,
  fenBalance,
  fundId,
  momentFields,
  nameOrNull,
  nextCursor,
  programmeId,
  reflectedFields,
} from '../budget/answers.contract.ts'

const merchantId = idOf('merchant')
export const donationId = partOf('fund').meta({ description: 'A donation: `<fund>.<version>`' })
const redemptionId = partOf('wallet').meta({ description: 'A meal: `<wallet>.<version>`' })

export const mealsParams = z.strictObject({ id: fundId })
export const pagedQuery = z.strictObject({ ...momentFields, ...pageFields })

/** What is told of a meal, whoever asks. */
const mealFields = {
  redemption: redemptionId,
  sequence: count,
  recordedAt: z.string(),
  accountingDate: z.string(),
  programme: programmeId,
  merchant: merchantId,
  merchantName: z.string().nullable(),
  batches: z.array(idOf('batch')),
  paidFen: amountFen.meta({ description: 'What all funds paid of it' }),
  reversedAt: count
    .nullable()
    .meta({ description: 'Sequence of the reversal, where it was reversed by the moment asked for' }),
}

export const mealsAnswer = z.strictObject({
  ...reflectedFields,
  fund: fundId,
  meals: z.array(
    z.strictObject({ ...mealFields, shareFen: amountFen.meta({ description: 'What this fund paid of the meal' }) }),
  ),
  sum: z.strictObject({
    redeemedFen: fenBalance,
    reversedFen: fenBalance,
    waivedFen: fenBalance.meta({ description: 'What merchants did without, of meals that stand' }),
    paidFen: fenBalance.meta({
      description: 'Redeemed less reversed and waived: what the meals of this fund cost it in all, over all pages',
    }),
  }),
  nextCursor,
})

const giftFields = {
  donation: donationId,
  donor: z.union([donor, z.strictObject({ kind: z.literal('interest') })]),
  receiptNumber: text(60)
    .nullable()
    .meta({ description: 'Of interest: what stands on the paper of the bank, if anything' }),
  receivedOn: day,
}

export const donationParams = z.strictObject({ id: donationId })
export const donationFlowAnswer = z
  .strictObject({
    ...reflectedFields,
    ...giftFields,
    fund: fundId,
    fundName: nameOrNull,
    receivedFen: amountFen,
    takenBackFen: amountFen.meta({ description: 'Refunded, or corrected in red' }),
    chargedFen: amountFen.meta({ description: 'Taken by banks for themselves' }),
    availableFen: fenBalance.meta({ description: 'Still in the fund, in no programme' }),
    programmes: z.array(
      z.strictObject({
        programme: programmeId,
        name: nameOrNull,
        givenFen: fenBalance.meta({ description: 'Allocated to the programme, less what it gave back' }),
        usedFen: fenBalance.meta({ description: 'Of it, what meals have used' }),
      }),
    ),
    merchants: z.array(
      z.strictObject({
        programme: programmeId,
        merchant: merchantId,
        name: nameOrNull,
        meals: count,
        usedFen: fenBalance,
      }),
    ),
    usedFen: fenBalance,
    mealCount: count.meta({ description: 'Meals that it paid, be it a part of them' }),
    meals: z.array(
      z.strictObject({ ...mealFields, shareFen: amountFen.meta({ description: 'What this donation paid of it' }) }),
    ),
    nextCursor,
  })
  .meta({
    description:
      'Allocations say which donations they draw on; within a programme the money of a fund is used in the order in which its donations came to it, by meals in the order of the ledger, less what was taken back of them by the moment asked for',
  })

export const mealParams = z.strictObject({ id: redemptionId })
export const mealQuery = z.strictObject(momentFields)
export const donorsOfMealAnswer = z.strictObject({
  ...reflectedFields,
  ...mealFields,
  ownShareFen: amountFen,
  discountFen: amountFen,
  takenBackFen: amountFen.meta({ description: 'Of what the funds paid, by the moment asked for' }),
  parts: z
    .array(z.strictObject({ ...giftFields, fund: fundId, fundName: nameOrNull, amountFen }))
    .meta({ description: 'Who gave what of it; with the other funds, what was paid less what was taken back' }),
  otherFunds: z
    .array(z.strictObject({ fund: fundId, fundName: nameOrNull, amountFen }))
    .meta({ description: 'What funds paid that lie outside of the scope of who asks: their donations are not named' }),
})

export const mealsByDayQuery = z
  .strictObject({
    programme: programmeId.optional(),
    from: day.optional(),
    through: day.optional(),
    ...momentFields,
    ...effectiveField,
  })
  .refine(({ from, through }) => from === undefined || through === undefined || from <= through, {
    path: ['through'],
    params: { code: 'days-reversed' },
  })
const ofDay = {
  meals: z
    .int()
    .meta({ description: 'Of that day, less those that were taken back: adds up to the visits of the coverage' }),
  usedFen: z.int().meta({
    description:
      'What counts on that day: a meal that was taken back is off on the day on which that was done. Adds up to what the budget says is used',
  }),
}
export const mealsByDayAnswer = z.strictObject({
  ...reflectedFields,
  days: z.array(z.strictObject({ day, programme: programmeId, programmeName: nameOrNull, ...ofDay })),
  total: z.strictObject(ofDay),
})

export type PagedQuery = z.infer<typeof pagedQuery>
export type MealsAnswer = z.infer<typeof mealsAnswer>
export type DonationFlowAnswer = z.infer<typeof donationFlowAnswer>
export type MealQuery = z.infer<typeof mealQuery>
export type DonorsOfMealAnswer = z.infer<typeof donorsOfMealAnswer>
export type MealsByDayQuery = z.infer<typeof mealsByDayQuery>
export type MealsByDayAnswer = z.infer<typeof mealsByDayAnswer>
