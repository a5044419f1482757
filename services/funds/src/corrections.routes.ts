import type { Act } from '@welfare/approvals/act.ts'
import { actRoute } from '@welfare/approvals/define-act-route.ts'
import { budgetOf } from '@welfare/contracts/events/funds.ts'
import { subtractFen } from '@welfare/contracts/money.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { type Share, totalOf } from '@welfare/contracts/shares.ts'
import type { StreamCommand } from '@welfare/http/command-route.ts'
import { findEvent, onlyEvent } from '@welfare/http/command-route.ts'
import type { Route, RouteAnswer } from '@welfare/http/route.ts'
import { z } from 'zod'
import { budgetDecider } from './budgets/budget.decider.ts'
import type { Entered } from './entered.store.ts'
import type { CorrectAllocationReturn, CorrectDonation, CorrectRefund, MoneyPlaces } from './fund.commands.ts'
import { fundDecider } from './fund.decider.ts'
import { awaitAcknowledgement, budgetCodec, type FundsContext, fundCodec, refusalOfAccount } from './funds.context.ts'
import { fundParams, fundUnknown } from './funds.routes.ts'
import {
  allocationCorrectionBody,
  allocationReturnCorrectionBody,
  correctionAnswer,
  donationCorrectionBody,
  refundCorrectionBody,
} from './wire.ts'

const shared = {
  method: 'post',
  tag: 'funds',
  answers: { 201: { description: 'The red entry, and what stands instead', schema: correctionAnswer } },
} as const
const programmeParams = z.strictObject({ id: idOf('programme') })
const onAmount = { 'correction-changes-nothing': 422, 'correction-does-not-fit': 409 } as const
const onProgramme = { 'programme-unknown': 404, 'programme-closed': 409 } as const

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
  return actRoute(context, {
    ...shared,
    path: '/v1/funds/{id}/donation-corrections',
    operationId: 'correctDonation',
    summary: 'Takes a wrongly entered donation back in red, and enters what is right in the same act (红字更正)',
    params: fundParams,
    body: donationCorrectionBody,
    refusals: {
      ...fundUnknown,
      'donation-unknown': 404,
      'already-corrected': 409,
      'donation-has-refunds': 409,
      'receipt-number-used': 409,
      'total-too-large': 422,
      'correction-does-not-fit': 409,
      'bank-account-unknown': 404,
      'bank-account-closed': 409,
      'bank-account-missing': 422,
      'balance-not-assigned': 409,
      'money-not-there': 409,
    },
    describe: ({ params, body }) => describeInFund(context, params.id, body.donation, body.reason),
    decidedBy: [fundDecider, fundCodec],
    toCommand: ({ params: { id: fund }, body, actor }) => ({
      ...correctInFund(context, body.donation, { type: 'CorrectDonation', fund, ...body }),
      refusal: refusalOfAccount(context, actor, { to: body.right?.bankAccount }),
    }),
    toAnswer({ events }, { body }, { stream: fund }) {
      const right = findEvent(events, 'DonationReceived', fund)
      return answerRed(onlyEvent(events, 'DonationReversed', fund), { corrects: body.donation, fund, right })
    },
  })
}

function correctRefundRoute(context: FundsContext): Route {
  return actRoute(context, {
    ...shared,
    path: '/v1/funds/{id}/refund-corrections',
    operationId: 'correctRefund',
    summary: 'Takes a wrongly entered refund back in red, and enters the right amount in the same act',
    params: fundParams,
    body: refundCorrectionBody,
    refusals: {
      ...fundUnknown,
      'refund-unknown': 404,
      'already-corrected': 409,
      'refund-exceeds-donation': 409,
      'gift-already-used': 409,
      'money-not-there': 409,
      ...onAmount,
    },
    describe: ({ params, body }) => describeInFund(context, params.id, body.refund, body.reason),
    decidedBy: [fundDecider, fundCodec],
    toCommand: ({ params: { id: fund }, body }) =>
      correctInFund(context, body.refund, { type: 'CorrectRefund', fund, ...body }),
    toAnswer({ events }, { body }, { stream: fund }) {
      const right = findEvent(events, 'DonationRefunded', fund)
      return answerRed(onlyEvent(events, 'RefundReversed', fund), { corrects: body.refund, fund, right })
    },
  })
}

