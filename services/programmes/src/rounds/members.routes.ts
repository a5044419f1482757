import { idOf, reason } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import { answerCommand } from '@welfare/http/answer-command.ts'
import { answerPage, pageOf } from '@welfare/http/paging.ts'
import { isProblem } from '@welfare/http/problem.ts'
import { decodeCursor, pageFields } from '@welfare/http/query-fields.ts'
import { commandInput, commandMetadata } from '@welfare/http/room.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { programmeDecider } from '../programme.decider.ts'
import { type ProgrammesContext, programmeCodec } from '../programmes.context.ts'
import { noProgramme, onProgramme, programmeParams } from '../programmes.routes.ts'
import { merchantAnswer, merchantBody, rosterEntry, workerAnswer } from '../wire.ts'

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

function admitMerchantRoute({ runner, clock, copy }: ProgrammesContext): Route {
  const refusals = { ...onProgramme, 'merchant-unknown': 404 } as const
  return defineRoute({
    method: 'post',
    path: '/v1/programmes/{id}/merchants',
    operationId: 'admitMerchant',
    summary: 'Lets a merchant take part; one that does already stays',
    tag: 'programmes',
    params: programmeParams,
    query: z.strictObject({ after: afterField }),
    body: merchantBody,
    answers: { 201: { description: 'The merchant takes part', schema: merchantAnswer } },
    refusals,
    async handle({ params, body, actor, commandId }) {
      const result = await runner.execute(programmeDecider, programmeCodec, {
        stream: params.id,
        command: { type: 'AdmitMerchant', merchant: body.merchant, known: copy.hasMerchant(body.merchant) },
        commandId,
        input: commandInput(body),
        metadata: commandMetadata(clock, actor),
        mayCreate: true,
      })
      return answerCommand(result, {
        refusals,
        onAccepted: () => ({ status: 201, body: { programme: params.id, merchant: body.merchant } }),
      })
    },
  })
}

function listMerchantsRoute({ runner }: ProgrammesContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/programmes/{id}/merchants',
    operationId: 'listProgrammeMerchants',
    summary: 'Merchants that take part, in the order of admission',
    tag: 'programmes',
    params: programmeParams,
    answers: {
      200: { description: 'All of them', schema: pageOf(idOf('merchant')) },
    },
    refusals: { 'programme-unknown': 404 },
    async handle({ params }) {
      const found = await runner.read(programmeDecider, programmeCodec, params.id, (state, version) =>
        state.status === 'absent' ? undefined : { body: { items: [...state.merchants] }, version },
      )
      return found ? { status: 200, ...found } : noProgramme
    },
  })
}

function withdrawMerchantRoute({ runner, clock }: ProgrammesContext): Route {
  const refusals = { ...onProgramme, 'merchant-not-admitted': 404 } as const
  return defineRoute({
    method: 'delete',
    path: '/v1/programmes/{id}/merchants/{merchant}',
    operationId: 'withdrawMerchant',
    summary: 'Ends a merchant’s part in a programme',
    tag: 'programmes',
    params: programmeParams.extend({ merchant: idOf('merchant') }),
    query: reasonQuery,
    answers: { 200: { description: 'The merchant no longer takes part', schema: merchantAnswer } },
    refusals,
    async handle({ params: { id, merchant }, query, actor, commandId }) {
      const result = await runner.execute(programmeDecider, programmeCodec, {
        stream: id,
        command: { type: 'WithdrawMerchant', merchant, reason: query.reason },
        commandId,
        input: { reason: query.reason },
        metadata: commandMetadata(clock, actor),
        mayCreate: true,
      })
      return answerCommand(result, {
        refusals,
        onAccepted: () => ({ status: 200, body: { programme: id, merchant } }),
      })
    },
  })
}

function listRosterRoute({ copy }: ProgrammesContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/programmes/{id}/roster',
    operationId: 'listRoster',
    summary: 'Who is on the roster now, by worker id; names are the registry’s',
    tag: 'programmes',
    params: programmeParams,
    query: z.strictObject({ ...pageFields, after: afterField }),
    answers: {
      200: {
        description: 'A page of the roster',
        schema: pageOf(rosterEntry),
      },
    },
    refusals: { 'programme-unknown': 404 },
    async handle({ params, query }) {
      if (!copy.hasProgramme(params.id)) return noProgramme
      const place = decodeCursor(query.cursor, z.tuple([z.string()]))
      if (place && isProblem(place)) return place
      const rows = copy.listRoster(params.id, place?.[0] ?? '', query.limit + 1)
      return answerPage(
        rows,
        query.limit,
        ({ worker }) => [worker],
        (entry) => entry,
      )
    },
  })
}

function removeWorkerRoute({ runner, clock, copy }: ProgrammesContext): Route {
  const refusals = { ...onProgramme, 'worker-not-on-roster': 404 } as const
  return defineRoute({
    method: 'delete',
    path: '/v1/programmes/{id}/roster/{worker}',
    operationId: 'removeFromRoster',
    summary: 'Takes a worker off the roster; rounds already frozen keep theirs',
    tag: 'programmes',
    params: programmeParams.extend({ worker: idOf('worker') }),
    query: reasonQuery.extend({ after: afterField }),
    answers: { 200: { description: 'The worker is no longer on the roster', schema: workerAnswer } },
    refusals,
    async handle({ params: { id, worker }, query, actor, commandId }) {
      const onRoster = copy.isOnRoster(id, worker)
      const result = await runner.execute(programmeDecider, programmeCodec, {
        stream: id,
        command: { type: 'RemoveWorker', worker, reason: query.reason, onRoster },
        commandId,
        input: { reason: query.reason },
        metadata: commandMetadata(clock, actor),
        mayCreate: true,
      })
      return answerCommand(result, { refusals, onAccepted: () => ({ status: 200, body: { programme: id, worker } }) })
    },
  })
}
