import { percentageRule } from '@welfare/contracts/percentages.ts'
import { commodity, count, day, division, idOf, instant, trade, windowKey } from '@welfare/contracts/primitives.ts'
import { pageFields } from '@welfare/http/query-fields.ts'
import { z } from 'zod'
import {
  divisionOrNull,
  effectiveField,
  fenBalance,
  momentFields,
  nameOrNull,
  nextCursor,
  programmeId,
  reflectedFields,
} from '../budget/answers.contract.ts'
import { HOLDS_CREDIT, peopleGapReasons } from './person-windows.ts'
import { siteGapReasons } from './reason-on-day.ts'

const windowOrRound = z
  .union([windowKey, idOf('round')])
  .meta({ description: 'A window of people, or a round of sites' })
const employer = idOf('employer')
const site = idOf('site')

/** What lines of coverage are made by; people belong to no site. */
export const coverageGroups = ['programme', 'window', 'employer', 'site', 'division', 'trade'] as const

export const coverageQuery = z
  .strictObject({
    programme: programmeId.optional(),
    by: z
      .enum(coverageGroups)
      .optional()
      .meta({ description: 'Default: the windows of the programme asked for, or else the programmes' }),
    window: windowOrRound.optional(),
    employer: employer.optional(),
    site: site.optional(),
    division: division.optional().meta({ description: 'This division and those below it' }),
    ...momentFields,
    ...effectiveField,
  })
  .refine(({ programme, by, window }) => programme !== undefined || (by !== 'window' && window === undefined), {
    path: ['programme'],
    params: { code: 'window-of-no-programme' },
  })

const ratio = z.strictObject({ numerator: z.int(), denominator: z.int(), percentage: z.string().nullable() }).meta({
  description: `Two whole numbers, and what is printed of them; nothing to divide by where the plan is empty. ${percentageRule.english}`,
  example: { numerator: 10_371, denominator: 10_572, percentage: '98.0%' },
})

const people = z.strictObject({
  eligible: count.meta({
    description: 'On a roster that was frozen; once in a programme, however many rounds and windows',
  }),
  amended: count.meta({ description: 'Of the plan as amended: frozen or joined afterwards, and not left' }),
  issued: count.meta({ description: 'Of all: a credit was issued to them and not declined' }),
  reached: count.meta({ description: 'At least one redemption that was not reversed' }),
  reachedOfEligible: ratio.meta({ description: 'Coverage of the plan as frozen: who of it was reached' }),
  reachedOfAmended: ratio.meta({ description: 'Coverage of the plan as amended: who of it was reached' }),
  visits: count.meta({ description: 'Redemptions that were not reversed, each counted (人次)' }),
  issuedFen: fenBalance.meta({ description: 'What the credits were worth that were issued and not declined' }),
  usedFen: fenBalance.meta({ description: 'What was drawn on them and not taken back' }),
  usedOfIssued: ratio.meta({ description: 'Utilisation, in fen' }),
})
const sites = z.strictObject({
  planned: count.meta({ description: 'Sites on lists that were frozen; once in a programme, however many rounds' }),
  delivered: count.meta({ description: 'Somebody signed, be it for less than planned or for nothing' }),
  short: count.meta({ description: 'Delivered, and less than planned of some goods came, or stayed' }),
  late: count.meta({ description: 'First delivered after the due day, or still on its way after it' }),
  lateInTransit: count.meta({ description: 'Of these, still on its way' }),
  notYetDue: count.meta({ description: 'Not delivered, and the due day has not passed' }),
  neverVisited: count.meta({ description: 'The due day has passed, nobody signed, and nothing is on its way' }),
  headsPlanned: count.meta({ description: 'Head-counts of the sites; of a site in several rounds the largest' }),
  headsDelivered: count.meta({
    description: 'Head-count times the part of the plan that arrived, by the scarcest goods, rounded down per site',
  }),
  headsCovered: count.meta({ description: 'The same by what was handed out' }),
  headsCoveredOfPlanned: ratio.meta({ description: 'Coverage' }),
  headVisitsPlanned: count.meta({ description: 'Head-counts of every round added up (人次)' }),
  headVisitsCovered: count,
})
const pieces = {
  planned: count,
  delivered: count.meta({ description: 'Arrived, less what went back from a site or was lost there' }),
  short: count.meta({ description: 'Planned and not there, at sites that were visited' }),
  handedOut: count,
}
const goods = z.strictObject({ commodity, name: nameOrNull, ...pieces })
const component = z.strictObject({ item: idOf('item'), name: nameOrNull, unit: z.string().nullable(), ...pieces })
const covered = {
  people,
  sites,
  kits: z.array(goods).meta({ description: 'Pieces by kit version, or item where no kit was sent' }),
  components: z.array(component).meta({ description: 'The same pieces taken apart into items' }),
}
export const coverageCounts = z.strictObject(covered)
export type CoverageCounts = z.infer<typeof coverageCounts>

