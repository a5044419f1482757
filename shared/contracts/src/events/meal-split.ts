import { z } from 'zod'
import { amountFen, idOf, positiveAmountFen } from '../primitives.ts'

/** What one payer gives to a meal, of its price. */
export const partRule = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('fixed'), amountFen: positiveAmountFen }),
    z.strictObject({
      kind: z.literal('share'),
      thousandths: z.int().min(1).max(1_000),
      upToFen: positiveAmountFen.optional(),
    }),
    z.strictObject({ kind: z.literal('upTo'), amountFen: positiveAmountFen }),
    z.strictObject({ kind: z.literal('upToInAll'), amountFen: positiveAmountFen }),
    z.strictObject({ kind: z.literal('rest') }),
  ])
  .meta({
    description:
      '`fixed`: this amount; `share`: so many thousandths of the price, up to an amount; `upTo`: what is left, up to an amount; `upToInAll`: what is left, until all lines so far have paid the amount; `rest`: what is left',
  })

export const onEmpty = z.enum(['stop', 'next', 'refuse']).meta({
  description:
    'Where the fund has too little for all credits of an order: `stop`: fewer credits are issued; `next`: the next fund gives what it lacks; `refuse`: the order is refused. Default: refuse',
})

export const splitLine = z.strictObject({
  payer: z
    .union([z.enum(['worker', 'merchant']), idOf('fund')])
    .meta({ description: 'The worker, the merchant by a discount, or a fund' }),
  rule: partRule,
  onEmpty: onEmpty.optional(),
})

/** Who pays a meal, in order; what is left after the last line is the worker's. */
export const splitRule = z.strictObject({
  lines: z.array(splitLine).min(1).max(10),
  usualPriceFen: positiveAmountFen.meta({
    description: 'Of a usual meal: in the ratio of what they pay of it the funds give to a credit',
  }),
})

/** What one line paid of a meal, and the limits by which it did: a part taken back is split by them again. */
export const paidPart = splitLine.extend({
  amountFen,
  /** What its pots held then; absent: it has none. */
  limitFen: amountFen.optional(),
  /** Of a share: thousandths of a fen by which rounding gave it too little before; below zero: too much. */
  owedMilliFen: z.int().min(-1_000_000).max(1_000_000).optional(),
})
/** What a line still pays after a part was taken back. */
export const keptPart = splitLine.pick({ payer: true }).extend({ amountFen })
/** What a fund gives to all credits of an order. */
export const fundPot = z.strictObject({ fund: idOf('fund'), amountFen, onEmpty })
