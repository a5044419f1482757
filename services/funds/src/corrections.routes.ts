import type { Act } from '@welfare/approvals/act.ts'
import { defineActRoute } from '@welfare/approvals/define-act-route.ts'
import { budgetOf } from '@welfare/contracts/events/funds.ts'
import { subtractFen } from '@welfare/contracts/money.ts'
import { idOf, splitPart } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { answerCommand } from '@welfare/http/answer-command.ts'
import { findEvent, onlyEvent } from '@welfare/http/only-event.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import type { Approval } from '@welfare/http/room.ts'
import { commandInput, commandMetadata } from '@welfare/http/room.ts'
import type { Actor, Route, RouteAnswer } from '@welfare/http/route.ts'
import { z } from 'zod'
import { ACKNOWLEDGEMENT_WAIT_MS } from './acknowledgement.ts'
import { budgetDecider } from './budgets/budget.decider.ts'
import type { FundCommand } from './fund.commands.ts'
import { fundDecider } from './fund.decider.ts'
import type { FundEvent } from './fund.state.ts'
import type { FundsContext } from './funds.context.ts'
import { budgetCodec, fundCodec } from './funds.process.ts'
import { fundParams, fundUnknown } from './funds.routes.ts'
import {
  allocationCorrectionBody,
  allocationReturnCorrectionBody,
  correctionAnswer,
  donationCorrectionBody,
  refundCorrectionBody,
} from './wire.ts'

const answers = { 201: { description: 'The red entry, and what stands instead', schema: correctionAnswer } }
const programmeParams = z.strictObject({ id: idOf('programme') })
const onAmount = { 'correction-changes-nothing': 422, 'correction-does-not-fit': 409 } as const

/** Wrong entries of money: taken back in red, never deleted; a refund is something else. */
export function createCorrectionsRoutes(context: FundsContext): readonly Route[] {
  return [
    correctDonationRoute(context),
    correctRefundRoute(context),
    correctAllocationRoute(context),
    correctAllocationReturnRoute(context),
  ]
}

function correctDonationRoute(context: FundsContext): Route {
  const refusals = {
    ...fundUnknown,
    'donation-unknown': 404,
    'already-corrected': 409,
    'donation-has-refunds': 409,
    'receipt-number-used': 409,
    'total-too-large': 422,
    'correction-does-not-fit': 409,
  } as const
  return defineActRoute(context, {
    method: 'post',
    path: '/v1/funds/{id}/donation-corrections',
    operationId: 'correctDonation',
    summary: 'Takes a wrongly entered donation back in red, and enters what is right in the same act (红字更正)',
    tag: 'funds',
    params: fundParams,
    body: donationCorrectionBody,
    answers,
    refusals,
    describe: ({ params, body }) => describeInFund(context, params.id, body.donation, body.reason),
    perform(given, { params: { id: fund }, body, actor, commandId }, approval) {
      const { donation, reason, right } = body
      return correctInFund(given, refusals, {
        ...{ fund, actor, commandId, body, corrects: donation, approval },
        command: { type: 'CorrectDonation', fund, donation, reason, right },
        red: 'DonationReversed',
        black: 'DonationReceived',
      })
    },
  })
}

function correctRefundRoute(context: FundsContext): Route {
  const refusals = {
    ...fundUnknown,
    'refund-unknown': 404,
    'already-corrected': 409,
    'refund-exceeds-donation': 409,
    'gift-already-used': 409,
    ...onAmount,
  } as const
  return defineActRoute(context, {
    method: 'post',
    path: '/v1/funds/{id}/refund-corrections',
    operationId: 'correctRefund',
    summary: 'Takes a wrongly entered refund back in red, and enters the right amount in the same act',
    tag: 'funds',
    params: fundParams,
    body: refundCorrectionBody,
    answers,
    refusals,
    describe: ({ params, body }) => describeInFund(context, params.id, body.refund, body.reason),
    perform(given, { params: { id: fund }, body, actor, commandId }, approval) {
      return correctInFund(given, refusals, {
        ...{ fund, actor, commandId, body, corrects: body.refund, approval },
        command: { type: 'CorrectRefund', fund, ...body },
        red: 'RefundReversed',
        black: 'DonationRefunded',
      })
    },
  })
}

function correctAllocationRoute(context: FundsContext): Route {
  const { clock, processes, copy } = context
  const refusals = {
    'programme-unknown': 404,
    'programme-closed': 409,
    'allocation-unknown': 404,
    'correction-exceeds-entry': 409,
    ...onAmount,
  } as const
  return defineActRoute(context, {
    method: 'post',
    path: '/v1/programmes/{id}/allocation-corrections',
    operationId: 'correctAllocation',
    summary: 'Takes an allocation that was entered too high back in red, down to the right amount',
    tag: 'funds',
    params: programmeParams,
    body: allocationCorrectionBody,
    answers,
    refusals,
    describe({ params, body: { allocation, reason } }) {
      return describeInProgramme(context, params.id, allocation, reason)
    },
    async perform({ runner }, { params, body, actor, commandId, signal }, approval) {
      const { allocation, reason, rightAmountFen } = body
      const budget = budgetOf(params.id)
      const entered = copy.findEntered(allocation)
      if (entered?.programme !== params.id) return { code: 'allocation-unknown', status: 404, facts: { allocation } }
      const amountFen = subtractFen(subtractFen(entered.amountFen, entered.reversedFen), rightAmountFen)
      const result = await runner.execute(budgetDecider, budgetCodec, {
        stream: budget,
        command: { type: 'CorrectAllocation', allocation, amountFen, reason },
        commandId,
        input: commandInput({ allocation, reason, rightAmountFen }),
        metadata: commandMetadata(clock, actor, { paperDay: entered.countedOn, approval }),
      })
      if (result.outcome === 'accepted' && result.position)
        await processes.waitFor(result.position, { timeoutMs: ACKNOWLEDGEMENT_WAIT_MS, signal })
      const answer = answerCommand(result, {
        refusals,
        onAccepted({ events }) {
          const { data, id } = onlyEvent(events, 'AllocationReversed', budget)
          const { fund, shares } = data
          return { status: 201, body: { id, corrects: allocation, fund, reversedFen: totalOf(shares) } }
        },
      })
      return sayWhereMoneyIs(context, splitPart(allocation).stream, answer)
    },
  })
}