function correctAllocationRoute(context: FundsContext): Route {
  const { facts } = context
  return actRoute(context, {
    ...shared,
    path: '/v1/programmes/{id}/allocation-corrections',
    operationId: 'correctAllocation',
    summary: 'Takes an allocation that was entered too high back in red, down to the right amount',
    params: programmeParams,
    body: allocationCorrectionBody,
    refusals: { ...onProgramme, 'allocation-unknown': 404, 'correction-exceeds-entry': 409, ...onAmount },
    describe: ({ params, body }) => describeInProgramme(context, params.id, body.allocation, body.reason),
    decidedBy: [budgetDecider, budgetCodec],
    toCommand({ params, body: { allocation, reason, rightAmountFen } }) {
      const entered = facts.findEntered(allocation)
      if (entered?.programme !== params.id) return { code: 'allocation-unknown', status: 404, facts: { allocation } }
      const amountFen = tooMuch(entered, rightAmountFen)
      const places = moneyPlaces(context, entered.fund)
      return {
        stream: budgetOf(params.id),
        command: { type: 'CorrectAllocation', allocation, amountFen, reason, ...places },
        metadata: { paperDay: entered.countedOn },
      }
    },
    async toAnswer(accepted, request, { stream }) {
      await awaitAcknowledgement(context, accepted, request)
      const red = onlyEvent(accepted.events, 'AllocationReversed', stream)
      return answerRed(red, { corrects: request.body.allocation, fund: red.data.fund })
    },
  })
}

function correctAllocationReturnRoute(context: FundsContext): Route {
  const { facts } = context
  return actRoute(context, {
    ...shared,
    path: '/v1/programmes/{id}/allocation-return-corrections',
    operationId: 'correctAllocationReturn',
    summary: "Takes a wrongly entered return back in red: the money is the programme's again",
    params: programmeParams,
    body: allocationReturnCorrectionBody,
    refusals: { ...onProgramme, 'allocation-return-unknown': 404, 'correction-exceeds-entry': 409, ...onAmount },
    describe: ({ params, body }) => describeInProgramme(context, params.id, body.allocationReturn, body.reason),
    decidedBy: [fundDecider, fundCodec],
    toCommand({ params: { id: programme }, body: { allocationReturn, reason, rightAmountFen } }) {
      const entered = facts.findEntered(allocationReturn)
      if (entered?.programme !== programme)
        return { code: 'allocation-return-unknown', status: 404, facts: { allocationReturn } }
      const isClosed = facts.findProgramme(programme)?.closed
      const { fund } = entered
      const amountFen = tooMuch(entered, rightAmountFen)
      const about = { allocationReturn, programme, budget: budgetOf(programme), amountFen, reason }
      return {
        ...correctInFund(context, allocationReturn, { type: 'CorrectAllocationReturn', fund, ...about }),
        refusal: isClosed ? { code: 'programme-closed', facts: { programme } } : undefined,
      }
    },
    async toAnswer(accepted, request, { stream: fund }) {
      await awaitAcknowledgement(context, accepted, request)
      const red = onlyEvent(accepted.events, 'AllocationReturnReversed', fund)
      return answerRed(red, { corrects: request.body.allocationReturn, fund })
    },
  })
}

/** By as much as is taken back. What does not exist is told by the correction itself. */
export function describeInFund(
  { facts }: FundsContext,
  fund: string,
  corrects: string,
  reason: string,
): Act | undefined {
  const division = facts.divisionOf(fund)
  const entered = facts.findEntered(corrects)
  if (division === undefined || !entered) return undefined
  const about = { corrects, reason, standsFen: standsOf(entered) }
  return { kind: 'correction', amountFen: entered.amountFen, division, fund, about }
}

function describeInProgramme(
  { facts }: FundsContext,
  programme: string,
  corrects: string,
  reason: string,
): Act | undefined {
  const division = facts.findProgramme(programme)?.division
  const entered = facts.findEntered(corrects)
  if (division === undefined || !entered) return undefined
  const { amountFen, fund } = entered
  const about = { corrects, reason, standsFen: standsOf(entered) }
  return { kind: 'correction', amountFen, division, programme, fund, about }
}

/** What earlier corrections have left of it. */
function standsOf({ amountFen, reversedFen }: Entered): number {
  return subtractFen(amountFen, reversedFen)
}

function tooMuch(entered: Entered, rightAmountFen: number): number {
  return subtractFen(standsOf(entered), rightAmountFen)
}

function correctInFund<Command extends CorrectDonation | CorrectRefund | CorrectAllocationReturn>(
  context: FundsContext,
  corrects: string,
  command: Command,
): StreamCommand<Command> {
  const { fund } = command
  return {
    stream: fund,
    command: { ...command, ...moneyPlaces(context, fund) },
    metadata: { paperDay: context.facts.findEntered(corrects)?.countedOn },
    mayCreate: true,
  }
}

export function moneyPlaces({ facts }: FundsContext, fund: string): MoneyPlaces {
  return { moneyIsIn: facts.balances.ofFund(fund).map(({ fund: _, ...place }) => place) }
}

export function answerRed(
  { id, data }: { readonly id: string; readonly data: { readonly shares: readonly Share[] } },
  {
    right,
    ...about
  }: { readonly corrects: string; readonly fund: string; readonly right?: { readonly id: string } | undefined },
): RouteAnswer {
  const instead = right && { right: right.id }
  return { status: 201, body: { id, ...about, reversedFen: totalOf(data.shares), ...instead } }
}
