import { splitPart } from '@welfare/contracts/primitives.ts'
import type { Problem } from '@welfare/http/problem.ts'
import type { Actor } from '@welfare/http/route.ts'
import { shanghaiDay, startOfShanghaiDay } from '@welfare/process/shanghai-days.ts'
import { judgeMealDay, type MealDay, toEnteredMeal } from '../till/meal-entry.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import { walletCodec } from '../vouchers.process.ts'
import type { ReversalBody } from '../wire.ts'
import type { TakenPart } from './meal-part.ts'
import { type CorrectRedemption, type ReverseRedemption, walletRefusals } from './wallet.commands.ts'
import { walletDecider } from './wallet.decider.ts'
import type { Redemption } from './wallet.state.ts'

/** How long a till may take back what it recorded, beside the day on which it did. */
const TILL_TAKES_BACK_MS = 12 * 3_600_000

export const takingBackRefusals = {
  ...walletRefusals,
  'merchant-missing': 422,
  'paper-missing': 422,
  'late-entry-not-allowed': 403,
  'meal-of-another-person': 422,
} as const

/** What a request to take a meal back, or to put the right one in its place, asks of the wallet. */
export interface TakingBack {
  readonly command: ReverseRedemption | CorrectRedemption
  /** Of the meal that is taken back. */
  readonly paperDay: string
  /** How much later than its own day the right meal is entered, where that is another day than the wrong one's. */
  readonly lateDays: number
}

interface Asked {
  readonly redemption: string
  readonly body: ReversalBody
  readonly actor: Actor
  readonly askedOn?: string | undefined
}

export async function toTakingBack(context: VouchersContext, asked: Asked): Promise<TakingBack | Problem> {
  const { runner, clock } = context
  const { redemption, body, actor } = asked
  const by = takerOf(body, actor, clock.now())
  if (!by) return refused('merchant-missing')
  const { stream, version } = splitPart(redemption)
  const known = await runner.read(walletDecider, walletCodec, stream, ({ programme, worker, redemptions }) => ({
    ...{ programme, worker },
    wrong: redemptions.get(version),
  }))
  if (!known?.wrong) return refused('redemption-unknown')
  const { wrong, programme, worker } = known
  if (body.merchant !== undefined && body.merchant !== wrong.merchant) return refused('redemption-of-another-merchant')
  const red = { redemption, by, today: shanghaiDay(clock.now()), reason: body.reason }
  if (!body.right)
    return { command: { type: 'ReverseRedemption', ...red, part: takenPart(body) }, paperDay: wrong.day, lateDays: 0 }
  const unfit = refusalOfRight(body, wrong, worker, by)
  if (unfit) return unfit
  const when = whenOfRight(context, asked, wrong, programme)
  const { merchant = wrong.merchant, amountFen, items, ownShareFen } = body.right
  const { deviceId, deviceSequence, collectedBy } = wrong
  const right = await toEnteredMeal(context, {
    ...{ programme, when, isOfItsDay: true, enteredBy: by === 'union' ? 'union' : 'till' },
    meal: { merchant, amountFen, items, ownShareFen },
    slip: { deviceId, deviceSequence, collectedBy, capturedOffline: false },
  })
  return { command: { type: 'CorrectRedemption', ...red, right }, paperDay: wrong.day, lateDays: when.daysLate }
}

/** A till corrects what was eaten with it; another shop, and another day, are the union's to say, from a paper. */
function refusalOfRight(
  { right, document }: ReversalBody,
  wrong: Redemption,
  worker: string,
  by: ReverseRedemption['by'],
): Problem | undefined {
  if (right?.worker !== undefined && right.worker !== worker) return refused('meal-of-another-person')
  if (by === 'union') return document ? undefined : refused('paper-missing')
  if (right?.merchant !== undefined && right.merchant !== wrong.merchant)
    return refused('redemption-of-another-merchant')
  return right?.day !== undefined && right.day !== wrong.day ? refused('late-entry-not-allowed') : undefined
}

/** The day of the wrong meal was judged when that was entered. */
function whenOfRight(
  context: VouchersContext,
  { body, actor, askedOn }: Asked,
  wrong: Redemption,
  programme: string,
): MealDay {
  const now = context.clock.now()
  const { day = wrong.day } = body.right ?? {}
  if (day === wrong.day)
    return { day, today: shanghaiDay(now), enteredAt: now.toISOString(), occurredAt: now, daysLate: 0 }
  return judgeMealDay(context, {
    ...{ programme, actor, occurredAt: startOfShanghaiDay(day), reason: body.reason, askedOn },
  })
}

function takerOf(body: ReversalBody, actor: Actor, now: Date): ReverseRedemption['by'] | undefined {
  if (actor.role === 'officer') return 'union'
  const since = Math.min(now.getTime() - TILL_TAKES_BACK_MS, startOfShanghaiDay(shanghaiDay(now)).getTime())
  const earliestEntry = new Date(since).toISOString()
  return body.merchant === undefined ? undefined : { till: body.merchant, earliestEntry }
}

function takenPart({ items, amountFen }: ReversalBody): TakenPart {
  if (items) return { kind: 'items', items }
  return amountFen === undefined ? undefined : { kind: 'amount', amountFen }
}

function refused(code: keyof typeof takingBackRefusals): Problem {
  return { code, status: takingBackRefusals[code], facts: {} }
}
