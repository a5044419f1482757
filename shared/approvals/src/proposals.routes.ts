import { actKind } from '@welfare/contracts/acts.ts'
import { accountIn, actorText } from '@welfare/contracts/authority.ts'
import { idOf, partOf, reason } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import type { Accepted } from '@welfare/http/answer-command.ts'
import { toPerform } from '@welfare/http/command-route.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { defineRoute, type Route, type RouteAnswer } from '@welfare/http/route.ts'
import { z } from 'zod'
import { type ActsContext, proposalCodec } from './acts.context.ts'
import { movedBy } from './moved-by.ts'
import { type Performing, reviewActs } from './perform-approved.ts'
import { previewProposal } from './preview-proposal.ts'
import { type ProposalCommand, proposalDecider } from './proposal.decider.ts'
import { type Proposal, proposalAnswer, proposalStatus } from './proposal-answer.ts'
import { proposalOrders } from './proposals.store.ts'
import type { Decision, DecisionRequest } from './reserved-proposals.ts'

const unknown: Problem = { code: 'proposal-unknown', status: 404, facts: {} }
const approvalBody = z.strictObject({ note: reason.optional() })
const decisionBody = z.strictObject({ reason })

/** Four eyes: what waits, or waited, in one area, and another person's word on it. */
export function createProposalRoutes(context: ActsContext, performing: Performing): readonly Route[] {
  return [
    listProposalsRoute(context),
    readProposalRoute(context),
    decideProposalRoute(context, performing, 'approval'),
    decideProposalRoute(context, performing, 'refusal'),
    decideProposalRoute(context, performing, 'withdrawal'),
  ]
}

function listProposalsRoute({ area, facts }: ActsContext): Route {
  return listRoute({
    path: `/v1/proposals/${area}`,
    operationId: `list${named(area)}Proposals`,
    summary: 'Lists acts above a limit, in the order in which they were proposed, or the last decided first',
    tag: 'proposals',
    filter: {
      status: proposalStatus.default('proposed'),
      programme: idOf('programme').optional(),
      kind: actKind.optional(),
      order: z.enum(proposalOrders).default('oldest').meta({
        description: 'oldest: what was proposed first, first; newest: what was proposed or decided last, first',
      }),
    },
    item: proposalAnswer,
    description: 'A page of proposals',
    listRows: ({ query: { status, programme, kind, order }, actor: { scope } }, { from, limit }) =>
      facts.listProposals({ status, programme, kind, scope }, order, from, limit),
    placeOf: ({ place }) => place,
    toItem: ({ proposal }) => proposal,
  })
}

function readProposalRoute(context: ActsContext): Route {
  const { area, facts } = context
  return defineRoute({
    method: 'get',
    path: `/v1/proposals/${area}/{id}`,
    operationId: `read${named(area)}Proposal`,
    summary: 'Reads one proposed act, what it would move, and what became of it',
    tag: 'proposals',
    params: paramsOf(context),
    query: z.strictObject({ after: afterField }),
    answers: { 200: { description: 'The proposal', schema: proposalAnswer } },
    refusals: { 'proposal-unknown': 404 },
    async handle({ params: { id }, actor, signal }) {
      const proposal = facts.findProposal(id, actor.scope)
      if (!proposal) return unknown
      const preview = await previewProposal(context, proposal, { actor, signal })
      const moved = await movedBy(context, proposal)
      return { status: 200, body: { ...proposal, ...(preview && { preview }), ...(moved && { moved }) } }
    },
  })
}

const decisions = {
  approval: {
    verb: 'approve',
    status: 'approved',
    summary: 'Approves an act of somebody else: it is done now, as it was asked for',
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
    summary: "Withdraws the caller's own proposal: nothing happens",
    body: decisionBody,
    refusals: { 'only-maker-withdraws': 403 },
  },
} as const

/** Behind one route decides, of proposals that hold their money in streams of the service's own, the service itself. */
function decideProposalRoute(context: ActsContext, performing: Performing, type: Decision['type']): Route {
  const { area, facts, reserved } = context
  const { verb, status, summary, body, refusals: own } = decisions[type]
  const refusals = {
    'proposal-unknown': 404,
    'proposal-not-open': 409,
    ...own,
    ...(type === 'approval' && reserved?.refusals),
  }
  const decide = toPerform({
    refusals,
    decidedBy: [proposalDecider, proposalCodec],
    toCommand: ({ proposal, decision, actor }: DecisionRequest) => ({
      stream: proposal.id,
      command: toCommand(decision, actor.id),
    }),
    toAnswer: (accepted, request) => toAnswer(accepted, request, outcomeOf),
  })
  return defineRoute({
    method: 'post',
    path: `/v1/proposals/${area}/{id}/${type}`,
    operationId: `${verb}${named(area)}Proposal`,
    summary,
    tag: 'proposals',
    params: paramsOf(context),
    body: body as z.ZodType<z.output<typeof approvalBody> | z.output<typeof decisionBody>>,
    answers: { 201: { description: `The proposal, ${status}`, schema: proposalAnswer } },
    refusals,
    async handle(given) {
      const { id } = given.params
      const proposal = facts.findProposal(id, given.actor.scope)
      if (!proposal) return unknown
      const request = { ...given, proposal, decision: { type, ...given.body } as Decision }
      if (!reserved || !id.startsWith(`${reserved.category}-`)) return decide(context, request)
      return reserved.decide(request, {
        refusals,
        toAnswer: (accepted, decided) => toAnswer(accepted, decided, reviewed),
      })
    },
  })

  async function toAnswer(
    { events }: Accepted<{ readonly type: string }>,
    { proposal, decision, actor }: DecisionRequest,
    follow: (proposal: Proposal, approvedBy: string) => Promise<Partial<Proposal>>,
  ): Promise<RouteAnswer> {
    const [said] = events
    if (!said) throw new Error(`nothing was decided of ${proposal.id}`)
    const note = 'note' in decision ? decision.note : decision.reason
    const decided = { decidedBy: String(said.metadata.actor), decidedAt: said.recordedAt }
    const answer = { ...proposal, status, ...decided, ...(note !== undefined && { decisionNote: note }) }
    const became = type === 'approval' ? await follow(proposal, actorText(actor)) : {}
    return { status: 201, body: { ...answer, ...became } }
  }

  /** The approval was the act. */
  async function reviewed(proposal: Proposal): Promise<Partial<Proposal>> {
    await reviewActs(context, { ...proposal, maker: { account: accountIn(proposal.proposedBy) } }, proposal.id)
    return { status: 'performed' }
  }

  /** Where it cannot be done now, it is done as soon as it can. */
  async function outcomeOf({ id }: Proposal, approvedBy: string): Promise<Partial<Proposal>> {
    await performing.perform(id, approvedBy).catch((error: unknown) => {
      context.logger.error({ area, proposal: id, err: error }, 'act-not-performed')
      performing.wake()
    })
    const state = await context.runner.read(proposalDecider, proposalCodec, id, (found) => found)
    if (!state || state.status === 'absent') return {}
    const { status: became, created, failure } = state
    return { status: became, ...(created !== undefined && { created }), ...(failure && { failure }) }
  }
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

function paramsOf({ reserved }: ActsContext) {
  const own = idOf('proposal')
  return z.strictObject({ id: reserved ? z.union([own, partOf(reserved.category)]) : own })
}

function named(area: string): string {
  return `${area.charAt(0).toUpperCase()}${area.slice(1)}`
}
