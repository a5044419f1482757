import { count, moment } from '@welfare/contracts/primitives.ts'
import { z } from 'zod'
import { divisionOrNull, momentFields, nameOrNull, reflectedFields } from '../budget/answers.contract.ts'
import { budgetQuery } from '../budget/budget.contract.ts'

const { by, fund, programme, funder, division } = budgetQuery.shape

export const comparisonQuery = z.strictObject({
  from: moment.meta({ description: 'The earlier moment: a sequence, or an RFC 3339 time' }),
  to: moment.optional().meta({ description: 'The later moment; default: now' }),
  by,
  fund,
  programme,
  funder,
  division,
  after: momentFields.after,
})

const cause = z.strictObject({
  eventType: z.string(),
  change: z.int().meta({ description: 'What events of this type between the two moments changed' }),
  legs: count.meta({
    description: 'By so many legs; for what is counted beside the money, by so many changes of a count',
  }),
  firstSequence: count.meta({ description: 'The first of these events' }),
  lastSequence: count,
  entries: z.string().meta({ description: 'Where those of them that post are listed' }),
})
const difference = z.strictObject({
  figure: z.string().meta({ description: 'Name of the figure in its report; `…Fen` is in fen, others are counts' }),
  before: z.int(),
  after: z.int(),
  difference: z.int(),
  causes: z.array(cause),
  unexplained: z
    .int()
    .meta({ description: 'Difference less all that the events between changed: 0 in a whole ledger' }),
})
const differences = z.array(difference)
const { treeSize, rootHash } = reflectedFields

export const comparisonAnswer = z.strictObject({
  ...reflectedFields,
  from: z
    .strictObject({
      ledger: reflectedFields.ledger,
      epoch: reflectedFields.epoch,
      sequence: count,
      recordedAt: reflectedFields.recordedAt,
      postingRulesVersion: reflectedFields.postingRulesVersion,
      treeSize,
      rootHash,
    })
    .meta({ description: 'The earlier moment; the later one is the answer’s own' }),
  by: budgetQuery.shape.by.unwrap(),
  rows: z
    .array(
      z.strictObject({
        key: z.string().nullable(),
        name: nameOrNull,
        division: divisionOrNull,
        differences,
      }),
    )
    .meta({ description: 'Those in which a figure differs' }),
  total: z.strictObject({ differences }),
  coverage: z
    .strictObject({
      rows: z.array(z.strictObject({ key: z.string().nullable(), name: nameOrNull, differences })),
      total: z.strictObject({ differences }),
    })
    .nullable()
    .meta({
      description:
        'People and sites, by programme, as the coverage report counts them; null where a fund or funder is asked for',
    }),
  explained: z.boolean().meta({ description: 'Every difference is the sum of what the events between changed' }),
})
export type ComparisonQuery = z.infer<typeof comparisonQuery>
export type ComparisonAnswer = z.infer<typeof comparisonAnswer>
export type Difference = z.infer<typeof difference>
export type Cause = z.infer<typeof cause>
