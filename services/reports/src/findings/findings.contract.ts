import { findingReviewed } from '@welfare/contracts/events/findings.ts'
import { findingOutcomes, outcomesOfFindings } from '@welfare/contracts/finding-outcomes.ts'
import { anyPart, count, idOf, instant } from '@welfare/contracts/primitives.ts'
import { pageFields } from '@welfare/http/query-fields.ts'
import { z } from 'zod'
import {
  divisionOrNull,
  momentFields,
  nameOrNull,
  nextCursor,
  programmeId,
  reflectedFields,
} from '../budget/answers.contract.ts'
import { findingKinds } from './findings.store.ts'
import { thresholdsSchema } from './findings-thresholds.ts'

const findingKind = z.enum(findingKinds).meta({
  description:
    'till-burst: too many redemptions at a till within minutes; account-burst: by one account at several tills; merchant-burst: at one merchant by several accounts; odd-hours: at hours at which nobody eats; two-places: one person at two merchants within minutes; merchant-share: a merchant that takes many times what the others of its programme take in a day; same-paper: one receipt, invoice, sheet, file or document behind two events; same-slip: one number of a till, or of a paper, at a merchant for meals of two wallets; late-by-account, late-by-merchant: many entries for earlier days by one account, or of one merchant; two-hand-outs: one person in two hand-outs of a programme on one day, or twice on one paper; one-collector: one person who collects for many others at a merchant on a day; just-below-limit: acts of one account and kind that nearly reach the limit of one act, again and again; together-above-limit: acts of one account and kind within hours that are above it together; full-balances: wallets emptied one after another at a merchant, each by one meal; soon-after-issue: meals at a merchant minutes after their credits were issued; held-in-both: one person who holds credits of two programmes that exclude each other',
})
const merchantId = idOf('merchant')
const values = z.record(z.string(), z.json())

const findingId = idOf('finding').meta({ description: 'The same however often the reports are made again' })
const outcome = z.enum(outcomesOfFindings).meta({
  description: Object.entries(findingOutcomes)
    .map(([name, { english, chinese }]) => `${name} ${chinese}: ${english}`)
    .join('; '),
})
const status = z.enum(['open', 'reviewed']).meta({
  description:
    'Reviewed: somebody said what became of it, and nothing came since. A finding that goes on is open again.',
})

export const findingsQuery = z.strictObject({
  kind: findingKind.optional(),
  status: status.optional(),
  outcome: outcome.optional().meta({ description: 'Of the last review, also where the finding is open again' }),
  programme: programmeId.optional(),
  merchant: merchantId.optional(),
  ...momentFields,
  ...pageFields,
})

const { reason, correction } = findingReviewed.shape
const review = z.strictObject({
  version: count,
  outcome,
  reason,
  reviewedBy: z.string(),
  reviewedAt: instant.nullable(),
  sequence: count,
  eventCount: count.meta({ description: 'So many of its events had been found when it was reviewed' }),
  correction: anyPart.nullable(),
})

const finding = z.strictObject({
  id: findingId,
  kind: findingKind,
  status,
  version: count.meta({ description: 'For `If-Match`: how often it was reviewed' }),
  review: review.nullable().meta({ description: 'The last one' }),
  eventsSinceReview: count
    .nullable()
    .meta({ description: 'Above zero: the finding went on after it was reviewed, and is open again' }),
  programme: programmeId.nullable(),
  programmeName: nameOrNull,
  merchant: merchantId.nullable(),
  merchantName: nameOrNull,
  worker: idOf('worker').nullable(),
  division: divisionOrNull,
  found: z
    .strictObject({ sequence: count, recordedAt: instant.nullable() })
    .meta({ description: 'The event that made it one' }),
  facts: values.meta({ description: 'What was seen when it was found' }),
  thresholds: values.nullable().meta({ description: 'By which it was found; null where nothing is counted' }),
  eventCount: count,
  takenBackCount: count.meta({ description: 'Meals among them that were taken back as a whole: the finding stays' }),
  events: z
    .array(
      z.strictObject({
        sequence: count,
        event: z.string(),
        type: z.string(),
        occurredAt: instant.nullable(),
        takenBack: z.boolean().meta({ description: 'A meal that was taken back as a whole by the moment asked for' }),
      }),
    )
    .meta({
      description:
        'The first of the events that show it, 20 in a list, 1,000 where it is asked for by itself; `event` is `<stream>.<version>`',
    }),
  entries: z.string().meta({ description: 'Where the entries of the time are listed' }),
})

export const findingsAnswer = z.strictObject({
  ...reflectedFields,
  thresholds: thresholdsSchema.meta({ description: 'All thresholds in force' }),
  counts: z
    .array(z.strictObject({ kind: findingKind, count, open: count }))
    .meta({ description: 'All that match, by kind' }),
  total: count,
  findings: z.array(finding),
  nextCursor,
})

export const findingParams = z.strictObject({ id: findingId })
export const findingQuery = z.strictObject(momentFields)
export const findingAnswer = z.strictObject({
  ...reflectedFields,
  finding,
  reviews: z.array(review).meta({ description: 'The last 100, the oldest of them first' }),
})
export type FindingAnswer = z.infer<typeof findingAnswer>

export const reviewBody = z.strictObject({
  outcome,
  reason: reason.meta({ description: 'Without names and numbers of people: it is never erased' }),
  eventCount: count.optional().meta({
    description:
      'As many of its events as were looked at (`eventCount` of the finding): refused where there are more by now',
  }),
  correction: correction.meta({
    description: 'The red entry, or the right one beside it, that corrects one of its acts',
  }),
})
export const reviewedAnswer = review.omit({ reviewedAt: true, sequence: true }).extend({ finding: findingId })

export type FindingsQuery = z.infer<typeof findingsQuery>
export type FindingsAnswer = z.infer<typeof findingsAnswer>
