import { sumFen } from '@welfare/contracts/money.ts'
import { partOf, splitPart } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { Act, Approval } from '@welfare/service-kit/acts/act.ts'
import { defineActRoute } from '@welfare/service-kit/acts/define-act-route.ts'
import { answerCommand } from '@welfare/service-kit/answer-command.ts'
import type { Problem } from '@welfare/service-kit/problem.ts'
import { commandInput, commandMetadata } from '@welfare/service-kit/room.ts'
import type { Actor, Route, RouteAnswer } from '@welfare/service-kit/route.ts'
import { shanghaiDay, startOfShanghaiDay } from '@welfare/service-kit/shanghai-days.ts'
import { z } from 'zod'
import type { TakenPart } from './meal-part.ts'
import type { VouchersContext } from './vouchers.context.ts'
import { walletCodec } from './vouchers.process.ts'
import { type ReverseRedemption, walletRefusals } from './wallet.commands.ts'
import { walletDecider } from './wallet.decider.ts'
import { type ReversalBody, reversalAnswer, reversalBody } from './wire.ts'

/** How long a till may take back what it recorded, beside the day on which it did. */
const TILL_TAKES_BACK_MS = 12 * 3_600_000

const refusals = { ...walletRefusals, 'merchant-missing': 422 } as const
const unknown: Problem = { code: 'redemption-unknown', status: 404, facts: {} }

export function createReversalRoutes(context: VouchersContext): readonly Route[] {
  return [reverseRoute(context)]
}

function reverseRoute(context: VouchersContext): Route {
  return defineActRoute(context, {
    method: 'post',
    path: '/v1/redemptions/{id}/reversal',
    operationId: 'reverseRedemption',
    summary:
      'Takes a redemption or a part of it back: the till what it recorded in the last 12 hours or on this day, the union what stands on any day',
    tag: 'vouchers',
    params: z.strictObject({ id: partOf('wallet') }),
    body: reversalBody,
    answers: { 201: { description: 'The reversal', schema: reversalAnswer } },
    refusals,
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
  { runner, clock, copy }: VouchersContext,
  redemption: string,
  body: ReversalBody,
  actor: Actor,
): Promise<Act | undefined> {
  if (actor.role !== 'officer') return undefined
  const part = takenPart(body)
  const today = shanghaiDay(clock.now())
  const command = {
    type: 'ReverseRedemption' as const,
    redemption,
    by: 'union' as const,
    today,
    part,
    reason: body.reason,
  }
  const decision = await runner.read(walletDecider, walletCodec, splitPart(redemption).stream, (state) =>
    walletDecider.decide(state, command),
  )
  const [reversed] = decision?.accepted ? decision.events : []
  if (reversed?.type !== 'RedemptionReversed') return undefined
  const { programme, draws } = reversed.data
  const division = copy.findProgramme(programme)?.division
  const amountFen = sumFen(draws.map(({ shares }) => totalOf(shares)))
  return division === undefined
    ? undefined
    : { kind: 'correction', amountFen, division, programme, about: { redemption } }
}

async function reverse(
  context: VouchersContext,
  request: ReversalRequest,
  approval?: Approval,
): Promise<RouteAnswer | Problem> {
  const { runner, clock } = context
  const { redemption, body, actor, commandId } = request
  const { stream: wallet, version } = splitPart(redemption)
  const by = takerOf(body, actor, clock.now())
  if (!by) return { code: 'merchant-missing', status: 422, facts: {} }
  const known = await runner.read(walletDecider, walletCodec, wallet, (state) => state.redemptions.get(version))
  if (!known) return unknown
  if (body.merchant !== undefined && body.merchant !== known.merchant)
    return { code: 'redemption-of-another-merchant', status: 409, facts: {} }
  const today = shanghaiDay(clock.now())
  const result = await runner.execute(walletDecider, walletCodec, {
    stream: wallet,
    command: { type: 'ReverseRedemption', redemption, by, today, part: takenPart(body), reason: body.reason },
    commandId,
    input: commandInput(body),
    // In red on the day on which it is made; the person, the window and the quota go by the meal's own day.
    metadata: commandMetadata(clock, actor, {
      ...(known.day !== today && { paperDay: known.day }),
      ...(body.document && { document: body.document }),
      ...(approval && { approval }),
    }),
  })
  return answerCommand(result, {
    refusals,
    onAccepted: ({ events }) => {
      const [reversed] = events
      if (reversed?.event.type !== 'RedemptionReversed') throw new Error('a reversal led to no event')
      const { draws, balanceAfterFen, ownShareBackFen = 0, discountBackFen = 0, keptFen = 0 } = reversed.event.data
      const amountFen = sumFen(draws.map(({ shares }) => totalOf(shares)))
      const { recordedAt } = reversed
      const amounts = { amountFen, ownShareBackFen, discountBackFen, keptFen, balanceAfterFen }
      return { status: 201, body: { id: `${wallet}.${reversed.version}`, redemption, ...amounts, recordedAt } }
    },
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
