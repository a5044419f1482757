import { idOf, reason } from '@welfare/contracts/primitives.ts'
import { statementId } from '@welfare/facts/statement-id.ts'
import { afterField } from '@welfare/http/after.ts'
import { answerState } from '@welfare/http/answer-command.ts'
import { commandRoute } from '@welfare/http/command-route.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { programmeDecider } from '../programme.decider.ts'
import { type ProgrammesContext, programmeCodec } from '../programmes.context.ts'
import { noProgramme, onProgramme, programmeParams } from '../programmes.routes.ts'
import { merchantAnswer, merchantBody, programmeMerchants, rosterEntry, workerAnswer } from '../wire.ts'

const reasonQuery = z.strictObject({ reason: reason.meta({ description: 'Why' }) })

/** Who takes part in a programme: merchants, and the people on its roster. */
export function createMembersRoutes(context: ProgrammesContext): readonly Route[] {
  return [
    admitMerchantRoute(context),
    listMerchantsRoute(context),
    withdrawMerchantRoute(context),
    listRosterRoute(context),
    removeWorkerRoute(context),
  ]
}

function admitMerchantRoute(context: ProgrammesContext): Route {
  const { facts } = context
  return commandRoute(context, {
    method: 'post',
    path: '/v1/programmes/{id}/merchants',
    operationId: 'admitMerchant',
    summary: 'Lets a merchant take part; one that does already stays',
    tag: 'programmes',
    params: programmeParams,
    query: z.strictObject({ after: afterField }),
    body: merchantBody,
    answers: { 201: { description: 'The merchant takes part', schema: merchantAnswer } },
    refusals: { ...onProgramme, 'merchant-unknown': 404 },
    decidedBy: [programmeDecider, programmeCodec],
    toCommand: ({ params, body: { merchant } }) => ({
      stream: params.id,
      command: { type: 'AdmitMerchant', merchant, known: facts.hasMerchant(merchant) },
      mayCreate: true,
    }),
    toAnswer: (_, { params, body: { merchant } }) => ({ status: 201, body: { programme: params.id, merchant } }),
  })
}

function listMerchantsRoute(context: ProgrammesContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/programmes/{id}/merchants',
    operationId: 'listProgrammeMerchants',
    summary: 'Lists merchants that take part, in the order of admission',
    tag: 'programmes',
    params: programmeParams,
    answers: { 200: { description: 'All of them', schema: programmeMerchants } },
    refusals: { 'programme-unknown': 404 },
    async handle({ params: { id } }) {
      const answer = await answerState(context, [programmeDecider, programmeCodec], id, (state) =>
        state.status === 'absent' ? undefined : toMerchants(id, [...state.merchants]),
      )
      return answer ?? noProgramme
    },
  })
}

function toMerchants(programme: string, items: readonly string[]) {
  const statements = items.map((merchant) => ({ merchant, statement: statementId(merchant, programme) }))
  return { items, statements }
}

function withdrawMerchantRoute(context: ProgrammesContext): Route {
  return commandRoute(context, {
    method: 'delete',
    path: '/v1/programmes/{id}/merchants/{merchant}',
    operationId: 'withdrawMerchant',
    summary: 'Ends a merchant’s part in a programme',
    tag: 'programmes',
    params: programmeParams.extend({ merchant: idOf('merchant') }),
    query: reasonQuery,
    answers: { 200: { description: 'The merchant no longer takes part', schema: merchantAnswer } },
    refusals: { ...onProgramme, 'merchant-not-admitted': 404 },
    decidedBy: [programmeDecider, programmeCodec],
    toCommand: ({ params: { id, merchant }, query: { reason } }) => ({
      stream: id,
      command: { type: 'WithdrawMerchant', merchant, reason },
      input: { reason },
      mayCreate: true,
    }),
    toAnswer: (_, { params: { id, merchant } }) => ({ status: 200, body: { programme: id, merchant } }),
  })
}

function listRosterRoute({ facts }: ProgrammesContext): Route {
  return listRoute({
    path: '/v1/programmes/{id}/roster',
    operationId: 'listRoster',
    summary: 'Lists who is on the roster now, by worker id',
    tag: 'rosters',
    params: programmeParams,
    item: rosterEntry,
    description: 'A page of the roster',
    refusals: { 'programme-unknown': 404 },
    start: '',
    listRows: ({ params: { id } }, { from, limit }) =>
      facts.hasProgramme(id) ? facts.listRoster(id, from, limit) : noProgramme,
    placeOf: ({ worker }) => worker,
    toItem: (entry) => entry,
  })
}

function removeWorkerRoute(context: ProgrammesContext): Route {
  const { facts } = context
  return commandRoute(context, {
    method: 'delete',
    path: '/v1/programmes/{id}/roster/{worker}',
    operationId: 'removeFromRoster',
    summary: 'Takes a worker off the roster; rounds already frozen keep theirs',
    tag: 'rosters',
    params: programmeParams.extend({ worker: idOf('worker') }),
    query: reasonQuery.extend({ after: afterField }),
    answers: { 200: { description: 'The worker is no longer on the roster', schema: workerAnswer } },
    refusals: { ...onProgramme, 'worker-not-on-roster': 404 },
    decidedBy: [programmeDecider, programmeCodec],
    toCommand: ({ params: { id, worker }, query: { reason } }) => ({
      stream: id,
      command: { type: 'RemoveWorker', worker, reason, onRoster: facts.isOnRoster(id, worker) },
      input: { reason },
      mayCreate: true,
    }),
    toAnswer: (_, { params: { id, worker } }) => ({ status: 200, body: { programme: id, worker } }),
  })
}
