import { idOf } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/service-kit/after.ts'
import { answerCommand } from '@welfare/service-kit/answer-command.ts'
import { jobSchema } from '@welfare/service-kit/jobs.ts'
import { answerPage, pageOf } from '@welfare/service-kit/paging.ts'
import { isProblem, type Problem } from '@welfare/service-kit/problem.ts'
import { decodeCursor, pageFields } from '@welfare/service-kit/query-fields.ts'
import { awaitFresh, caughtUp, commandInput, commandMetadata } from '@welfare/service-kit/room.ts'
import { type Actor, defineRoute, type Route } from '@welfare/service-kit/route.ts'
import { z } from 'zod'
import { type BatchCommand, proposalRefusals } from './batch.commands.ts'
import { batchDecider } from './batch.decider.ts'
import { answerOrder } from './issuances.routes.ts'
import type { VouchersContext } from './vouchers.context.ts'
import { batchCodec } from './vouchers.process.ts'
import { issuanceApprovalBody, issuanceDecisionBody, issuanceProposal, proposalStatus } from './wire.ts'

const unknown: Problem = { code: 'batch-unknown', status: 404, facts: {} }
const decisionRefusals = { 'batch-unknown': 404, 'proposal-not-open': 409 } as const
const { 'only-maker-withdraws': onlyMaker, ...approvalRefusals } = { ...decisionRefusals, ...proposalRefusals }

/** Four eyes on issuances: what waits, and an approver's word on it. */
export function createIssuanceProposalsRoutes(context: VouchersContext): readonly Route[] {
  return [listRoute(context), approveRoute(context), refuseRoute(context), withdrawRoute(context)]
}

function listRoute({ copy, facts, store }: VouchersContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/issuance-proposals',
    operationId: 'listIssuanceProposals',
    summary: 'Issuances above a limit, in the order in which they were proposed',
    tag: 'vouchers',
    query: z.strictObject({
      ...pageFields,
      status: proposalStatus.default('proposed'),
      programme: idOf('programme').optional(),
      after: afterField,
    }),
    answers: { 200: { description: 'A page of proposals', schema: pageOf(issuanceProposal) } },
    refusals: {},
    async handle({ query, actor, signal }) {
      const late = await awaitFresh(store, facts, query.after, signal)
      if (late) return late
      const place = decodeCursor(query.cursor, z.tuple([z.int().min(0)]))
      if (place && isProblem(place)) return place
      const { status, programme, limit } = query
      const rows = copy.listProposals({ status, programme, reach: actor.reach }, place?.[0] ?? 0, limit + 1)
      return answerPage(
        rows,
        limit,
        ({ sequence }) => [sequence],
        ({ proposal }) => proposal,
      )
    },
  })
}

function approveRoute(context: VouchersContext): Route {
  return decisionRoute(context, {
    path: '/v1/issuances/{id}/approval',
    operationId: 'approveIssuance',
    summary: 'Orders a proposed issuance, not by its maker: what was reserved is committed and issued',
    body: issuanceApprovalBody,
    refusals: approvalRefusals,
    toCommand: (batch, { attempt, note }, actor, programmeClosed) => ({
      ...{ type: 'ApproveIssuance', batch, attempt },
      ...{ approver: actor.id, programmeClosed, note },
    }),
  })
}

function refuseRoute(context: VouchersContext): Route {
  return decisionRoute(context, {
    path: '/v1/issuances/{id}/refusal',
    operationId: 'refuseIssuance',
    summary: "Refuses a proposed issuance: its money is the programme's again",
    body: issuanceDecisionBody,
    refusals: decisionRefusals,
    toCommand: (batch, { attempt, reason }) => ({ type: 'RefuseProposal', batch, attempt, reason }),
  })
}

function withdrawRoute(context: VouchersContext): Route {
  return decisionRoute(context, {
    path: '/v1/issuances/{id}/withdrawal',
    operationId: 'withdrawIssuance',
    summary: "Takes one's own proposal back: its money is the programme's again",
    body: issuanceDecisionBody,
    refusals: { ...decisionRefusals, 'only-maker-withdraws': onlyMaker },
    toCommand: (batch, { attempt, reason }, { id }) => ({
      ...{ type: 'WithdrawProposal', batch, attempt },
      ...{ account: id, reason },
    }),
  })
}

interface DecisionRoute<Body extends z.ZodObject> {
  readonly path: `/v1/issuances/{id}/${string}`
  readonly operationId: string
  readonly summary: string
  readonly body: Body
  readonly refusals: Readonly<Record<string, number>>
  toCommand(batch: string, body: z.output<Body>, actor: Actor, programmeClosed: boolean): BatchCommand
}

function decisionRoute<Body extends z.ZodObject>(
  context: VouchersContext,
  { toCommand, ...route }: DecisionRoute<Body>,
): Route {
  const { runner, store, clock, copy, facts } = context
  return defineRoute({
    method: 'post',
    tag: 'vouchers',
    params: z.strictObject({ id: idOf('batch') }),
    ...route,
    answers: { 202: { description: 'The job; read on at /v1/jobs/{id}', schema: jobSchema } },
    async handle({ params: { id }, body, actor, commandId }) {
      // A stale fact must neither refuse nor allow.
      await caughtUp(store, facts)
      const batch = copy.findBatch(id)
      if (!batch || !copy.isProgrammeWithin(actor.reach, batch.programme)) return unknown
      const given = body as z.output<Body>
      const closed = copy.findProgramme(batch.programme)?.closed ?? false
      const result = await runner.execute(batchDecider, batchCodec, {
        stream: id,
        command: toCommand(id, given, actor, closed),
        commandId,
        input: commandInput(given),
        metadata: commandMetadata(clock, actor),
      })
      if (result.outcome === 'accepted') return answerOrder(context, id, 'job')
      return answerCommand(result, { refusals: route.refusals, onAccepted: () => ({ status: 202 }) })
    },
  })
}
