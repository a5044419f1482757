import { budgetOf } from '@welfare/contracts/events/funds.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { afterField, awaitAfter } from '@welfare/service-kit/after.ts'
import { answerCommand, problemOf } from '@welfare/service-kit/answer-command.ts'
import { lateEntryRefusals } from '@welfare/service-kit/late-entry.ts'
import { isProblem, type Problem } from '@welfare/service-kit/problem.ts'
import { queryBoolean } from '@welfare/service-kit/query-fields.ts'
import { caughtUp, commandInput, commandMetadata } from '@welfare/service-kit/room.ts'
import { defineRoute, type Route } from '@welfare/service-kit/route.ts'
import { z } from 'zod'
import { budgetDecider } from './budget.decider.ts'
import type { AllocateFunds } from './fund.commands.ts'
import { fundDecider } from './fund.decider.ts'
import { judgeFundDay } from './fund-day.ts'
import type { FundsContext } from './funds.context.ts'
import { budgetCodec, fundCodec } from './funds.process.ts'
import { noFund } from './funds.routes.ts'
import { findEvent, onlyEvent } from './only-event.ts'
import { allocationAnswer, allocationBody, allocationPreview, allocationProposed } from './wire.ts'

/** How long an answer waits for the other side's acknowledgement; the money is safe either way. */
export const ACKNOWLEDGEMENT_WAIT_MS = 2_000

export const allocationRefusals = {
  'fund-unknown': 404,
  'programme-unknown': 404,
  'programme-closed': 409,
  'purpose-not-allowed': 422,
  'division-not-allowed': 422,
  'period-not-allowed': 422,
  'too-many-funds': 409,
  ...lateEntryRefusals,
  'funds-not-available': 409,
} as const

export const noProgramme: Problem = { code: 'programme-unknown', status: 404, facts: {} }

export function createAllocateRoute(context: FundsContext): Route {
  const { runner, clock, facts, processes } = context
  return defineRoute({
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
        description: "Above the division's limit: proposed, its money reserved, waiting for an approver",
        schema: allocationProposed,
      },
    },
    refusals: allocationRefusals,
    async handle({ params, query, body, actor, commandId, signal }) {
      const late = await awaitAfter(facts, query.after, { signal })
      if (late) return late
      const judged = judgeFundDay(context, params.id, actor, body.allocatedOn, body.lateEntry)
      if (isProblem(judged)) return judged
      const command = await toCommand(context, params.id, actor.id, judged.day, body)
      if (!command) return noProgramme
      if (query.dryRun) return preview(context, command)
      const result = await runner.execute(fundDecider, fundCodec, {
        stream: params.id,
        command,
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
          const answer = { id, fund: params.id, programme, amountFen: totalOf(shares), availableAfterFen }
          if (!waiting) return { status: 201, body: answer }
          const headers = { Location: `/v1/allocation-proposals/${id}` }
          return { status: 202, headers, body: { ...answer, status: 'proposed', limitFen: waiting.data.limitFen } }
        },
      })
    },
  })
}

/** Undefined where the programme is unknown. The copy is brought up to date first: a stale fact must not refuse, nor allow. */
async function toCommand(
  { copy, facts, store, runner }: FundsContext,
  fund: string,
  maker: string,
  day: string,
  { programme: id, amountFen, note }: z.infer<typeof allocationBody>,
): Promise<AllocateFunds | undefined> {
  await caughtUp(store, facts)
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
    day,
    facts: programme,
    fundsInBudget: allocated.map((share) => share.fund),
    maker,
    limitFen: copy.limitOf(programme.division, 'allocation'),
  }
}

async function preview({ runner }: FundsContext, command: AllocateFunds) {
  const decision = await runner.read(fundDecider, fundCodec, command.fund, (state) =>
    fundDecider.decide(state, command),
  )
  if (!decision) return noFund
  if (!decision.accepted) return problemOf(decision.refusal, allocationRefusals)
  const events = decision.events.map((event) => ({ event, version: 0 }))
  const waiting = findEvent(events, 'AllocationProposed', command.fund)
  const { data } = waiting ?? onlyEvent(events, 'FundsAllocated', command.fund)
  const { programme, shares, availableAfterFen } = data
  const answer = { fund: command.fund, programme, amountFen: totalOf(shares), availableAfterFen }
  const limited = command.limitFen !== undefined && { limitFen: command.limitFen }
  return { status: 200, body: { ...answer, needsApproval: waiting !== undefined, ...limited } }
}
