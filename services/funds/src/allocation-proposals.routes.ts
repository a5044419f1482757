import { type Reach, reachesDivision } from '@welfare/contracts/authority.ts'
import { idOf, partOf, splitPart } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/service-kit/after.ts'
import { answerCommand } from '@welfare/service-kit/answer-command.ts'
import { answerPage, pageOf } from '@welfare/service-kit/paging.ts'
import { isProblem, type Problem } from '@welfare/service-kit/problem.ts'
import { decodeCursor, pageFields } from '@welfare/service-kit/query-fields.ts'
import { awaitFresh, caughtUp, commandInput, commandMetadata } from '@welfare/service-kit/room.ts'
import { type Actor, defineRoute, type Route } from '@welfare/service-kit/route.ts'
import { shanghaiDay } from '@welfare/service-kit/shanghai-days.ts'
import { z } from 'zod'
import type { ProposalEvent } from './allocation-proposals.ts'
import { ACKNOWLEDGEMENT_WAIT_MS } from './allocations.routes.ts'
import type { FundCommand } from './fund.commands.ts'
import { fundDecider } from './fund.decider.ts'
import type { FundEvent } from './fund.state.ts'
import type { FundsContext } from './funds.context.ts'
import { fundCodec } from './funds.process.ts'
import {
  type AllocationProposalAnswer,
  allocationProposal,
  approvalBody,
  decisionBody,
  proposalStatus,
} from './wire.ts'

const params = z.strictObject({ id: partOf('fund') })
const unknown: Problem = { code: 'thing-unknown', status: 404, facts: {} }
const decisionRefusals = { 'thing-unknown': 404, 'proposal-unknown': 404, 'proposal-not-open': 409 } as const
const approvalRefusals = {
  ...decisionRefusals,
  'maker-cannot-approve': 403,
  'programme-closed': 409,
  'purpose-not-allowed': 422,
  'division-not-allowed': 422,
  'period-not-allowed': 422,
} as const

/** Four eyes on allocations: what waits, and an approver's word on it. */
export function createAllocationProposalsRoutes(context: FundsContext): readonly Route[] {
  return [listRoute(context), readRoute(context), approveRoute(context), refuseRoute(context), withdrawRoute(context)]
}

function listRoute({ copy, facts, store }: FundsContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/allocation-proposals',
    operationId: 'listAllocationProposals',
    summary: 'Allocations above a limit, in the order in which they were proposed',
    tag: 'funds',
    query: z.strictObject({
      ...pageFields,
      status: proposalStatus.default('proposed'),
      programme: idOf('programme').optional(),
      after: afterField,
    }),
    answers: { 200: { description: 'A page of proposals', schema: pageOf(allocationProposal) } },
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

function readRoute({ copy, facts, store }: FundsContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/allocation-proposals/{id}',
    operationId: 'readAllocationProposal',
    summary: 'One proposed allocation, and what became of it',
    tag: 'funds',
    params,
    query: z.strictObject({ after: afterField }),
    answers: { 200: { description: 'The proposal', schema: allocationProposal } },
    refusals: { 'thing-unknown': 404 },
    async handle({ params: { id }, query, actor, signal }) {
      const late = await awaitFresh(store, facts, query.after, signal)
      if (late) return late
      const proposal = within(actor.reach, copy.findProposal(id))
      return proposal ? { status: 200, body: proposal } : unknown
    },
  })
}

function approveRoute(context: FundsContext): Route {
  return decisionRoute(context, {
    path: '/v1/allocation-proposals/{id}/approval',
    operationId: 'approveAllocation',
    summary: 'Lets a proposed allocation pass: not by its maker, and as far as the donor allows by now',
    body: approvalBody,
    refusals: approvalRefusals,
    outcome: ['AllocationApproved', 'approved'],
    toCommand(about, { note }, { proposal: { programme }, actor }) {
      const facts = context.copy.findProgramme(programme)
      if (!facts) throw new Error(`${about.proposal} is for ${programme}, which the room's copy does not know`)
      const today = shanghaiDay(context.clock.now())
      const read = { facts, factsReadThrough: context.copy.sequence() }
      return { type: 'ApproveAllocation', ...about, approver: actor.id, today, ...read, note }
    },
  })
}

