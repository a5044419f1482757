import { amountFen, count, day, text } from '@welfare/contracts/primitives.ts'
import { z } from 'zod'
import { fenBalance, nameOrNull, reflectedFields } from '../budget/answers.contract.ts'

/** In the body: what opens a gift belongs in no address and no log. */
export const giftBody = z.strictObject({
  receiptNumber: text(60),
  code: text(40).meta({ description: 'As printed beside the number; case, blanks and hyphens do not matter' }),
})

export const giftAnswer = z
  .strictObject({
    ...reflectedFields,
    receiptNumber: text(60),
    receivedOn: day,
    fundName: nameOrNull,
    receivedFen: amountFen,
    takenBackFen: amountFen.meta({ description: 'Given back to the donor, or corrected in red' }),
    chargedFen: amountFen.meta({ description: 'Taken by banks for themselves' }),
    availableFen: fenBalance.meta({ description: 'Still in the fund, in no programme' }),
    programmes: z.array(
      z.strictObject({
        name: nameOrNull,
        givenFen: fenBalance.meta({ description: 'Allocated to the programme, less what it gave back' }),
        usedFen: fenBalance.meta({ description: 'Of it, what meals have used' }),
        goodsFen: fenBalance.meta({ description: 'Of it, what goods have used, of what the meals leave' }),
        leftFen: fenBalance,
        months: z.array(
          z.strictObject({
            month: z.string().regex(/^\d{4}-\d{2}$/),
            meals: count.meta({ description: 'Meals that it paid, be it a part of them' }),
            usedFen: fenBalance,
          }),
        ),
      }),
    ),
  })
  .meta({
    description:
      'What became of one gift; no name of a person or a shop, and no day of a meal. With the rest of `/v1/trail/{id}/flow`',
  })
export type GiftBody = z.infer<typeof giftBody>
export type GiftAnswer = z.infer<typeof giftAnswer>
