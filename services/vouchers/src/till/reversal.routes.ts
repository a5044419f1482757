import type { Act } from '@welfare/approvals/act.ts'
import { actRoute } from '@welfare/approvals/define-act-route.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { partOf, splitPart } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import type { Actor, Route } from '@welfare/http/route.ts'
import { shanghaiDay, startOfShanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import type { VouchersContext } from '../vouchers.context.ts'
import { walletCodec } from '../vouchers.process.ts'
import type { TakenPart } from '../wallets/meal-part.ts'
import {
  type CorrectRedemption,
  type EnteredMeal,
  type ReverseRedemption,
  walletRefusals,
} from '../wallets/wallet.commands.ts'
import { walletDecider } from '../wallets/wallet.decider.ts'
import type { Redemption, WalletEvent } from '../wallets/wallet.state.ts'
import { type ReversalBody, reversalAnswer, reversalBody } from '../wire.ts'
import {
  type MealDay,
  type MealFacts,
  readMealFacts,
  refusalOfMealDay,
  toEnteredMeal,
  toMealDay,
} from './meal-entry.ts'
import { describeRedemption } from './till.routes.ts'
import { earliestUndoable } from './till-undo.ts'

const takingBackRefusals = {
  ...walletRefusals,
  'merchant-missing': 422,
  'paper-missing': 422,
  'late-entry-not-allowed': 403,
  'meal-of-another-person': 422,
} as const

export function createReversalRoutes(context: VouchersContext): readonly Route[] {
  return [reverseRoute(context)]
}

function reverseRoute(context: VouchersContext): Route {
  const { clock } = context
  return actRoute(context, {
    method: 'post',
    path: '/v1/redemptions/{id}/reversal',
    operationId: 'reverseRedemption',
    summary:
      'Takes a redemption or a part of it back, or puts the right one (`right`) in its place: the till what it recorded in the last 12 hours or on this day, the union what stands on any day',
    tag: 'vouchers',
    params: z.strictObject({ id: partOf('wallet') }),
    body: reversalBody,
    answers: { 201: { description: 'The reversal, and the meal that stands instead', schema: reversalAnswer } },
    refusals: takingBackRefusals,
    describe: ({ params, body, actor }) => describeCorrection(context, { redemption: params.id, body, actor }),
    decidedBy: [walletDecider, walletCodec],
    async toCommand({ params, body, actor }, approval) {
      const asked = { redemption: params.id, body, actor, askedOn: approval?.askedOn }
      const takingBack = await toTakingBack(context, asked)
      if (isProblem(takingBack)) return takingBack
      const { command, paperDay } = takingBack
      return {
        stream: splitPart(params.id).stream,
        command,
        // In red on the day on which it is made; the person, the window and the quota go by the meal's own day.
        metadata: {
          ...(paperDay !== shanghaiDay(clock.now()) && { paperDay }),
          ...(body.document && { document: body.document }),
        },
      }
    },
    toAnswer({ events }, { params }, { stream }) {
      const [reversed, right] = events
      if (reversed?.event.type !== 'RedemptionReversed') throw new Error('a reversal led to no event')
      const { balanceAfterFen, ownShareBackFen = 0, discountBackFen = 0, keptFen = 0 } = reversed.event.data
      const amounts = { amountFen: paidIn(reversed.event), ownShareBackFen, discountBackFen, keptFen, balanceAfterFen }
      const answer = { id: `${stream}.${reversed.version}`, redemption: params.id, ...amounts }
      return {
        status: 201,
        body: {
          ...answer,
          recordedAt: reversed.recordedAt,
          ...(right && { right: describeRedemption(stream, right) }),
        },
      }
    },
  })
}

/** The till's undo has no limits; undefined also where the wallet refuses it, which the command then tells. */
async function describeCorrection(context: VouchersContext, asked: Asked): Promise<Act | undefined> {
  const { redemption, actor } = asked
  if (actor.role !== 'officer') return undefined
  const takingBack = await toTakingBack(context, asked)
  if (isProblem(takingBack)) return undefined
  const { command, lateDays } = takingBack
  const decision = await context.runner.read(walletDecider, walletCodec, splitPart(redemption).stream, (state) =>
    walletDecider.decide(state, command),
  )
  const [reversed, meal] = decision?.accepted ? decision.events : []
  if (reversed?.type !== 'RedemptionReversed') return undefined
  const { programme } = reversed.data
  const division = context.copy.findProgramme(programme)?.division
  const right = meal?.type === 'MealRedeemed' && { redeemedOn: meal.data.redeemedOn, merchant: meal.data.merchant }
  // By what is taken back, or by what stands instead where that is more.
  const amountFen = Math.max(paidIn(reversed), paidIn(meal))
  return division === undefined
    ? undefined
    : { kind: 'correction', amountFen, division, programme, lateDays, about: { redemption, ...(right && { right }) } }
}

function paidIn(event: WalletEvent | undefined): number {
  if (event?.type !== 'RedemptionReversed' && event?.type !== 'MealRedeemed') return 0
  return sumFen(event.data.draws.map(({ shares }) => totalOf(shares)))
}

/** What a request to take a meal back, or to put the right one in its place, asks of the wallet. */
interface TakingBack {
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

async function toTakingBack(context: VouchersContext, asked: Asked): Promise<TakingBack | Problem> {
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
  const { merchant = wrong.merchant, day = wrong.day, ...meal } = body.right
  const facts = readMealFacts(context, programme, { merchant, items: meal.items, day, isOfItsDay: true })
  const { when, dayRefused } = judgeRightDay(context, asked, wrong, facts)
  const { deviceId, deviceSequence, collectedBy } = wrong
  const right = toEnteredMeal(facts, {
    ...{
      meal: { merchant, ...meal },
      when,
      dayRefused,
      isOfItsDay: true,
      enteredBy: by === 'union' ? 'union' : 'till',
    },
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
function judgeRightDay(
  context: VouchersContext,
  { body, actor, askedOn }: Asked,
  wrong: Redemption,
  { programme }: MealFacts,
): { readonly when: MealDay; readonly dayRefused?: EnteredMeal['dayRefused'] } {
  const { day = wrong.day } = body.right ?? {}
  if (day === wrong.day) return { when: { ...toMealDay(context, undefined, undefined), day } }
  const when = toMealDay(context, startOfShanghaiDay(day), askedOn)
  return { when, dayRefused: refusalOfMealDay(context, when, programme, { actor, reason: body.reason, askedOn }) }
}

function takerOf(body: ReversalBody, actor: Actor, now: Date): ReverseRedemption['by'] | undefined {
  if (actor.role === 'officer') return 'union'
  const earliestEntry = earliestUndoable(now).toISOString()
  return body.merchant === undefined ? undefined : { till: body.merchant, earliestEntry }
}

function takenPart({ items, amountFen }: ReversalBody): TakenPart {
  if (items) return { kind: 'items', items }
  return amountFen === undefined ? undefined : { kind: 'amount', amountFen }
}

function refused(code: keyof typeof takingBackRefusals): Problem {
  return { code, status: takingBackRefusals[code], facts: {} }
}
