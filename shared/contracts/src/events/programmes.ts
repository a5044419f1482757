import { z } from 'zod'
import { accountName } from '../authority.ts'
import type { EventData } from '../event-definition.ts'
import {
  commodity,
  count,
  day,
  division,
  idOf,
  name,
  positiveAmountFen,
  quantity,
  reason,
  trade,
  windowKey,
} from '../primitives.ts'
import { splitRule } from './meal-split.ts'
import { itemCode, personGroup } from './registry.ts'

/** The days on which a credit can be used, both included, and what each worker gets for them. */
export const programmeWindow = z.strictObject({
  window: windowKey,
  name,
  from: day,
  until: day,
  creditFen: positiveAmountFen,
})
export type ProgrammeWindow = z.infer<typeof programmeWindow>

/** Per person in this programme. Absent: no limit. Since version 3 of what holds it also by week, from Monday on, and by window. */
export const quota = z.strictObject({
  redemptionsPerDay: z.int().min(1).max(100).optional(),
  amountPerDayFen: positiveAmountFen.optional(),
  redemptionsPerWeek: z.int().min(1).max(700).optional(),
  amountPerWeekFen: positiveAmountFen.optional(),
  redemptionsPerWindow: z.int().min(1).max(10_000).optional(),
})
export type Quota = z.infer<typeof quota>

export const programmeRules = z.strictObject({
  windows: z.array(programmeWindow).max(120),
  quota,
  /** How long after a window's end a redemption may still be entered late; credits expire only after that. */
  lateEntryDays: z.int().min(0).max(60),
  /** How a batch takes its funds: in proportion to what each has allocated, or one after the other in the order of allocation. */
  sharing: z.enum(['in-proportion', 'in-order']),
  /** The worker pays at least this part of each meal, on top of the subsidy. */
  ownSharePerRedemptionFen: positiveAmountFen.optional(),
  /** Kits for each head at a site; the plan's default. */
  kitsPerHead: z.int().min(1).max(100).optional(),
  /** Since version 2: a person with credits in one of them that have not gone back is issued none here, and the other way round. */
  exclusiveWith: z.array(idOf('programme')).max(20).optional(),
  /** Since version 3: who pays a meal, where several do; absent: each credit's funds in proportion. */
  split: splitRule.optional(),
  /** Since version 3: meals are entered by what was eaten, from the merchant's price list, never as an amount alone. */
  itemsOnly: z.literal(true).optional(),
  /** Since version 4: each window gives this for each of its days, and a day's amount is used on that day or not at all. */
  eachDayFen: positiveAmountFen.optional(),
  /** Since version 4: of a merchant's price list only these are paid by a credit, and no meal is entered as an amount alone. */
  allowedItems: z.array(itemCode).min(1).max(200).optional(),
  /** Since version 5: a round's list is announced for so many working days before anybody on it is issued to. */
  announcementDays: z.int().min(1).max(60).optional(),
})
export type ProgrammeRules = z.infer<typeof programmeRules>

export const programmeKind = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/)
  .meta({ description: 'What the programme is for', example: 'festival-meal' })

export const programmeDefined = z.strictObject({
  name,
  kind: programmeKind,
  division,
  /** People with credits, or sites with goods. */
  plan: z.enum(['people', 'sites']),
  year: z.int().min(2000).max(2100),
  rules: programmeRules,
  rulesVersion: z.int().min(1),
})
export const programmeRulesChanged = z.strictObject({ rules: programmeRules, rulesVersion: z.int().min(1), reason })
export const merchantAdmitted = z.strictObject({ merchant: idOf('merchant') })
export const merchantWithdrawn = z.strictObject({ merchant: idOf('merchant'), reason })
export const workerRemovedFromRoster = z.strictObject({ worker: idOf('worker'), reason })
/** From the day after it on nothing new happens in the programme; what happened until then can still be entered late. */
export const programmeLastDaySet = z.strictObject({ lastDay: day, reason })
export const programmeClosed = z.strictObject({ reason })
/** Whether anybody may read what the programme took in and gave out, without anything personal. */
export const programmePublicitySet = z.strictObject({ isPublic: z.boolean(), reason })

