import { idOf } from '@welfare/contracts/primitives.ts'
import { isListedKind } from '@welfare/contracts/programme-kinds.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import { afterField } from '@welfare/http/after.ts'
import { answerCommand } from '@welfare/http/answer-command.ts'
import { answerPage, pageOf } from '@welfare/http/paging.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import { decodeCursor, pageFields } from '@welfare/http/query-fields.ts'
import { commandInput, commandMetadata } from '@welfare/http/room.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { reservedOf } from './budgets/allocation-proposals.ts'
import { fundDecider } from './fund.decider.ts'
import type { FundState } from './fund.state.ts'
import type { FundsContext } from './funds.context.ts'
import { fundCodec } from './funds.process.ts'
import { type FundAnswer, fundAnswer, fundBody } from './wire.ts'

export const fundParams = z.strictObject({ id: idOf('fund') })
export const listQuery = z.strictObject({ ...pageFields, after: afterField })
export const fundUnknown = { 'fund-unknown': 404 } as const
export const noFund: Problem = { code: 'fund-unknown', status: 404, facts: {} }

/** Funds: opening, and reading what they hold. */
export function createFundsRoutes(context: FundsContext): readonly Route[] {
  return [openFundRoute(context), listFundsRoute(context), readFundRoute(context)]
}

function openFundRoute({ runner, clock, copy }: FundsContext): Route {
  const refusals = {
    'restriction-period-empty': 422,
    'kind-unknown': 422,
    'restriction-programme-unknown': 422,
  } as const
  return defineRoute({
    method: 'post',
    path: '/v1/funds',
    operationId: 'openFund',
    summary: "Opens a donor's fund with what the donor allows",
    tag: 'funds',
    body: fundBody,
    answers: { 201: { description: 'The fund, still empty', schema: fundAnswer } },
    refusals,
    async handle({ body, actor, commandId }) {
      const id = derivedId('fund', commandId)
      const { purposes, programmes = [] } = body.restriction
      const unknownKinds = purposes.filter((kind) => !isListedKind(kind) && !copy.hasKind(kind))
      const unknownProgrammes = programmes.filter((programme) => copy.findProgramme(programme) === undefined)
      const result = await runner.execute(fundDecider, fundCodec, {
        stream: id,
        command: { type: 'OpenFund', ...body, unknownKinds, unknownProgrammes },
        commandId,
        input: commandInput(body),
        metadata: commandMetadata(clock, actor),
        creates: true,
      })
      return answerCommand(result, {
        refusals,
        onAccepted: ({ version }) => ({
          status: 201,
          version,
          body: { id, ...body, grantedFen: 0, availableFen: 0, reservedFen: 0 },
          headers: { Location: `/v1/funds/${id}` },
        }),
      })
    },
  })
}

function listFundsRoute({ copy }: FundsContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/funds',
    operationId: 'listFunds',
    summary: 'Funds in the order of opening',
    tag: 'funds',
    query: listQuery,
    answers: {
      200: {
        description: 'A page of funds',
        schema: pageOf(fundAnswer),
      },
    },
    refusals: {},
    async handle({ query, actor }) {
      const place = decodeCursor(query.cursor, z.tuple([z.int().min(0)]))
      if (place && isProblem(place)) return place
      const rows = copy.listFunds(actor.reach, place?.[0] ?? 0, query.limit + 1)
      return answerPage(
        rows,
        query.limit,
        ({ sequence }) => [sequence],
        ({ fund }) => fund,
      )
    },
  })
}

function readFundRoute({ runner }: FundsContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/funds/{id}',
    operationId: 'readFund',
    summary: 'One fund, as its own stream has it',
    tag: 'funds',
    params: fundParams,
    answers: { 200: { description: 'The fund', schema: fundAnswer } },
    refusals: fundUnknown,
    async handle({ params }) {
      const found = await runner.read(fundDecider, fundCodec, params.id, (state, version) => ({
        body: toAnswer(params.id, state),
        version,
      }))
      return found?.body ? { status: 200, ...found } : noFund
    },
  })
}

function toAnswer(id: string, state: FundState): FundAnswer | undefined {
  if (state.status === 'absent') return undefined
  const { name, division, funder, restriction, grantedFen, available } = state
  const amounts = { grantedFen, availableFen: available.total, reservedFen: reservedOf(state) }
  return { id, name, division, funder, restriction, ...amounts }
}
