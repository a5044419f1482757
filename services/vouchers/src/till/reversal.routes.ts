import type { Act } from '@welfare/approvals/act.ts'
import { defineActRoute } from '@welfare/approvals/define-act-route.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { partOf, splitPart } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { answerCommand } from '@welfare/http/answer-command.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import type { Approval } from '@welfare/http/room.ts'
import { commandInput, commandMetadata } from '@welfare/http/room.ts'
import type { Actor, Route, RouteAnswer } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import type { VouchersContext } from '../vouchers.context.ts'
import { walletCodec } from '../vouchers.process.ts'
import { takingBackRefusals, toTakingBack } from '../wallets/taking-back.ts'
import { walletDecider } from '../wallets/wallet.decider.ts'
import type { WalletEvent } from '../wallets/wallet.state.ts'
import { type ReversalBody, reversalAnswer, reversalBody } from '../wire.ts'
import { describeRedemption } from './redeem.ts'

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
    describe: ({ params, body, actor }) => describeCorrection(context, params.id, body, actor),
    perform: (given, { params, body, actor, commandId }, approval) =>
      reverse(given, { redemption: params.id, body, actor, commandId }, approval),
  })
}

interface ReversalRequest {
  readonly redemption: string
  readonly body: ReversalBody
  readonly actor: Actor
  readonly commandId: string
}

/** The till's undo has no limits; undefined also where the wallet refuses it, which `reverse` then tells. */
async function describeCorrection(
  context: VouchersContext,
  redemption: string,
  body: ReversalBody,
  actor: Actor,
): Promise<Act | undefined> {
  if (actor.role !== 'officer') return undefined
  const takingBack = await toTakingBack(context, { redemption, body, actor })
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

async function reverse(
  context: VouchersContext,
  { redemption, body, actor, commandId }: ReversalRequest,
  approval?: Approval,
): Promise<RouteAnswer | Problem> {
  const { runner, clock } = context
  const wallet = splitPart(redemption).stream
  const takingBack = await toTakingBack(context, { redemption, body, actor, askedOn: approval?.askedOn })
  if (isProblem(takingBack)) return takingBack
  const { command, paperDay } = takingBack
  const result = await runner.execute(walletDecider, walletCodec, {
    stream: wallet,
    command,
    commandId,
    input: commandInput(body),
    // In red on the day on which it is made; the person, the window and the quota go by the meal's own day.
    metadata: commandMetadata(clock, actor, {
      ...(paperDay !== shanghaiDay(clock.now()) && { paperDay }),
      ...(body.document && { document: body.document }),
      ...(approval && { approval }),
    }),
  })
  return answerCommand(result, {
    refusals: takingBackRefusals,
    onAccepted: ({ events }) => {
      const [reversed, right] = events
      if (reversed?.event.type !== 'RedemptionReversed') throw new Error('a reversal led to no event')
      const { balanceAfterFen, ownShareBackFen = 0, discountBackFen = 0, keptFen = 0 } = reversed.event.data
      const amounts = { amountFen: paidIn(reversed.event), ownShareBackFen, discountBackFen, keptFen, balanceAfterFen }
      const answer = { id: `${wallet}.${reversed.version}`, redemption, ...amounts, recordedAt: reversed.recordedAt }
      return { status: 201, body: { ...answer, ...(right && { right: describeRedemption(wallet, right) }) } }
    },
  })
}

function paidIn(event: WalletEvent | undefined): number {
  if (event?.type !== 'RedemptionReversed' && event?.type !== 'MealRedeemed') return 0
  return sumFen(event.data.draws.map(({ shares }) => totalOf(shares)))
}
