import { accountIn, actorText } from '@welfare/contracts/actors.ts'
import { actKind } from '@welfare/contracts/acts.ts'
import { idOf, partOf, reason } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import { answerCommand } from '@welfare/http/answer-command.ts'
import { answerPage, pageOf } from '@welfare/http/paging.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import { decodeCursor, pageFields } from '@welfare/http/query-fields.ts'
import { commandInput, commandMetadata } from '@welfare/http/room.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { type ActsContext, proposalCodec } from './acts.context.ts'
import { type Performing, reviewActs } from './perform-approved.ts'
import { type ProposalCommand, proposalDecider } from './proposal.decider.ts'
import { type Proposal, type ProposalStatus, proposalAnswer, proposalStatus } from './proposal-answer.ts'
import type { Decision, DecisionRequest, ReservedProposals } from './reserved-proposals.ts'

const unknown: Problem = { code: 'proposal-unknown', status: 404, facts: {} }
const approvalBody = z.strictObject({ note: reason.optional() })
const decisionBody = z.strictObject({ reason })

/** Four eyes: what waits, or waited, in one area, and another person's word on it. */
export function createProposalRoutes(context: ActsContext, performing: Performing): readonly Route[] {
  return [
    listRoute(context),
    readRoute(context),
    decisionRoute(context, performing, 'approval'),
    decisionRoute(context, performing, 'refusal'),
    decisionRoute(context, performing, 'withdrawal'),
  ]
}

function listRoute({ area, facts }: ActsContext): Route {
  return defineRoute({
    method: 'get',
    path: `/v1/proposals/${area}`,
    operationId: `list${named(area)}Proposals`,
    summary: 'Acts above a limit, in the order in which they were proposed',
    tag: area,
    query: z.strictObject({
      ...pageFields,
      status: proposalStatus.default('proposed'),
      programme: idOf('programme').optional(),
      kind: actKind.optional(),
      after: afterField,
    }),
    answers: { 200: { description: 'A page of proposals', schema: pageOf(proposalAnswer) } },
    refusals: {},
    async handle({ query, actor }) {
      const place = decodeCursor(query.cursor, z.tuple([z.int().min(0)]))
      if (place && isProblem(place)) return place
      const { status, programme, kind, limit } = query
      const rows = facts.listProposals({ status, programme, kind, reach: actor.reach }, place?.[0] ?? 0, limit + 1)
      return answerPage(
        rows,
        limit,
        ({ sequence }) => [sequence],
        ({ proposal }) => proposal,
      )
    },
  })
}

function readRoute(context: ActsContext): Route {
  const { area, facts } = context
  return defineRoute({
    method: 'get',
    path: `/v1/proposals/${area}/{id}`,
    operationId: `read${named(area)}Proposal`,
    summary: 'One proposed act, and what became of it',
    tag: area,
    params: paramsOf(context),
    query: z.strictObject({ after: afterField }),
    answers: { 200: { description: 'The proposal', schema: proposalAnswer } },
    refusals: { 'proposal-unknown': 404 },
    async handle({ params: { id }, actor }) {
      const proposal = facts.findProposal(id, actor.reach)
      return proposal ? { status: 200, body: proposal } : unknown
    },
  })
}

const decisions = {
  approval: {
    verb: 'approve',
    status: 'approved',
    summary: 'Lets an act pass, not by its maker: it is done now, as it was asked for',
    body: approvalBody,
    refusals: { 'maker-cannot-approve': 403 },
  },
  refusal: {
    verb: 'refuse',
    status: 'refused',
    summary: 'Refuses an act: nothing happens',
    body: decisionBody,
    refusals: {},
  },
  withdrawal: {
    verb: 'withdraw',
    status: 'withdrawn',
    summary: "Takes one's own proposal back: nothing happens",
    body: decisionBody,
    refusals: { 'only-maker-withdraws': 403 },
  },
} as const