function refuseRoute(context: FundsContext): Route {
  return decisionRoute(context, {
    path: '/v1/allocation-proposals/{id}/refusal',
    operationId: 'refuseAllocation',
    summary: "Refuses a proposed allocation: its money is the fund's again",
    body: decisionBody,
    refusals: decisionRefusals,
    outcome: ['AllocationProposalRefused', 'refused'],
    toCommand: (about, { reason }) => ({ type: 'RefuseAllocation', ...about, reason }),
  })
}

function withdrawRoute(context: FundsContext): Route {
  return decisionRoute(context, {
    path: '/v1/allocation-proposals/{id}/withdrawal',
    operationId: 'withdrawAllocation',
    summary: "Takes one's own proposal back: its money is the fund's again",
    body: decisionBody,
    refusals: { ...decisionRefusals, 'only-maker-withdraws': 403 },
    outcome: ['AllocationProposalWithdrawn', 'withdrawn'],
    toCommand: (about, { reason }, { actor }) => ({ type: 'WithdrawAllocation', ...about, account: actor.id, reason }),
  })
}

interface DecisionRoute<Body extends z.ZodObject> {
  readonly path: `/v1/allocation-proposals/{id}/${string}`
  readonly operationId: string
  readonly summary: string
  readonly body: Body
  readonly refusals: Readonly<Record<string, number>>
  /** The event that says so, and the proposal's status from then on. */
  readonly outcome: readonly [ProposalEvent['type'], AllocationProposalAnswer['status']]
  toCommand(
    about: { readonly fund: string; readonly proposal: string },
    body: z.output<Body>,
    by: { readonly proposal: AllocationProposalAnswer; readonly actor: Actor },
  ): FundCommand
}

function decisionRoute<Body extends z.ZodObject>(
  { runner, store, clock, copy, facts, processes }: FundsContext,
  { toCommand, outcome: [type, status], ...route }: DecisionRoute<Body>,
): Route {
  return defineRoute({
    method: 'post',
    tag: 'funds',
    params,
    ...route,
    answers: { 201: { description: `The proposal, ${status}`, schema: allocationProposal } },
    async handle({ params: { id }, body, actor, commandId, signal }) {
      // A stale fact must neither refuse nor allow.
      await caughtUp(store, facts)
      const proposal = within(actor.reach, copy.findProposal(id))
      if (!proposal) return unknown
      const { stream } = splitPart(id)
      const given = body as z.output<Body>
      const result = await runner.execute(fundDecider, fundCodec, {
        stream,
        command: toCommand({ fund: stream, proposal: id }, given, { proposal, actor }),
        commandId,
        input: commandInput(given),
        metadata: commandMetadata(clock, actor),
      })
      if (result.outcome === 'accepted' && result.position) {
        await processes.waitFor(result.position, { timeoutMs: ACKNOWLEDGEMENT_WAIT_MS, signal })
      }
      return answerCommand(result, {
        refusals: route.refusals,
        onAccepted({ events }) {
          const said = events.find(({ event }) => event.type === type)
          if (!said) throw new Error(`${stream} answered without ${type}`)
          const decision = { decidedBy: String(said.metadata.actor), decidedAt: said.recordedAt }
          const note = noteOf(said.event)
          const noted = note !== undefined && { decisionNote: note }
          return { status: 201, body: { ...proposal, status, ...decision, ...noted } }
        },
      })
    },
  })
}

function noteOf(event: FundEvent): string | undefined {
  switch (event.type) {
    case 'AllocationApproved':
      return event.data.note
    case 'AllocationProposalRefused':
    case 'AllocationProposalWithdrawn':
      return event.data.reason
    default:
      return undefined
  }
}

/** A proposal lies where its programme lies. */
function within(reach: Reach, proposal: AllocationProposalAnswer | undefined): AllocationProposalAnswer | undefined {
  if (!proposal || !reachesDivision(reach, proposal.division)) return undefined
  return reach.programmes?.includes(proposal.programme) === false ? undefined : proposal
}