function correctAllocationReturnRoute(context: FundsContext): Route {
  const refusals = {
    'programme-unknown': 404,
    'programme-closed': 409,
    'allocation-return-unknown': 404,
    'correction-exceeds-entry': 409,
    ...onAmount,
  } as const
  return defineActRoute(context, {
    method: 'post',
    path: '/v1/programmes/{id}/allocation-return-corrections',
    operationId: 'correctAllocationReturn',
    summary: "Takes a wrongly entered return back in red: the money is the programme's again",
    tag: 'funds',
    params: programmeParams,
    body: allocationReturnCorrectionBody,
    answers,
    refusals,
    describe: ({ params, body }) => describeInProgramme(context, params.id, body.allocationReturn, body.reason),
    async perform(given, { params: { id: programme }, body, actor, commandId, signal }, approval) {
      const { allocationReturn, reason, rightAmountFen } = body
      const { copy } = context
      const entered = copy.findEntered(allocationReturn)
      if (entered?.programme !== programme)
        return { code: 'allocation-return-unknown', status: 404, facts: { allocationReturn } }
      const isClosed = copy.findProgramme(programme)?.closed
      const { fund } = entered
      const amountFen = subtractFen(subtractFen(entered.amountFen, entered.reversedFen), rightAmountFen)
      const about = { allocationReturn, programme, budget: budgetOf(programme), amountFen, reason }
      return correctInFund(
        given,
        { ...refusals, ...fundUnknown },
        {
          ...{ fund, actor, commandId, body, corrects: allocationReturn, signal, approval },
          command: { type: 'CorrectAllocationReturn', fund, ...about },
          refusal: isClosed ? { code: 'programme-closed', facts: { programme } } : undefined,
          red: 'AllocationReturnReversed',
        },
      )
    },
  })
}

/** By as much as is taken back. What does not exist is told by the correction itself. */
function describeInFund({ copy }: FundsContext, fund: string, corrects: string, reason: string): Act | undefined {
  const division = copy.divisionOf(fund)
  const amountFen = copy.findEntered(corrects)?.amountFen
  if (division === undefined || amountFen === undefined) return undefined
  return { kind: 'correction', amountFen, division, fund, about: { corrects, reason } }
}

function describeInProgramme(
  { copy }: FundsContext,
  programme: string,
  corrects: string,
  reason: string,
): Act | undefined {
  const division = copy.findProgramme(programme)?.division
  const entered = copy.findEntered(corrects)
  if (division === undefined || !entered) return undefined
  const { amountFen, fund } = entered
  return { kind: 'correction', amountFen, division, programme, fund, about: { corrects, reason } }
}

interface FundCorrection {
  readonly fund: string
  readonly actor: Actor
  readonly commandId: string
  readonly body: object
  readonly corrects: string
  readonly approval: Approval | undefined
  readonly command: FundCommand
  readonly refusal?: Refusal | undefined
  readonly red: FundEvent['type']
  /** The right entry's. */
  readonly black?: FundEvent['type']
  readonly signal?: AbortSignal
}

async function correctInFund(
  context: FundsContext,
  refusals: Readonly<Record<string, number>>,
  { fund, actor, commandId, body, corrects, command, refusal, red, black, signal, approval }: FundCorrection,
): Promise<RouteAnswer | Problem> {
  const { runner, clock, processes, copy } = context
  const paperDay = copy.findEntered(corrects)?.countedOn
  const result = await runner.execute(fundDecider, fundCodec, {
    stream: fund,
    command,
    refusal,
    commandId,
    input: commandInput(body),
    metadata: commandMetadata(clock, actor, { paperDay, approval }),
    mayCreate: true,
  })
  if (signal && result.outcome === 'accepted' && result.position)
    await processes.waitFor(result.position, { timeoutMs: ACKNOWLEDGEMENT_WAIT_MS, signal })
  const answer = answerCommand(result, {
    refusals,
    onAccepted({ events }) {
      const { data, id } = onlyEvent(events, red, fund)
      if (!('shares' in data)) throw new Error(`${red} without money`)
      const right = black && findEvent(events, black, fund)?.id
      return { status: 201, body: { id, corrects, fund, reversedFen: totalOf(data.shares), ...(right && { right }) } }
    },
  })
  return sayWhereMoneyIs(context, fund, answer)
}

/** What cannot be taken back is somewhere: with a programme, a batch, a card, or eaten. */
function sayWhereMoneyIs({ copy }: FundsContext, fund: string, answer: RouteAnswer | Problem): RouteAnswer | Problem {
  if (!isProblem(answer) || answer.code !== 'correction-does-not-fit') return answer
  const moneyIsIn = copy.balances.ofFund(fund).map(({ fund: _, ...place }) => place)
  return { ...answer, facts: { ...answer.facts, moneyIsIn } }
}
