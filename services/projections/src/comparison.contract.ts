import { count, instant } from '@welfare/contracts/primitives.ts'
import { z } from 'zod'
import { divisionOrNull, momentFields, nameOrNull, reflectedFields } from './answers.contract.ts'
import { budgetQuery } from './budget.contract.ts'

const moment = z.union([z.string().regex(/^(0|[1-9][0-9]{0,14})$/), instant])
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
  amountFen: z.int().meta({ description: 'What events of this type between the two moments changed' }),
  legs: count.meta({ description: 'By so many legs; for what stands beside the money, by so many meals and funds' }),
  firstSequence: count.meta({ description: 'The first of these events' }),
  lastSequence: count,
  entries: z.string().meta({ description: 'Where these entries are listed' }),
})
const difference = z.strictObject({
  figure: z.string().meta({ description: 'Name of the balance or turnover in the budget report' }),
  beforeFen: z.int(),
  afterFen: z.int(),
  differenceFen: z.int(),
  causes: z.array(cause),
  unexplainedFen: z
    .int()
    .meta({ description: 'Difference less all that the events between changed: 0 in a whole ledger' }),
})
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
        differences: z.array(difference),
      }),
    )
    .meta({ description: 'Those in which a figure differs' }),
  total: z.strictObject({ differences: z.array(difference) }),
  explained: z.boolean().meta({ description: 'Every difference is the sum of what the events between changed' }),
})
export type ComparisonQuery = z.infer<typeof comparisonQuery>
export type ComparisonAnswer = z.infer<typeof comparisonAnswer>
export type Difference = z.infer<typeof difference>
