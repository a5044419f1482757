import type { Act, WaitingReason } from '@welfare/approvals/act.ts'
import { defineActRoute } from '@welfare/approvals/define-act-route.ts'
import { budgetOf } from '@welfare/contracts/events/funds.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { afterField } from '@welfare/http/after.ts'
import { answerCommand, problemOf } from '@welfare/http/answer-command.ts'
import { lateEntryRefusals } from '@welfare/http/late-entry.ts'
import { findEvent, onlyEvent } from '@welfare/http/only-event.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { queryBoolean } from '@welfare/http/query-fields.ts'
import { commandInput, commandMetadata } from '@welfare/http/room.ts'
import type { Actor, Route, RouteAnswer } from '@welfare/http/route.ts'
import { z } from 'zod'
import { ACKNOWLEDGEMENT_WAIT_MS } from '../acknowledgement.ts'
import type { AllocateFunds } from '../fund.commands.ts'
import { fundDecider } from '../fund.decider.ts'
import { judgeFundDay } from '../fund-day.ts'
import type { FundsContext } from '../funds.context.ts'
import { budgetCodec, fundCodec } from '../funds.process.ts'
import { noFund } from '../funds.routes.ts'
import { allocationAnswer, allocationBody, allocationPreview, allocationProposed } from '../wire.ts'
import { budgetDecider } from './budget.decider.ts'

export const allocationRefusals = {
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

export function createAllocateRoute(context: FundsContext): Route {
  const { copy } = context
  return defineActRoute(context, {
    method: 'post',
    path: '/v1/funds/{id}/allocations',
    operationId: 'allocateFunds',
    summary: "Allocates a fund's money to a programme, as far as the donor allows",
    tag: 'funds',
    params: z.strictObject({ id: idOf('fund') }),
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
    describe({ params, body, actor }) {
      const division = copy.findProgramme(body.programme)?.division
      if (division === undefined) return noProgramme
      return toAct(params.id, body, division, judgeAllocation(context, params.id, actor, body).daysLate)
    },
    reserve: (request, because) => allocate(context, request, because),
    perform: (given, request) => (request.query.dryRun ? preview(given, request) : allocate(given, request)),
  })
}

interface AllocationRequest {
  readonly params: { readonly id: string }
  readonly query: { readonly after?: string | undefined }
  readonly body: z.infer<typeof allocationBody>
  readonly actor: Actor
  readonly commandId: string
  readonly signal: AbortSignal
}

function judgeAllocation(context: FundsContext, fund: string, actor: Actor, body: z.infer<typeof allocationBody>) {
  return judgeFundDay(context, fund, actor, { day: body.allocatedOn, lateEntry: body.lateEntry })
}

function toAct(
  fund: string,
  { programme, amountFen }: z.infer<typeof allocationBody>,
  division: string,
  lateDays: number,
): Act {
  return { kind: 'allocation', amountFen, division, programme, fund, lateDays }
}

/** @param because given where it waits: the limits that it is above */
async function allocate(
  context: FundsContext,
  { params, body, actor, commandId, signal }: AllocationRequest,
  because?: readonly WaitingReason[],
): Promise<RouteAnswer | Problem> {
  const { runner, clock, processes } = context
  const judged = judgeAllocation(context, params.id, actor, body)
  const waits = { limitFen: because?.[0]?.limit, ...(because && { because: [...because] }) }
  const command = await toCommand(context, params.id, { maker: actor.id, day: judged.day, ...waits }, body)
  if (!command) return noProgramme
  const result = await runner.execute(fundDecider, fundCodec, {
    stream: params.id,
    command,
    refusal: judged.refusal,
    commandId,
    input: commandInput(body),
    metadata: commandMetadata(clock, actor, judged.metadata),
    mayCreate: true,
  })
  if (result.outcome === 'accepted' && result.position) {
    await processes.waitFor(result.position, { timeoutMs: ACKNOWLEDGEMENT_WAIT_MS, signal })
  }
  return answerCommand(result, {
    refusals: allocationRefusals,
    onAccepted({ events }) {
      const waiting = findEvent(events, 'AllocationProposed', params.id)
      const { data, id } = waiting ?? onlyEvent(events, 'FundsAllocated', params.id)
      const { programme, shares, availableAfterFen } = data
      const answer = { fund: params.id, programme, amountFen: totalOf(shares), availableAfterFen }
      if (!waiting) return { status: 201, body: { id, ...answer } }
      const headers = { Location: `/v1/proposals/funds/${id}` }
      const proposed = { status: 'proposed', proposal: id, kind: 'allocation', limitFen: waiting.data.limitFen }
      return { status: 202, headers, body: { ...proposed, ...answer } }
    },
  })
}

/** Undefined where the programme is unknown. The copy is brought up to date first: a stale fact must not refuse, nor allow. */
async function toCommand(
  { copy, runner }: FundsContext,
  fund: string,
  asked: Pick<AllocateFunds, 'maker' | 'day' | 'limitFen' | 'because'>,
  { programme: id, amountFen, note }: z.infer<typeof allocationBody>,
): Promise<AllocateFunds | undefined> {
  const programme = copy.findProgramme(id)
  if (!programme) return undefined
  const budget = await runner.read(budgetDecider, budgetCodec, budgetOf(id), (state) => state)
  const allocated = budget?.status === 'open' ? budget.allocated : []
  const read = { factsReadThrough: copy.sequence(), ...(note !== undefined && { note }) }
  return {
    type: 'AllocateFunds',
    fund,
    amountFen,
    allocation: { programme: id, budget: budgetOf(id), ...read },
    facts: programme,
    fundsInBudget: allocated.map((share) => share.fund),
    ...asked,
  }
}

async function preview(
  context: FundsContext,
  { params, body, actor }: AllocationRequest,
): Promise<RouteAnswer | Problem> {
  const { acts, copy, runner } = context
  const judged = judgeAllocation(context, params.id, actor, body)
  if (judged.refusal) return problemOf(judged.refusal, allocationRefusals)
  const asked = { maker: actor.id, day: judged.day, limitFen: undefined }
  const command = await toCommand(context, params.id, asked, body)
  if (!command) return noProgramme
  const { division } = command.facts
  const decision = await runner.read(fundDecider, fundCodec, command.fund, (state) =>
    fundDecider.decide(state, command),
  )
  if (!decision) return noFund
  if (!decision.accepted) return problemOf(decision.refusal, allocationRefusals)
  const events = decision.events.map((event) => ({ event, version: 0 }))
  const { programme, shares, availableAfterFen } = onlyEvent(events, 'FundsAllocated', command.fund).data
  const because = await acts.reasonsOf(toAct(params.id, body, division, judged.daysLate), actor)
  const limitFen = because[0]?.limit ?? copy.limitsOf(division, 'allocation')?.perAct
  const limited = limitFen !== undefined && { limitFen }
  const answer = { fund: command.fund, programme, amountFen: totalOf(shares), availableAfterFen }
  return { status: 200, body: { ...answer, needsApproval: because.length > 0, ...limited } }
}
