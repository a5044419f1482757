import type { Act, WaitingReason } from '@welfare/approvals/act.ts'
import { legsOf, movesOf } from '@welfare/approvals/act-moves.ts'
import { actRoute } from '@welfare/approvals/define-act-route.ts'
import { budgetOf } from '@welfare/contracts/events/funds.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { afterField } from '@welfare/http/after.ts'
import { problemOf } from '@welfare/http/answer-command.ts'
import type { StreamCommand } from '@welfare/http/command-route.ts'
import { findEvent, onlyEvent } from '@welfare/http/command-route.ts'
import { type CheckedDay, lateEntryRefusals } from '@welfare/http/late-entry.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { queryBoolean } from '@welfare/http/query-fields.ts'
import type { Actor, Route, RouteAnswer } from '@welfare/http/route.ts'
import { z } from 'zod'
import type { AllocateFunds, FundCommand } from '../fund.commands.ts'
import { fundDecider } from '../fund.decider.ts'
import { awaitAcknowledgement, budgetCodec, checkFundDay, type FundsContext, fundCodec } from '../funds.context.ts'
import { fundParams, fundUnknown, noFund } from '../funds.routes.ts'
import { allocationAnswer, allocationBody, allocationPreview, allocationProposed, listedAllocation } from '../wire.ts'
import { budgetDecider } from './budget.decider.ts'

const allocationRefusals = {
  'fund-unknown': 404,
  'programme-unknown': 404,
  'programme-closed': 409,
  'purpose-not-allowed': 422,
  'division-not-allowed': 422,
  'programme-not-allowed': 422,
  'period-not-allowed': 422,
  'too-many-funds': 409,
  'too-many-gifts': 422,
  ...lateEntryRefusals,
  'funds-not-available': 409,
} as const

export const noProgramme: Problem = { code: 'programme-unknown', status: 404, facts: {} }

/** A fund's money for a programme; what came back of it stands in the budget. */
export function createAllocationsRoutes(context: FundsContext): readonly Route[] {
  return [allocateFundsRoute(context), listAllocationsRoute(context)]
}

function allocateFundsRoute(context: FundsContext): Route {
  const { facts } = context
  return actRoute(context, {
    method: 'post',
    path: '/v1/funds/{id}/allocations',
    operationId: 'allocateFunds',
    summary: "Allocates a fund's money to a programme, as far as the donor allows",
    tag: 'funds',
    params: fundParams,
    query: z.strictObject({ dryRun: queryBoolean.optional(), after: afterField }),
    body: allocationBody,
    answers: {
      200: { description: 'With dryRun: what would be allocated; nothing is recorded', schema: allocationPreview },
      201: { description: 'The allocation', schema: allocationAnswer },
      202: {
        description: "Above a limit of the division's: proposed, its money reserved, waiting for another person",
        schema: allocationProposed,
      },
    },
    refusals: allocationRefusals,
    describe(request) {
      const division = facts.findProgramme(request.body.programme)?.division
      return division === undefined ? noProgramme : toAct(request, division, check(context, request))
    },
    decidedBy: [fundDecider, fundCodec],
    toCommand: (request) => toCommand(context, request),
    toReserve: (request, because) => toCommand(context, request, because),
    toPreview: (asked, request) => preview(context, request, asked),
    async toAnswer(accepted, request, { stream: fund }) {
      await awaitAcknowledgement(context, accepted, request)
      const waiting = findEvent(accepted.events, 'AllocationProposed', fund)
      const { data, id } = waiting ?? onlyEvent(accepted.events, 'FundsAllocated', fund)
      const { programme, shares, availableAfterFen } = data
      const answer = { fund, programme, amountFen: totalOf(shares), availableAfterFen }
      if (!waiting) return { status: 201, body: { id, ...answer } }
      const headers = { Location: `/v1/proposals/funds/${id}` }
      const proposed = { status: 'proposed', proposal: id, kind: 'allocation', limitFen: waiting.data.limitFen }
      return { status: 202, headers, body: { ...proposed, ...answer } }
    },
  })
}