/** `round`: one freezing of the roster or of a site list. */
export const roundOpened = z.strictObject({
  programme: idOf('programme'),
  plan: z.enum(['people', 'sites']),
  name,
  /** The windows that this round's people are eligible for; empty for sites. */
  windows: z.array(windowKey).max(120),
  entries: count,
  /** Sequence through which the service's facts of the roster had been read when it was frozen. */
  rosterReadThrough: count,
})
export const rosterFrozen = z.strictObject({
  programme: idOf('programme'),
  groups: z.array(personGroup).min(1).max(500),
})
export const plannedSite = z.strictObject({
  site: idOf('site'),
  employer: idOf('employer').optional(),
  division,
  trade,
  headCount: count,
  goods: z.array(z.strictObject({ commodity, quantity })).min(1).max(20),
  dueOn: day,
})
export const siteListFrozen = z.strictObject({
  programme: idOf('programme'),
  sites: z.array(plannedSite).min(1).max(100),
})
export const roundSealed = z.strictObject({ programme: idOf('programme'), entries: count })

/** 公示: whoever is on the list now can be objected to, and is issued to from the day after `until` on. */
export const roundAnnounced = z.strictObject({
  programme: idOf('programme'),
  announcedOn: day,
  /** The last of the working days. */
  until: day,
  workingDays: z.int().min(1).max(60),
  /** Who is on the list. */
  entries: count,
  /** SHA-256 of the worker ids on it, each with a line end, in their order as text: another list than this one is found out. */
  listHash: z.string().regex(/^[0-9a-f]{64}$/),
})
/** Holds the person back, not the list. Numbered within the round. */
export const objectionRaised = z.strictObject({
  programme: idOf('programme'),
  objection: z.int().min(1),
  worker: idOf('worker'),
  raisedBy: accountName,
  reason,
})
/** Upheld: the person stays held back. By another person than who raised it. */
export const objectionDecided = z.strictObject({
  programme: idOf('programme'),
  objection: z.int().min(1),
  worker: idOf('worker'),
  outcome: z.enum(['upheld', 'rejected']),
  reason,
})

export const programmesEvents = {
  ProgrammeDefined: {
    category: 'programme',
    schemaVersion: 5,
    schema: programmeDefined,
    upcasters: { 1: unchanged, 2: unchanged, 3: unchanged, 4: unchanged },
  },
  ProgrammeRulesChanged: {
    category: 'programme',
    schemaVersion: 5,
    schema: programmeRulesChanged,
    upcasters: { 1: unchanged, 2: unchanged, 3: unchanged, 4: unchanged },
  },
  MerchantAdmitted: { category: 'programme', schemaVersion: 1, schema: merchantAdmitted },
  MerchantWithdrawn: { category: 'programme', schemaVersion: 1, schema: merchantWithdrawn },
  WorkerRemovedFromRoster: { category: 'programme', schemaVersion: 1, schema: workerRemovedFromRoster },
  ProgrammeLastDaySet: { category: 'programme', schemaVersion: 1, schema: programmeLastDaySet },
  ProgrammeClosed: { category: 'programme', schemaVersion: 1, schema: programmeClosed },
  ProgrammePublicitySet: { category: 'programme', schemaVersion: 1, schema: programmePublicitySet },
  RoundOpened: { category: 'round', schemaVersion: 1, schema: roundOpened },
  RosterFrozen: { category: 'round', schemaVersion: 1, schema: rosterFrozen },
  SiteListFrozen: { category: 'round', schemaVersion: 1, schema: siteListFrozen },
  RoundSealed: { category: 'round', schemaVersion: 1, schema: roundSealed },
  RoundAnnounced: { category: 'round', schemaVersion: 1, schema: roundAnnounced },
  ObjectionRaised: { category: 'round', schemaVersion: 1, schema: objectionRaised },
  ObjectionDecided: { category: 'round', schemaVersion: 1, schema: objectionDecided },
} as const

function unchanged(data: EventData): EventData {
  return data
}
