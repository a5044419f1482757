import type { Act } from '@welfare/approvals/act.ts'
import { defineActRoute } from '@welfare/approvals/define-act-route.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { partOf, splitPart } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { CommandResult } from '@welfare/event-store/runner.ts'
import { processRequest } from '@welfare/facts/process-manager.ts'
import { statementId } from '@welfare/facts/statement-id.ts'
import { type Accepted, notAccepted } from '@welfare/http/answer-command.ts'
import { type Approval, commandInput, commandMetadata } from '@welfare/http/command-route.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import type { Actor, Route, RouteAnswer } from '@welfare/http/route.ts'
import { shanghaiDay, startOfShanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import { statementCodec, walletCodec } from '../codecs.ts'
import { statementDecider } from '../statements/statement.decider.ts'
import { takeBackProcess, takenPart, toRightMeal, toWalletCommand } from '../statements/take-back.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import { sharesBack } from '../wallets/meal-reversal.ts'
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
  earliestUndoable,
  type MealDay,
  type MealFacts,
  readMealFacts,
  refusalOfMealDay,
  toEnteredMeal,
  toMealDay,
} from './meal-entry.ts'
import { describeRedemption } from './till.routes.ts'

const takingBackRefusals = {
  ...walletRefusals,
  'line-disputed': 409,
  'merchant-waived-it': 409,
  'taken-back-meanwhile': 409,
  'merchant-missing': 422,
  'paper-missing': 422,
  'late-entry-not-allowed': 403,
  'meal-of-another-person': 422,
} as const

export function createReversalRoutes(context: VouchersContext): readonly Route[] {
  return [reverseRoute(context)]
}

function reverseRoute(context: VouchersContext): Route {
  return defineActRoute(context, {
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
    async perform(performing, { params, body, actor, commandId }, approval) {
      const asked = { redemption: params.id, body, actor, askedOn: approval?.askedOn }
      const takingBack = await toTakingBack(performing, asked)
      if (isProblem(takingBack)) return takingBack
      const result = await takeBackLine(performing, takingBack, { commandId, asked, approval })
      if (result.outcome !== 'accepted') return notAccepted(result, takingBackRefusals)
      return toAnswer(result, params.id)
    },
  })
}

/** Decided in the statement, then done in the wallet; what a crash leaves undone, the process does with the same command. */
async function takeBackLine(
  { runner, clock }: VouchersContext,
  { command, paperDay, merchant, programme, sequence }: TakingBack,
  given: { readonly commandId: string; readonly asked: Asked; readonly approval: Approval | undefined },
): Promise<CommandResult<WalletEvent>> {
  const { asked, approval, commandId } = given
  const { redemption, body, actor } = asked
  const { stream: wallet } = splitPart(redemption)
  const wouldBe = await runner.read(walletDecider, walletCodec, wallet, (state) => walletDecider.decide(state, command))
  const { by, reason } = command
  const decided = await runner.execute(statementDecider, statementCodec, {
    stream: statementId(merchant, programme),
    command: {
      type: 'TakeBackLine',
      ...{ merchant, programme, redemption, sequence, by: by === 'union' ? by : 'till', reason },
      shares: wouldBe?.accepted ? sharesBack(wouldBe.events) : [],
      ...(command.type === 'CorrectRedemption'
        ? { right: toRightMeal(command.right) }
        : { items: body.items, amountFen: body.amountFen }),
    },
    commandId,
    input: commandInput(body),
    // In red on the day on which it is made; the person, the window and the quota go by the meal's own day.
    metadata: commandMetadata(clock, actor, {
      ...(paperDay !== shanghaiDay(clock.now()) && { paperDay }),
      ...(body.document && { document: body.document }),
      approval,
    }),
    mayCreate: true,
    leadsOn: true,
    refusal: wouldBe?.accepted ? undefined : wouldBe?.refusal,
  })
  if (decided.outcome !== 'accepted') return decided
  const [line] = decided.events
  if (line?.event.type !== 'LineTakenBack') throw new Error('a taking back led to no line')
  const recorded = { ...line, stream: statementId(merchant, programme) }
  const result = await runner.execute(walletDecider, walletCodec, {
    stream: wallet,
    command: toWalletCommand(line.event.data, recorded),
    ...processRequest(takeBackProcess, recorded, wallet),
  })
  const [answer] = result.outcome === 'accepted' ? result.events : []
  if (answer?.event.type !== 'TakingBackDeclined') return result
  return { outcome: 'refused', refusal: { code: answer.event.data.code, facts: {} }, version: answer.version }
}

function toAnswer({ events, version, position }: Accepted<WalletEvent>, redemption: string): RouteAnswer {
  const { stream } = splitPart(redemption)
  const [reversed, right] = events
  if (reversed?.event.type !== 'RedemptionReversed') throw new Error('a reversal led to no event')
  const { balanceAfterFen, ownShareBackFen = 0, discountBackFen = 0, keptFen = 0 } = reversed.event.data
  const amounts = { amountFen: paidIn(reversed.event), ownShareBackFen, discountBackFen, keptFen, balanceAfterFen }
  const answer = { id: `${stream}.${reversed.version}`, redemption, ...amounts, recordedAt: reversed.recordedAt }
  const body = { ...answer, ...(right && { right: describeRedemption(stream, right) }) }
  return { status: 201, body, version, position }
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
  readonly merchant: string
  readonly programme: string
  readonly sequence: number
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
  const { runner, clock, copy } = context
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
  const { merchant } = wrong
  const sequence = copy.sequenceOfMeal(merchant, redemption)
  if (sequence === undefined) throw new Error(`the facts do not know ${redemption}, although they were awaited`)
  const of = { paperDay: wrong.day, merchant, programme, sequence }
  const red = { redemption, by, today: shanghaiDay(clock.now()), reason: body.reason }
  if (!body.right) return { command: { type: 'ReverseRedemption', ...red, part: takenPart(body) }, ...of, lateDays: 0 }
  const unfit = refusalOfRight(body, wrong, worker, by)
  if (unfit) return unfit
  const { merchant: shop = merchant, day = wrong.day, ...meal } = body.right
  const facts = readMealFacts(context, programme, { merchant: shop, items: meal.items, day, isOfItsDay: true })
  const { when, dayRefused } = judgeRightDay(context, asked, wrong, facts)
  const { deviceId, deviceSequence, collectedBy } = wrong
  const right = toEnteredMeal(facts, {
    ...{
      meal: { merchant: shop, ...meal },
      when,
      dayRefused,
      isOfItsDay: true,
      enteredBy: by === 'union' ? 'union' : 'till',
    },
    slip: { deviceId, deviceSequence, collectedBy, capturedOffline: false },
  })
  return { command: { type: 'CorrectRedemption', ...red, right }, ...of, lateDays: when.daysLate }
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

function refused(code: keyof typeof takingBackRefusals): Problem {
  return { code, status: takingBackRefusals[code], facts: {} }
}