export const coverageAnswer = z.strictObject({
  ...reflectedFields,
  programme: programmeId.nullable(),
  by: z.enum(coverageGroups),
  day: day.meta({ description: 'The day on which it is looked at: what is late or not yet due' }),
  rows: z.array(
    z.strictObject({
      key: z
        .string()
        .nullable()
        .meta({ description: 'Window (round for sites), employer, site, division or trade; null where there is none' }),
      name: nameOrNull,
      ...covered,
    }),
  ),
  total: coverageCounts.meta({
    description: 'People and sites are counted once over all windows and rounds of a programme',
  }),
})
export type CoverageQuery = z.infer<typeof coverageQuery>
export type CoverageAnswer = z.infer<typeof coverageAnswer>

export const gapsQuery = z.strictObject({
  programme: programmeId,
  kind: z.enum(['people', 'sites']).optional().meta({ description: 'Default: what the programme plans for' }),
  window: windowOrRound.optional(),
  reason: z.enum([...peopleGapReasons, HOLDS_CREDIT, ...siteGapReasons]).optional(),
  employer: employer.optional(),
  site: site.optional(),
  division: division.optional().meta({ description: 'This division and those below it' }),
  endsWithin: z.coerce
    .number()
    .int()
    .min(0)
    .max(366)
    .optional()
    .meta({ description: 'Who still holds credit in a window that ends within so many days, reached already or not' }),
  ...momentFields,
  ...effectiveField,
  ...pageFields,
})
const gapFields = {
  window: z.string(),
  windowName: nameOrNull,
  employer: employer.nullable(),
  employerName: nameOrNull,
  division: divisionOrNull,
  trade: trade.nullable(),
  since: z.strictObject({ sequence: count, recordedAt: instant.nullable() }),
}
const missing = z.strictObject({ commodity, name: nameOrNull, planned: count, received: count })
export const gap = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('people'),
    worker: idOf('worker'),
    reason: z.enum([...peopleGapReasons, HOLDS_CREDIT]),
    heldIn: z
      .strictObject({ programme: programmeId, name: nameOrNull })
      .optional()
      .meta({ description: 'The programme that excludes this one and helped them first' }),
    ...gapFields,
  }),
  z.strictObject({
    kind: z.literal('sites'),
    site,
    siteName: nameOrNull,
    reason: z.enum(siteGapReasons),
    late: z.boolean().meta({ description: 'The due day had passed at the moment asked for' }),
    dueOn: day,
    expectedOn: day.optional().meta({ description: 'By when what is on its way is due' }),
    headCount: count,
    missing: z.array(missing),
    reasons: z.array(z.string()).meta({ description: 'As given for what was short, or for the return' }),
    consignments: z.array(idOf('consignment')),
    ...gapFields,
  }),
])
export const gapsAnswer = z.strictObject({
  ...reflectedFields,
  programme: programmeId,
  kind: z.enum(['people', 'sites']),
  day: day.meta({ description: 'The day on which the list is looked at: what has not begun, is late, or ends soon' }),
  counts: z.array(z.strictObject({ reason: z.string(), count })).meta({ description: 'All that match, by reason' }),
  total: count,
  gaps: z.array(gap),
  nextCursor,
})
export type GapsQuery = z.infer<typeof gapsQuery>
export type GapsAnswer = z.infer<typeof gapsAnswer>
export type GapEntry = z.infer<typeof gap>
