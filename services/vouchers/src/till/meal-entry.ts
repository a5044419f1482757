import { daysBetween } from '@welfare/contracts/days.ts'
import type { EventMetadata } from '@welfare/contracts/metadata.ts'
import { judgeDay } from '@welfare/http/late-entry.ts'
import { caughtUp } from '@welfare/http/room.ts'
import type { Actor } from '@welfare/http/route.ts'
import { shanghaiDay, startOfShanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import type { EnteredMeal } from '../wallets/wallet.commands.ts'
import type { PricedItem, ProgrammeFacts } from './till.facts.ts'

/** When a meal was eaten and when it is recorded, and what stands against that. */
export interface MealDay extends Pick<EnteredMeal, 'day' | 'today' | 'enteredAt' | 'dayRefused'> {
  readonly occurredAt: Date
  readonly daysLate: number
}

export interface StatedMealDay {
  readonly programme: string
  readonly actor: Actor
  /** Undefined: now, or, where it waited for another person, when it was asked for. */
  readonly occurredAt: Date | undefined
  readonly reason: string
  readonly askedOn?: string | undefined
}

/** A paper goes as far back as its programme and its division allow; a till enters what is being eaten. */
export function judgeMealDay(
  { copy, acts, clock }: VouchersContext,
  { programme, actor, occurredAt: stated, reason, askedOn }: StatedMealDay,
): MealDay {
  const now = clock.now()
  const today = shanghaiDay(now)
  const hasWaited = askedOn !== undefined && askedOn !== today
  const occurredAt = stated ?? (hasWaited ? startOfShanghaiDay(askedOn) : now)
  const day = shanghaiDay(occurredAt)
  const daysLate = Math.max(0, daysBetween(day, today))
  const when = { day, today, enteredAt: now.toISOString(), occurredAt, daysLate }
  if (occurredAt > now) return { ...when, dayRefused: { code: 'late-entry-in-the-future', facts: { day, today } } }
  const { division = '', rules } = copy.findProgramme(programme) ?? {}
  const policy = acts.latePolicyOf(division)
  const days = Math.min(policy.days, rules?.lateEntryDays ?? 0)
  const { refusal } = judgeDay({ day, lateEntry: { reason }, actor, policy: { ...policy, days }, now, askedOn })
  if (refusal?.code !== 'late-entry-too-late') return when
  return { ...when, dayRefused: { code: 'late-entry-too-late', facts: refusal.facts } }
}

/** What it is, in the words of a till. */
export interface MealWords {
  readonly merchant: string
  readonly amountFen?: number | undefined
  readonly items?: readonly { readonly code: string; readonly quantity: number }[] | undefined
  readonly ownShareFen?: number | undefined
}

type Slip = Pick<EnteredMeal, 'deviceId' | 'deviceSequence' | 'capturedOffline' | 'collectedBy'>

export interface MealEntry {
  readonly programme: string
  readonly meal: MealWords
  readonly when: MealDay
  readonly enteredBy: EnteredMeal['enteredBy']
  /** A card that is shown is judged by the facts of this moment; a paper, and a meal that is corrected, by those of their own day. */
  readonly isOfItsDay: boolean
  readonly slip: Slip
}

export async function toEnteredMeal(
  context: VouchersContext,
  { programme, meal, when, enteredBy, isOfItsDay, slip }: MealEntry,
): Promise<EnteredMeal> {
  const { copy, store, facts } = context
  const { day, today } = when
  if (!isReady(context, programme, meal, day)) await caughtUp(store, facts)
  const rules = copy.findProgramme(programme)
  const { occurredAt: _, daysLate: __, ...judged } = when
  return {
    ...judged,
    merchant: meal.merchant,
    merchantAdmitted: isOfItsDay
      ? copy.wasAdmitted(programme, meal.merchant, day)
      : copy.isAdmitted(programme, meal.merchant),
    programmeClosed: rules !== undefined && isOver(rules, isOfItsDay ? day : undefined, today),
    enteredBy,
    purchase: toPurchase(context, meal, day),
    ownShareFen: meal.ownShareFen,
    factsReadThrough: copy.sequence(),
    ...slip,
  }
}

/** For a paper as it stood on its day; on the day of the closing itself the meal may have come first. */
function isOver({ closed, closedOn, lastDay }: ProgrammeFacts, paperDay: string | undefined, today: string): boolean {
  if (lastDay !== undefined && lastDay < (paperDay ?? today)) return true
  return paperDay === undefined ? closed : closedOn !== undefined && closedOn < paperDay
}

/** Does the copy already hold what this meal needs? If not, it may only be behind. */
function isReady({ copy }: VouchersContext, programme: string, { merchant, items }: MealWords, day: string): boolean {
  if (!copy.isAdmitted(programme, merchant)) return false
  if (!items) return true
  const known = copy.findPriceList(merchant, day)?.items ?? []
  return items.every(({ code }) => known.some((item) => item.code === code))
}

function toPurchase(
  { copy }: VouchersContext,
  { merchant, items, amountFen = 0 }: MealWords,
  day: string,
): EnteredMeal['purchase'] {
  if (!items) return { kind: 'amount', amountFen }
  const priceList = copy.findPriceList(merchant, day)
  const priced = items.map(({ code, quantity }) => ({
    code,
    quantity,
    item: priceList?.items.find((item) => item.code === code),
  }))
  return {
    kind: 'items',
    priceListVersion: priceList?.version ?? 1,
    items: priced.flatMap(({ item, quantity }) => (item ? [toRedeemedItem(item, quantity)] : [])),
    unknown: priced.filter(({ item }) => item === undefined).map(({ code }) => code),
  }
}

function toRedeemedItem({ code, name, listPriceFen, agreedPriceFen }: PricedItem, quantity: number) {
  return { code, name, quantity, listPriceFen, agreedPriceFen }
}

/** What the metadata says of a meal that the union enters; of a paper of today only why the union entered it. */
export function lateEntryOf(reason: string, { daysLate: days }: MealDay): EventMetadata['lateEntry'] {
  return { reason, days }
}
