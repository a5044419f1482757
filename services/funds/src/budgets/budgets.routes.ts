import { actRoute } from '@welfare/approvals/define-act-route.ts'
import { budgetOf } from '@welfare/contracts/events/funds.ts'
import { potsOf } from '@welfare/contracts/meals/split-meal.ts'
import { MAX_AMOUNT_FEN, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { idOf, windowKey } from '@welfare/contracts/primitives.ts'
import { type Share, totalOf } from '@welfare/contracts/shares.ts'
import { receiptRefusals } from '@welfare/facts/bank.facts.ts'
import { afterField } from '@welfare/http/after.ts'
import { answerState } from '@welfare/http/answer-command.ts'
import { commandRoute, onlyEvent } from '@welfare/http/command-route.ts'
import { queryInteger } from '@welfare/http/query-fields.ts'
import { defineRoute, notKept, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { placeOf } from '../bank/fund-money.state.ts'
import { awaitAcknowledgement, budgetCodec, type FundsContext } from '../funds.context.ts'
import { allocationReturnAnswer, allocationReturnBody, budgetAnswer, recoveryAnswer, recoveryBody } from '../wire.ts'
import { noProgramme } from './allocations.routes.ts'
import { budgetDecider } from './budget.decider.ts'
import type { BudgetState } from './budget.state.ts'
import { drawFor } from './reservations.ts'

const programmeParams = z.strictObject({ id: idOf('programme') })

/** What a programme may spend, and money that it gives back. */
export function createBudgetsRoutes(context: FundsContext): readonly Route[] {
  return [returnAllocationRoute(context), recordRecoveryRoute(context), readBudgetRoute(context)]
}

function returnAllocationRoute(context: FundsContext): Route {
  const { facts, runner } = context
  return actRoute(context, {
    method: 'post',
    path: '/v1/programmes/{id}/allocation-returns',
    operationId: 'returnAllocation',
    summary: "Gives a programme's unspent money back to the fund it came from",
    tag: 'funds',
    params: programmeParams,
    body: allocationReturnBody,
    answers: { 201: { description: 'The return', schema: allocationReturnAnswer } },
    refusals: {
      'programme-unknown': 404,
      'programme-closed': 409,
      'fund-not-allocated': 409,
      'allocated-not-sufficient': 409,
    },
    describe({ params: { id: programme }, body: { fund, amountFen, reason } }) {
      const division = facts.findProgramme(programme)?.division
      if (division === undefined) return noProgramme
      return { kind: 'return', amountFen, division, programme, fund, about: { reason } }
    },
    decidedBy: [budgetDecider, budgetCodec],
    async toCommand({ params, body }) {
      const stream = budgetOf(params.id)
      const isOpened = await runner.read(budgetDecider, budgetCodec, stream, () => true)
      return isOpened ? { stream, command: { type: 'ReturnAllocation', ...body } } : noProgramme
    },
    async toAnswer(accepted, request, { stream }) {
      await awaitAcknowledgement(context, accepted, request)
      const { data, id } = onlyEvent(accepted.events, 'AllocationReturned', stream)
      const { programme, fund, shares } = data
      return { status: 201, body: { id, programme, fund, amountFen: totalOf(shares) } }
    },
  })
}

function recordRecoveryRoute(context: FundsContext): Route {
  return commandRoute(context, {
    method: 'post',
    path: '/v1/programmes/{id}/recoveries',
    operationId: 'recordRecovery',
    summary: 'Records money that a merchant gave back after what it owed was written off: the programme has it again',
    tag: 'settlement',
    params: programmeParams,
    body: recoveryBody,
    answers: { 201: { description: 'The recovery', schema: recoveryAnswer } },
    refusals: { 'budget-unknown': 404, 'recovered-more-than-written-off': 422, ...receiptRefusals },
    decidedBy: [budgetDecider, budgetCodec],
    toCommand: ({ params, body: { merchant, shares, bankAccount, document } }) => ({
      stream: budgetOf(params.id),
      command: {
        type: 'RecoverClaim',
        merchant,
        shares,
        ...placeOf(context.facts.placeOfReceipt(shares, bankAccount)),
      },
      refusal: context.facts.refusalOfReceipt(shares, bankAccount),
      metadata: { document },
    }),
    toAnswer({ events }, { params }, { stream }) {
      const [recovered] = events
      if (recovered?.event.type !== 'ClaimRecovered') throw new Error('a recovery led to another event')
      const { merchant, shares } = recovered.event.data
      const id = `${stream}.${recovered.version}`
      return { status: 201, body: { id, programme: params.id, merchant, shares } }
    },
  })
}

function readBudgetRoute(context: FundsContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/programmes/{id}/budget',
    operationId: 'readProgrammeBudget',
    summary: 'Reads what each fund has allocated to the programme and may be committed now',
    tag: 'funds',
    params: programmeParams,
    query: z.strictObject({
      drawFen: queryInteger({ min: 1, max: MAX_AMOUNT_FEN }).optional().meta({
        description:
          'An amount that an issuance would take. Where several pay a meal, in the ratio of their pots: to the fen the issuance’s own preview says it, credit by credit',
      }),
      windows: z
        .string()
        .transform((text) => text.split(','))
        .pipe(z.array(windowKey).max(120))
        .optional()
        .meta({
          description: 'Its windows, separated by commas; default: all. Donors may bar their days',
          override: { type: 'string' },
        }),
      after: afterField,
    }),
    answers: { 200: { description: "The programme's budget", schema: budgetAnswer } },
    refusals: { 'programme-unknown': 404 },
    async handle({ params, query: { drawFen, windows } }) {
      const id = budgetOf(params.id)
      const { facts } = context
      const terms = facts.listWindows(params.id).filter(({ window }) => windows?.includes(window) ?? true)
      const barred = facts.listBarredFunds(params.id, terms)
      const split = drawFen === undefined ? undefined : facts.splitOf(params.id)
      const pots = split && drawFen ? potsOf(split, drawFen) : undefined
      const answer = await answerState(context, [budgetDecider, budgetCodec], id, (state) => {
        const budget = toAnswer(id, state)
        return (
          budget && {
            ...budget,
            ...(drawFen && { draw: drawOf(state, { amountFen: drawFen, barred, ...(pots && { pots }) }) }),
          }
        )
      })
      return answer ? { ...answer, ...(drawFen && { headers: notKept }) } : noProgramme
    },
  })
}