function decisionRoute(context: ActsContext, performing: Performing, type: Decision['type']): Route {
  const { area, facts, reserved } = context
  const { verb, status, summary, body, refusals } = decisions[type]
  const declared = {
    'proposal-unknown': 404,
    'proposal-not-open': 409,
    ...refusals,
    ...(type === 'approval' && reserved?.refusals),
  }
  return defineRoute({
    method: 'post',
    path: `/v1/proposals/${area}/{id}/${type}`,
    operationId: `${verb}${named(area)}Proposal`,
    summary,
    tag: area,
    params: paramsOf(context),
    body: body as z.ZodType<z.output<typeof approvalBody> | z.output<typeof decisionBody>>,
    answers: { 201: { description: `The proposal, ${status}`, schema: proposalAnswer } },
    refusals: declared,
    async handle({ params: { id }, body: given, actor, commandId, signal }) {
      const proposal = facts.findProposal(id, actor.reach)
      if (!proposal) return unknown
      const decision = { type, ...given } as Decision
      const request: DecisionRequest = { proposal, decision, actor, commandId, signal }
      const isReserved = reserved !== undefined && id.startsWith(`${reserved.category}-`)
      const result = isReserved ? await reserved.decide(request) : await decide(context, request)
      if (isProblem(result)) return result
      const became = result.outcome === 'accepted' ? await follow(isReserved, request, status) : {}
      return answerCommand(result, {
        refusals: declared,
        onAccepted({ events }) {
          const [said] = events
          if (!said) throw new Error(`nothing was decided of ${id}`)
          const note = 'note' in given ? given.note : 'reason' in given ? given.reason : undefined
          const decided = { decidedBy: String(said.metadata.actor), decidedAt: said.recordedAt }
          const answer = { ...proposal, status, ...decided, ...(note !== undefined && { decisionNote: note }) }
          return { status: 201, body: { ...answer, ...became } }
        },
      })
    },
  })

  /** What an approval leads to before it is answered. */
  async function follow(
    isReserved: boolean,
    { proposal, actor }: DecisionRequest,
    decided: ProposalStatus,
  ): Promise<Partial<Proposal>> {
    if (decided !== 'approved') return {}
    if (isReserved) {
      await reviewActs(context, { ...proposal, maker: { account: accountIn(proposal.proposedBy) } }, proposal.id)
      return { status: 'performed' }
    }
    // Where it cannot be done now, it is done as soon as it can.
    await performing.perform(proposal.id, actorText(actor)).catch((error: unknown) => {
      context.logger.error({ area, proposal: proposal.id, err: error }, 'act-not-performed')
      performing.wake()
    })
    return outcomeOf(context, proposal.id)
  }
}

function decide(
  { runner, clock }: ActsContext,
  { proposal, decision, actor, commandId }: DecisionRequest,
): ReturnType<ReservedProposals['decide']> {
  const { type, ...body } = decision
  return runner.execute(proposalDecider, proposalCodec, {
    stream: proposal.id,
    command: toCommand(decision, actor.id),
    commandId,
    input: commandInput(JSON.parse(JSON.stringify(body))),
    metadata: commandMetadata(clock, actor),
  })
}

function toCommand(decision: Decision, account: string): ProposalCommand {
  switch (decision.type) {
    case 'approval':
      return { type: 'ApproveAct', approver: account, note: decision.note }
    case 'refusal':
      return { type: 'RefuseAct', reason: decision.reason }
    case 'withdrawal':
      return { type: 'WithdrawAct', account, reason: decision.reason }
  }
}

async function outcomeOf({ runner }: ActsContext, id: string): Promise<Partial<Proposal>> {
  const state = await runner.read(proposalDecider, proposalCodec, id, (found) => found)
  if (!state || state.status === 'absent') return {}
  const { status, created, failure } = state
  return { status, ...(created !== undefined && { created }), ...(failure && { failure }) }
}

function paramsOf({ reserved }: ActsContext) {
  const own = idOf('proposal')
  return z.strictObject({ id: reserved ? z.union([own, partOf(reserved.category)]) : own })
}

function named(area: string): string {
  return `${area.charAt(0).toUpperCase()}${area.slice(1)}`
}
