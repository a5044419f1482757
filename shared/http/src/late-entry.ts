import { addDays, type Day, daysBetween } from '@welfare/contracts/days.ts'
import { reason } from '@welfare/contracts/primitives.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { shanghaiDay, startOfShanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import type { MetadataOptions } from './command-route.ts'
import type { Actor } from './route.ts'

/** What a division says about entries that come later than their papers. */
export interface LatePolicy {
  /** How many days back an entry may still go. */
  readonly days: number
  /** An entry that is later than this many days waits for a second person; undefined: none does. */
  readonly secondPersonAboveDays?: number | undefined
  /** Nothing counts before it; undefined: no month is closed. */
  readonly firstOpenDay?: Day | undefined
}

/** Where no division has said anything: the papers of the last two months. */
export const defaultLatePolicy: LatePolicy = { days: 62 }

/** In the body of an act that names a day: why that day is not today. */
export const lateEntryBody = z
  .strictObject({ reason })
  .meta({ description: 'Why it is entered later than it happened (补录)' })

export const lateEntryRefusals = {
  'late-entry-needs-reason': 422,
  'late-entry-not-allowed': 403,
  'late-entry-too-late': 422,
  'late-entry-in-the-future': 422,
} as const

export interface StatedDay {
  /** The day that the paper states; undefined: today. */
  readonly day: Day | undefined
  readonly lateEntry: { readonly reason: string } | undefined
  readonly actor: Pick<Actor, 'role'>
  /** Asked where the day is not today. */
  policy(): LatePolicy
  readonly now: Date
  /** Where it waited for another person: the day on which it was asked for. It is no later for having waited. */
  readonly askedOn?: Day | undefined
}

/** Of an act of its own day that grew late while it waited. */
const waited = { reason: '等待他人审批' }

/** The day on which an act counts, and what its events say about that. */
export interface CheckedDay {
  readonly day: Day
  /** The day that the paper states: an earlier one where that is of a month that is closed. */
  readonly paperDay: Day
  readonly today: Day
  /** Days between the paper and its entry: 0 for an act of today. */
  readonly daysLate: number
  readonly metadata: Pick<MetadataOptions, 'occurredAt' | 'accountingDate' | 'paperDay' | 'lateEntry'>
  /** Why it is no such day. For the command: a request sent again on a later day is recognised first, and answered as the first time. */
  readonly refusal?: Refusal<LateEntryRefusal>
}

type LateEntryRefusal = keyof typeof lateEntryRefusals

/**
 * The one rule for days: an act counts on the day that its paper states, or on the first open one where that day is closed. A day before
 * today is a late entry: by an officer or an approver, with a reason, not further back than the division allows, and marked.
 */
export function checkDay({ day, lateEntry, actor, policy, now, askedOn }: StatedDay): CheckedDay {
  const today = shanghaiDay(now)
  const ofToday = { day: today, paperDay: today, today, daysLate: 0, metadata: { occurredAt: now } }
  if (day === undefined || day === today) return ofToday
  const refuse = (code: LateEntryRefusal, facts: Refusal['facts'] = {}) => ({ ...ofToday, refusal: { code, facts } })
  const daysLate = daysBetween(day, today)
  if (daysLate < 0) return refuse('late-entry-in-the-future', { day, today })
  if (actor.role !== 'officer' && actor.role !== 'approver') return refuse('late-entry-not-allowed')
  const { days, firstOpenDay } = policy()
  const earliest = addDays(askedOn ?? today, -days)
  if (day < earliest) return refuse('late-entry-too-late', { day, earliest, days })
  const said = lateEntry ?? (day === askedOn ? waited : undefined)
  if (said === undefined) return refuse('late-entry-needs-reason', { day, today })
  const marked = { reason: said.reason, days: daysLate }
  const metadata = { occurredAt: startOfShanghaiDay(day), lateEntry: marked }
  if (firstOpenDay === undefined || day >= firstOpenDay) return { day, paperDay: day, today, daysLate, metadata }
  const counted = { accountingDate: firstOpenDay, paperDay: day }
  return { day: firstOpenDay, paperDay: day, today, daysLate, metadata: { ...metadata, ...counted } }
}