function toAnswer(id: string, state: BudgetState): z.infer<typeof budgetAnswer> | undefined {
  if (state.status === 'absent') return undefined
  const { programme, status, sharing, allocated, reserved } = state
  const funds = allocated.map(({ fund, amountFen }) => ({ fund, allocatedFen: amountFen }))
  const reservedFen = sumFen([...reserved.values()].map(({ shares }) => totalOf(shares)))
  const claims = owedIn(state.claims).map(({ amountFen, ...of }) => ({ ...of, claimedFen: amountFen }))
  const writtenOff = owedIn(state.writtenOff).map(({ amountFen, ...of }) => ({ ...of, writtenOffFen: amountFen }))
  const claimedFen = sumFen(claims.map((claim) => claim.claimedFen))
  const allocatedFen = totalOf(allocated)
  return { id, programme, status, sharing, funds, allocatedFen, reservedFen, claims, claimedFen, writtenOff }
}

function owedIn(owed: ReadonlyMap<string, readonly Share[]>) {
  return [...owed].flatMap(([merchant, shares]) => shares.map((share) => ({ merchant, ...share })))
}

/** As an order of now would draw; once it is made, others may have been first. */
function drawOf(state: BudgetState, order: Parameters<typeof drawFor>[1]): z.infer<typeof budgetAnswer>['draw'] {
  if (state.status === 'absent') return undefined
  const drawn = drawFor(state, order)
  if ('code' in drawn) return { funds: [], refusal: { code: drawn.code, facts: { ...drawn.facts } } }
  const funds = state.allocated.map(({ fund, amountFen: allocatedFen }) => {
    const givesFen = sumFen(drawn.shares.filter((share) => share.fund === fund).map((share) => share.amountFen))
    return { fund, givesFen, remainsFen: subtractFen(allocatedFen, givesFen) }
  })
  return { funds }
}