function listAllocationsRoute({ facts }: FundsContext): Route {
  return listRoute({
    path: '/v1/funds/{id}/allocations',
    operationId: 'listAllocations',
    summary: "Lists a fund's allocations in the order in which they were made; what came back stands in the budget",
    tag: 'funds',
    params: fundParams,
    item: listedAllocation,
    description: 'A page of allocations',
    refusals: fundUnknown,
    listRows: ({ params: { id } }, { from, limit }) =>
      facts.hasFund(id) ? facts.listAllocations(id, from, limit) : noFund,
    placeOf: ({ version }) => version,
    toItem: ({ allocation }) => allocation,
  })
}

interface AllocationRequest {
  readonly params: { readonly id: string }
  readonly body: z.infer<typeof allocationBody>
  readonly actor: Actor
}

function check(context: FundsContext, { params, body, actor }: AllocationRequest): CheckedDay {
  return checkFundDay(context, params.id, actor, { day: body.allocatedOn, lateEntry: body.lateEntry })
}

function toAct({ params, body }: AllocationRequest, division: string, { daysLate: lateDays }: CheckedDay): Act {
  const { programme, amountFen } = body
  return { kind: 'allocation', amountFen, division, programme, fund: params.id, lateDays }
}

/** @param because given where it waits: the limits that it is above */
async function toCommand(
  context: FundsContext,
  request: AllocationRequest,
  because?: readonly WaitingReason[],
): Promise<StreamCommand<AllocateFunds> | Problem> {
  const { facts, runner } = context
  const fund = request.params.id
  const { programme: id, amountFen, note } = request.body
  const { day, refusal, metadata } = check(context, request)
  const programme = facts.findProgramme(id)
  if (!programme) return noProgramme
  const budget = await runner.read(budgetDecider, budgetCodec, budgetOf(id), (state) => state)
  const allocated = budget?.status === 'open' ? budget.allocated : []
  const read = { factsReadThrough: facts.sequence(), ...(note !== undefined && { note }) }
  const command: AllocateFunds = {
    type: 'AllocateFunds',
    fund,
    amountFen,
    allocation: { programme: id, budget: budgetOf(id), ...read },
    day,
    facts: programme,
    fundsInBudget: allocated.map((share) => share.fund),
    maker: request.actor.id,
    limitFen: because?.[0]?.limit,
    ...(because && { because: [...because] }),
  }
  return { stream: fund, command, refusal, metadata, mayCreate: true }
}

async function preview(
  context: FundsContext,
  request: AllocationRequest,
  { stream: fund, command, refusal }: StreamCommand<FundCommand>,
): Promise<RouteAnswer | Problem> {
  const { acts, facts, runner } = context
  if (refusal) return problemOf(refusal, allocationRefusals)
  const decision = await runner.read(fundDecider, fundCodec, fund, (state) => fundDecider.decide(state, command))
  if (!decision) return noFund
  if (!decision.accepted) return problemOf(decision.refusal, allocationRefusals)
  const { events } = decision
  const allocated = onlyEvent(
    events.map((event) => ({ event, version: 0 })),
    'FundsAllocated',
    fund,
  )
  const { programme, shares, availableAfterFen } = allocated.data
  const division = facts.findProgramme(programme)?.division
  if (division === undefined) return noProgramme
  const because = await acts.reasonsOf(toAct(request, division, check(context, request)), request.actor)
  const limitFen = because[0]?.limit ?? facts.limitsOf(division, 'allocation')?.perAct
  const limited = limitFen !== undefined && { limitFen }
  const answer = { fund, programme, amountFen: totalOf(shares), availableAfterFen }
  const moves = movesOf(legsOf([{ stream: fund, events }]), facts.balances)
  return { status: 200, body: { ...answer, moves, needsApproval: because.length > 0, because, ...limited } }
}
