import { daysBetween } from '@welfare/contracts/days.ts'
import type { EventMetadata } from '@welfare/contracts/metadata.ts'
import { addressKey, tooManyAttempts } from '@welfare/http/edge/rate-limit.ts'
import { checkDay } from '@welfare/http/late-entry.ts'
import type { Problem } from '@welfare/http/problem.ts'
import type { Actor, RouteRequest } from '@welfare/http/route.ts'
import { endOfShanghaiDay, shanghaiDay, startOfShanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import type { EnteredMeal } from '../wallets/wallet.commands.ts'
import type { FoundVoucher, PriceList, ProgrammeFacts } from './till.facts.ts'

/** What it is, in the words of a till. */
export interface MealWords {
  readonly merchant: string
  readonly amountFen?: number | undefined
  readonly items?: readonly { readonly code: string; readonly quantity: number }[] | undefined
  readonly ownShareFen?: number | undefined
}

export interface AskedMeal extends Pick<MealWords, 'merchant' | 'items'> {
  readonly day: string
  /** A card that is shown is judged by the facts of this moment; a paper, and a meal that is corrected, by those of their own day. */
  readonly isOfItsDay: boolean
}

/** What others have recorded that a meal is judged by. */
export interface MealFacts {
  readonly programme: ProgrammeFacts | undefined
  /** True where no merchant is named. */
  readonly merchantAdmitted: boolean
  readonly priceList: PriceList | undefined
  readonly readThrough: number
}

type LookUp = Pick<VouchersContext, 'copy' | 'findVoucher' | 'awaitFacts'>
type Till = LookUp & Pick<VouchersContext, 'clock' | 'guesses'>

export const voucherUnknown: Problem = { code: 'voucher-unknown', status: 404, facts: {} }

export interface ShownVoucher extends FoundVoucher {
  readonly facts: MealFacts
}

/**
 * The wallet that a shown code or QR token opens, where its programme lies within the actor's scope, and what is known of the meal that it is shown
 * for, from the same moment; else unknown, as a code that was never issued. Only misses use up tries, of the device, of the account and of its
 * address; when there are none left no code is looked at, right ones included.
 */
export async function openShown(
  context: Till,
  shown: string,
  { actor, address, credential }: Pick<RouteRequest, 'actor' | 'address' | 'credential'>,
  meal?: AskedMeal,
): Promise<ShownVoucher | Problem> {
  const { clock, guesses } = context
  const tries = [
    { limiter: guesses.byDevice, key: `${actor.id} ${credential ?? ''}` },
    { limiter: guesses.byAccount, key: actor.id },
    { limiter: guesses.byAddress, key: addressKey(address) },
  ]
  const waitS = Math.max(...tries.map(({ limiter, key }) => limiter.waitS(key) ?? 0))
  if (waitS > 0) return tooManyAttempts(waitS, clock)
  const known = look(context, shown, actor, meal)
  if (known && isKnown(known.facts, meal)) return known
  // In the same breath as the look: of many guesses at once none is free.
  if (!known) for (const { limiter, key } of tries) limiter.take(key)
  // Perhaps it was recorded a moment ago: nobody loses a meal that they are owed.
  await context.awaitFacts()
  const found = look(context, shown, actor, meal)
  if (!found) return voucherUnknown
  if (!known) for (const { limiter, key } of tries) limiter.giveBack(key)
  return found
}

/** The card of a meal that its maker showed before, and that another person looks at or has approved: nobody guesses. */
export async function openApproved(
  context: LookUp,
  shown: string,
  { actor }: Pick<RouteRequest, 'actor'>,
  meal: AskedMeal,
): Promise<ShownVoucher | Problem> {
  const known = look(context, shown, actor, meal)
  if (known && isKnown(known.facts, meal)) return known
  await context.awaitFacts()
  return look(context, shown, actor, meal) ?? voucherUnknown
}

function look(context: LookUp, shown: string, { scope }: Actor, meal: AskedMeal | undefined): ShownVoucher | undefined {
  const voucher = context.findVoucher(shown)
  return voucher && context.copy.isProgrammeWithin(scope, voucher.programme)
    ? { ...voucher, facts: readMealFacts(context, voucher.programme, meal) }
    : undefined
}

export function readMealFacts(
  { copy }: Pick<VouchersContext, 'copy'>,
  programme: string,
  meal: AskedMeal | undefined,
): MealFacts {
  const { merchant = '', items, day = '', isOfItsDay } = meal ?? {}
  const isAdmitted = () =>
    isOfItsDay ? copy.wasAdmitted(programme, merchant, day) : copy.isAdmitted(programme, merchant)
  return {
    programme: copy.findProgramme(programme),
    merchantAdmitted: meal === undefined || isAdmitted(),
    priceList: items && copy.findPriceList(merchant, day),
    readThrough: copy.sequence(),
  }
}

function isKnown({ merchantAdmitted, priceList }: MealFacts, { items = [] }: Partial<AskedMeal> = {}): boolean {
  return merchantAdmitted && items.every(({ code }) => priceList?.items.some((item) => item.code === code))
}

/** When a meal was eaten and when it is recorded. */
export interface MealDay extends Pick<EnteredMeal, 'day' | 'today'> {
  readonly now: Date
  readonly occurredAt: Date
  readonly daysLate: number
}

/**
 * @param stated undefined: now, or, where it waited for another person, when it was asked for
 * @param askedOn the day on which it was asked for, where it waited
 */
export function toMealDay({ clock }: VouchersContext, stated: Date | undefined, askedOn: string | undefined): MealDay {
  const now = clock.now()
  const today = shanghaiDay(now)
  const hasWaited = askedOn !== undefined && askedOn !== today
  const occurredAt = stated ?? (hasWaited ? startOfShanghaiDay(askedOn) : now)
  const day = shanghaiDay(occurredAt)
  return { day, today, now, occurredAt, daysLate: day < today ? daysBetween(day, today) : 0 }
}

/** How long a till may take back what it recorded, beside the day on which it did. */
const TILL_TAKES_BACK_MS = 12 * 3_600_000

/** A till takes back what it entered since then. */
export function earliestUndoable(now: Date): Date {
  return new Date(Math.min(now.getTime() - TILL_TAKES_BACK_MS, startOfShanghaiDay(shanghaiDay(now)).getTime()))
}

/** The last moment at which a till takes back what it entered then. */
export function undoableUntil(enteredAt: Date): Date {
  const ofItsDay = endOfShanghaiDay(shanghaiDay(enteredAt)).getTime() - 1
  return new Date(Math.max(enteredAt.getTime() + TILL_TAKES_BACK_MS, ofItsDay))
}

interface AskedDay {
  readonly actor: Actor
  readonly reason: string
  readonly askedOn?: string | undefined
  /** The day on which the till was tapped, where the till says it: on a later one nothing is recorded any more. */
  readonly tappedOn?: string | undefined
}

/** What stands against the day: a paper goes as far back as its programme and its division allow; a till enters what is being eaten. */
export function refusalOfMealDay(
  { acts }: VouchersContext,
  { day, today, now, occurredAt, daysLate }: MealDay,
  programme: ProgrammeFacts | undefined,
  { actor, reason, askedOn, tappedOn }: AskedDay,
): EnteredMeal['dayRefused'] {
  if (tappedOn !== undefined && tappedOn !== (askedOn ?? today))
    return { code: 'not-recorded-that-day', facts: { tappedOn, today } }
  if (occurredAt > now) return { code: 'late-entry-in-the-future', facts: { day, today } }
  if (daysLate === 0) return undefined
  const { division = '', rules } = programme ?? {}
  const policy = acts.latePolicyOf(division)
  const days = Math.min(policy.days, rules?.lateEntryDays ?? 0)
  const { refusal } = checkDay({ day, lateEntry: { reason }, actor, policy: () => ({ ...policy, days }), now, askedOn })
  return refusal?.code === 'late-entry-too-late' ? { code: refusal.code, facts: refusal.facts } : undefined
}

/** What the metadata says of a meal that the union enters; of a paper of today only why the union entered it. */
export function lateEntryOf(reason: string, { daysLate: days }: MealDay): EventMetadata['lateEntry'] {
  return { reason, days }
}

export interface MealEntry extends Pick<EnteredMeal, 'enteredBy' | 'dayRefused'> {
  readonly meal: MealWords
  readonly when: MealDay
  readonly isOfItsDay: boolean
  readonly slip: Pick<EnteredMeal, 'deviceId' | 'deviceSequence' | 'capturedOffline' | 'collectedBy'>
}

export function toEnteredMeal(
  { programme, merchantAdmitted, priceList, readThrough }: MealFacts,
  { meal, when: { day, today, now }, dayRefused, enteredBy, isOfItsDay, slip }: MealEntry,
): EnteredMeal {
  return {
    ...{ day, today, enteredAt: now.toISOString(), enteredBy },
    dayRefused,
    merchant: meal.merchant,
    merchantAdmitted,
    programmeClosed: programme !== undefined && isOver(programme, isOfItsDay ? day : undefined, today),
    purchase: toPurchase(meal, priceList),
    allowedItems: programme?.rules.allowedItems,
    ownShareFen: meal.ownShareFen,
    factsReadThrough: readThrough,
    ...slip,
  }
}

/** For a paper as it stood on its day; on the day of the closing itself the meal may have come first. */
function isOver({ closed, closedOn, lastDay }: ProgrammeFacts, paperDay: string | undefined, today: string): boolean {
  if (lastDay !== undefined && lastDay < (paperDay ?? today)) return true
  return paperDay === undefined ? closed : closedOn !== undefined && closedOn < paperDay
}

function toPurchase({ items, amountFen = 0 }: MealWords, priceList: PriceList | undefined): EnteredMeal['purchase'] {
  if (!items) return { kind: 'amount', amountFen }
  const priced = items.map(({ code, quantity }) => ({
    code,
    quantity,
    item: priceList?.items.find((item) => item.code === code),
  }))
  return {
    kind: 'items',
    priceListVersion: priceList?.version ?? 1,
    items: priced.flatMap(({ item, quantity }) => {
      if (!item) return []
      const { code, name, listPriceFen, agreedPriceFen } = item
      return [{ code, name, quantity, listPriceFen, agreedPriceFen }]
    }),
    unknown: priced.filter(({ item }) => item === undefined).map(({ code }) => code),
  }
}
