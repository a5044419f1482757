import { idOf } from '@welfare/contracts/primitives.ts'
import { isListedKind } from '@welfare/contracts/programme-kinds.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import { answerState } from '@welfare/http/answer-command.ts'
import { commandRoute } from '@welfare/http/command-route.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { reservedOf } from './budgets/allocation-proposals.ts'
import { fundDecider } from './fund.decider.ts'
import type { FundState } from './fund.state.ts'
import { type FundsContext, fundCodec } from './funds.context.ts'
import { type FundAnswer, fundAnswer, fundBody, fundRelationAnswer, fundRelationBody } from './wire.ts'

export const fundParams = z.strictObject({ id: idOf('fund') })
export const fundUnknown = { 'fund-unknown': 404 } as const
export const noFund: Problem = { code: 'fund-unknown', status: 404, facts: {} }

/** Funds: opening, and reading what they hold. */
export function createFundsRoutes(context: FundsContext): readonly Route[] {
  return [openFundRoute(context), setFundRelationRoute(context), listFundsRoute(context), readFundRoute(context)]
}

function openFundRoute(context: FundsContext): Route {
  const { facts } = context
  return commandRoute(context, {
    method: 'post',
    path: '/v1/funds',
    operationId: 'openFund',
    summary: "Opens a donor's fund with what the donor allows",
    tag: 'funds',
    body: fundBody,
    answers: { 201: { description: 'The fund, still empty', schema: fundAnswer } },
    refusals: { 'restriction-period-empty': 422, 'kind-unknown': 422, 'restriction-programme-unknown': 422 },
    decidedBy: [fundDecider, fundCodec],
    toCommand({ body, commandId }) {
      const { purposes, programmes = [] } = body.restriction
      const unknownKinds = purposes.filter((kind) => !isListedKind(kind) && !facts.hasKind(kind))
      const unknownProgrammes = programmes.filter((programme) => facts.findProgramme(programme) === undefined)
      return {
        stream: derivedId('fund', commandId),
        command: { type: 'OpenFund', ...body, unknownKinds, unknownProgrammes },
        creates: true,
      }
    },
    toAnswer: (_, { body }, { stream: id }) => ({
      status: 201,
      body: { id, ...body, grantedFen: 0, availableFen: 0, reservedFen: 0 },
      headers: { Location: `/v1/funds/${id}` },
    }),
  })
}

function setFundRelationRoute(context: FundsContext): Route {
  return commandRoute(context, {
    method: 'post',
    path: '/v1/funds/{id}/relation',
    operationId: 'setFundRelation',
    summary: 'Says whose money a fund is to the union that holds it, by which the books show what it was given',
    tag: 'funds',
    params: fundParams,
    body: fundRelationBody,
    answers: { 201: { description: 'The relation that stands', schema: fundRelationAnswer } },
    refusals: { ...fundUnknown, 'relation-known': 409 },
    decidedBy: [fundDecider, fundCodec],
    toCommand: ({ params: { id: stream }, body: { document, ...said } }) => ({
      stream,
      command: { type: 'SetFundRelation', ...said },
      metadata: { ...(document && { document }) },
      mayCreate: true,
    }),
    toAnswer: (_, { params: { id: fund }, body: { relation } }) => ({ status: 201, body: { fund, relation } }),
  })
}

function listFundsRoute({ facts }: FundsContext): Route {
  return listRoute({
    path: '/v1/funds',
    operationId: 'listFunds',
    summary: 'Lists funds in the order of opening',
    tag: 'funds',
    item: fundAnswer,
    description: 'A page of funds',
    listRows: ({ actor }, { from, limit }) => facts.listFunds(actor.scope, from, limit),
    placeOf: ({ sequence }) => sequence,
    toItem: ({ fund }) => fund,
  })
}

function readFundRoute(context: FundsContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/funds/{id}',
    operationId: 'readFund',
    summary: 'Reads one fund',
    tag: 'funds',
    params: fundParams,
    answers: { 200: { description: 'The fund', schema: fundAnswer } },
    refusals: fundUnknown,
    handle: async ({ params: { id } }) =>
      (await answerState(context, [fundDecider, fundCodec], id, (state) => toAnswer(id, state))) ?? noFund,
  })
}

function toAnswer(id: string, state: FundState): FundAnswer | undefined {
  if (state.status === 'absent') return undefined
  const { name, division, funder, restriction, relation, grantedFen, available } = state
  const amounts = { grantedFen, availableFen: available.total, reservedFen: reservedOf(state) }
  return { id, name, division, funder, restriction, ...(relation && { relation }), ...amounts }
}
