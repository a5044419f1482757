import { budgetOf } from '@welfare/contracts/events/funds.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { afterField, awaitAfter } from '@welfare/service-kit/after.ts'
import { answerCommand, problemOf } from '@welfare/service-kit/answer-command.ts'
import type { Problem } from '@welfare/service-kit/problem.ts'
import { queryBoolean } from '@welfare/service-kit/query-fields.ts'
import { caughtUp, commandInput, commandMetadata } from '@welfare/service-kit/room.ts'
import { defineRoute, type Route } from '@welfare/service-kit/route.ts'
import { shanghaiDay } from '@welfare/service-kit/shanghai-days.ts'
import { z } from 'zod'
import { type BudgetState, budgetDecider } from './budget.decider.ts'
import { type AllocateFunds, fundDecider } from './fund.decider.ts'
import type { FundsContext } from './funds.context.ts'
import { budgetCodec, fundCodec } from './funds.process.ts'
import { noFund } from './funds.routes.ts'
import { onlyEvent } from './only-event.ts'
import {
  allocationAnswer,
  allocationBody,
  allocationPreview,
  allocationReturnAnswer,
  allocationReturnBody,
  budgetAnswer,
} from './wire.ts'

/** How long an answer waits for the other side's acknowledgement; the money is safe either way. */
const ACKNOWLEDGEMENT_WAIT_MS = 2_000

const allocationRefusals = {
  'fund-unknown': 404,
  'programme-unknown': 404,
  'programme-closed': 409,
  'purpose-not-allowed': 422,
  'division-not-allowed': 422,
  'period-not-allowed': 422,
  'funds-not-available': 409,
} as const

const programmeParams = z.strictObject({ id: idOf('programme') })
const noProgramme: Problem = { code: 'programme-unknown', status: 404, facts: {} }

/** Money from funds to programmes, and back. */
export function createAllocationsRoutes(context: FundsContext): readonly Route[] {
  return [allocateRoute(context), returnRoute(context), readBudgetRoute(context)]
}

function allocateRoute(context: FundsContext): Route {
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
    },
    refusals: allocationRefusals,
    async handle({ params, query, body, actor, commandId, signal }) {
      const late = await awaitAfter(facts, query.after, { signal })
      if (late) return late
      const command = await toCommand(context, params.id, body)
      if (!command) return noProgramme
      if (query.dryRun) return preview(context, command)
      const result = await runner.execute(fundDecider, fundCodec, {
        stream: params.id,
        command,
        commandId,
        input: commandInput(body),
        metadata: commandMetadata(clock, actor),
        mayCreate: true,
      })
      if (result.outcome === 'accepted' && result.position) {
        await processes.waitFor(result.position, { timeoutMs: ACKNOWLEDGEMENT_WAIT_MS, signal })
      }
      return answerCommand(result, {
        refusals: allocationRefusals,
        onAccepted({ events }) {
          const { data, id } = onlyEvent(events, 'FundsAllocated', params.id)
          const { programme, shares, availableAfterFen } = data
          const amountFen = totalOf(shares)
          return { status: 201, body: { id, fund: params.id, programme, amountFen, availableAfterFen } }
        },
      })
    },
  })
}

/** Undefined where the programme is unknown. The copy is brought up to date first: a stale fact must not refuse, nor allow. */
async function toCommand(
  { copy, facts, store, clock }: FundsContext,
  fund: string,
  body: z.infer<typeof allocationBody>,
): Promise<AllocateFunds | undefined> {
  await caughtUp(store, facts)
  const programme = copy.findProgramme(body.programme)
  return (
    programme && {
      type: 'AllocateFunds',
      fund,
      budget: budgetOf(body.programme),
      ...body,
      today: shanghaiDay(clock.now()),
      facts: programme,
      factsReadThrough: copy.sequence(),
    }
  )
}

async function preview({ runner }: FundsContext, command: AllocateFunds) {
  const decision = await runner.read(fundDecider, fundCodec, command.fund, (state) =>
    fundDecider.decide(state, command),
  )
  if (!decision) return noFund
  if (!decision.accepted) return problemOf(decision.refusal, allocationRefusals)
  const events = decision.events.map((event) => ({ event, version: 0 }))
  const { data } = onlyEvent(events, 'FundsAllocated', command.fund)
  const { programme, shares, availableAfterFen } = data
  return { status: 200, body: { fund: command.fund, programme, amountFen: totalOf(shares), availableAfterFen } }
}

function returnRoute({ runner, clock, processes, store }: FundsContext): Route {
  const refusals = {
    'programme-unknown': 404,
    'programme-closed': 409,
    'fund-not-allocated': 409,
    'allocated-not-sufficient': 409,
  } as const
  return defineRoute({
    method: 'post',
    path: '/v1/programmes/{id}/allocation-returns',
    operationId: 'returnAllocation',
    summary: "Gives a programme's unspent money back to the fund it came from",
    tag: 'funds',
    params: programmeParams,
    body: allocationReturnBody,
    answers: { 201: { description: 'The return', schema: allocationReturnAnswer } },
    refusals,
    async handle({ params, body, actor, commandId, signal }) {
      // A programme defined, or an allocation made, a moment ago has reached its budget then.
      await caughtUp(store, processes)
      const budget = budgetOf(params.id)
      if (!(await runner.read(budgetDecider, budgetCodec, budget, () => true))) return noProgramme
      const result = await runner.execute(budgetDecider, budgetCodec, {
        stream: budget,
        command: { type: 'ReturnAllocation', ...body },
        commandId,
        input: commandInput(body),
        metadata: commandMetadata(clock, actor),
      })
      if (result.outcome === 'accepted' && result.position) {
        await processes.waitFor(result.position, { timeoutMs: ACKNOWLEDGEMENT_WAIT_MS, signal })
      }
      return answerCommand(result, {
        refusals,
        onAccepted({ events }) {
          const { data, id } = onlyEvent(events, 'AllocationReturned', budget)
          const { programme, fund, shares } = data
          return { status: 201, body: { id, programme, fund, amountFen: totalOf(shares) } }
        },
      })
    },
  })
}

function readBudgetRoute({ runner, store, processes, creditReturns }: FundsContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/programmes/{id}/budget',
    operationId: 'readProgrammeBudget',
    summary: 'What each fund has allocated to the programme and may be committed now',
    tag: 'funds',
    params: programmeParams,
    query: z.strictObject({ after: afterField }),
    answers: { 200: { description: "The programme's budget", schema: budgetAnswer } },
    refusals: { 'programme-unknown': 404 },
    async handle({ params, query, signal }) {
      for (const hops of [processes, creditReturns]) {
        const late = await awaitAfter(hops, query.after, { signal })
        if (late) return late
        await caughtUp(store, hops)
      }
      const budget = budgetOf(params.id)
      const found = await runner.read(budgetDecider, budgetCodec, budget, (state, version) => ({
        body: toAnswer(budget, state),
        version,
      }))
      return found?.body ? { status: 200, ...found } : noProgramme
    },
  })
}

function toAnswer(id: string, state: BudgetState): z.infer<typeof budgetAnswer> | undefined {
  if (state.status === 'absent') return undefined
  const { programme, status, sharing, allocated } = state
  const funds = allocated.map(({ fund, amountFen }) => ({ fund, allocatedFen: amountFen }))
  return { id, programme, status, sharing, funds, allocatedFen: totalOf(allocated) }
}
