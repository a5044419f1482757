import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { commandRoute } from '@welfare/http/command-route.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { type FundsContext, refusalOfStranger } from '../../funds.context.ts'
import { type ProposedMatch, proposeMatches } from './propose-matches.ts'
import { accountRefusals, accountUnknown, decidedBy, strangeAccount } from './statements.routes.ts'
import {
  accountParams,
  FIRST_PROPOSALS,
  matchAnswer,
  matchesAnswer,
  matchesBody,
  matchReturnBody,
  proposalsAnswer,
  returnedAnswer,
} from './statements-wire.ts'

const matching = {
  ...accountRefusals,
  'bank-line-unknown': 422,
  'movement-unknown': 422,
  'bank-line-already-matched': 409,
  'movement-already-matched': 409,
  'match-of-one': 422,
  'match-amounts-differ': 422,
} as const

/** Which lines of the bank are which movements of the books. */
export function createBankMatchesRoutes(context: FundsContext): readonly Route[] {
  return [proposalsRoute(context), matchRoute(context), listMatchesRoute(context), takeBackRoute(context)]
}

function proposalsRoute(context: FundsContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/bank-accounts/{id}/match-proposals',
    operationId: 'proposeBankMatches',
    summary: 'Says which open lines are certainly which open movements: by reference, or by amount within three days',
    tag: 'funds',
    params: accountParams,
    answers: { 200: { description: 'What may be confirmed in one act', schema: proposalsAnswer } },
    refusals: accountUnknown,
    handle: ({ params: { id }, actor }) =>
      strangeAccount(context, actor, id) ?? {
        status: 200,
        body: { items: proposalsOn(context, id).slice(0, FIRST_PROPOSALS) },
      },
  })
}

function matchRoute(context: FundsContext): Route {
  const { facts } = context
  return commandRoute(context, {
    method: 'post',
    path: '/v1/bank-accounts/{id}/matches',
    operationId: 'matchBankLines',
    summary: 'Matches lines of the bank with movements of the books of the same amount, all of them or none',
    tag: 'funds',
    params: accountParams,
    body: matchesBody,
    answers: { 201: { description: 'The matches', schema: matchesAnswer } },
    refusals: matching,
    decidedBy,
    toCommand({ params: { id }, body, actor }) {
      const proposed = new Map(proposalsOn(context, id).map((proposal) => [keyOf(proposal), proposal.foundBy]))
      const matches = body.matches.map(({ lines, movements }) => ({
        lines,
        movements: movements.map((event) => ({ id: event, amountFen: facts.movedFen(id, event) })),
        foundBy: proposed.get(keyOf({ lines, movements })) ?? ('hand' as const),
      }))
      const unknown = matches.flatMap(({ movements }) => movements).find(({ amountFen }) => amountFen === undefined)
      const known = matches.map((match) => ({
        ...match,
        movements: match.movements.map(({ id: event, amountFen = 0 }) => ({ id: event, amountFen })),
      }))
      return {
        stream: id,
        command: { type: 'MatchLines', matches: known },
        refusal: refusalOfStranger({ facts }, actor, { from: id }) ?? refusalOfMovement(unknown?.id),
      }
    },
    toAnswer: ({ events }, _, { stream }) => ({
      status: 201,
      body: { matches: events.map(({ version }) => `${stream}.${version}`) },
    }),
  })
}

function listMatchesRoute(context: FundsContext): Route {
  return listRoute({
    path: '/v1/bank-accounts/{id}/matches',
    operationId: 'listBankMatches',
    summary: 'Lists the matches of an account in the order in which they were made',
    tag: 'funds',
    params: accountParams,
    item: matchAnswer,
    description: 'A page of matches',
    refusals: accountUnknown,
    listRows: ({ params: { id }, actor }, { from, limit }) =>
      strangeAccount(context, actor, id) ?? context.facts.listBankMatches(id, from, limit),
    placeOf: ({ id }) => Number(id.slice(id.lastIndexOf('.') + 1)),
    toItem: (match) => match,
  })
}

function takeBackRoute(context: FundsContext): Route {
  const { facts } = context
  return commandRoute(context, {
    method: 'post',
    path: '/v1/bank-accounts/{id}/match-returns',
    operationId: 'takeBankMatchBack',
    summary: 'Takes a match back: its lines and movements are open again',
    tag: 'funds',
    params: accountParams,
    body: matchReturnBody,
    answers: { 201: { description: 'It is no more', schema: returnedAnswer } },
    refusals: { ...accountRefusals, 'bank-match-unknown': 404 },
    decidedBy,
    toCommand: ({ params: { id }, body, actor }) => ({
      stream: id,
      command: { type: 'TakeMatchBack', ...body },
      refusal: refusalOfStranger({ facts }, actor, { from: id }),
    }),
    toAnswer: (_, { body: { match: id } }) => ({ status: 201, body: { id } }),
  })
}

function proposalsOn({ facts }: FundsContext, bankAccount: string): ProposedMatch[] {
  const { lines, movements } = facts.openOn(bankAccount)
  return proposeMatches(lines, movements)
}

function keyOf({ lines, movements }: Pick<ProposedMatch, 'lines' | 'movements'>): string {
  return JSON.stringify([[...lines].sort(), [...movements].sort()])
}

function refusalOfMovement(movement: string | undefined): Refusal | undefined {
  return movement === undefined ? undefined : { code: 'movement-unknown', facts: { movement } }
}
