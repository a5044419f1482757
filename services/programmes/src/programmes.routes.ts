import { defineActRoute } from '@welfare/approvals/define-act-route.ts'
import type { ProgrammeRules } from '@welfare/contracts/events/programmes.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { isListedKind } from '@welfare/contracts/programme-kinds.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import { afterField } from '@welfare/http/after.ts'
import { answerCommand } from '@welfare/http/answer-command.ts'
import { answerPage, pageOf } from '@welfare/http/paging.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import { decodeCursor, pageFields } from '@welfare/http/query-fields.ts'
import { commandInput, commandMetadata } from '@welfare/http/room.ts'
import { type Actor, defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import {
  type ChangeRules,
  type OtherProgramme,
  type ProgrammeEvent,
  type ProgrammeState,
  programmeDecider,
} from './programme.decider.ts'
import { type ProgrammesContext, programmeCodec } from './programmes.context.ts'
import { type ProgrammeAnswer, programmeAnswer, programmeBody, rulesAnswer, rulesChangeBody } from './wire.ts'

export const programmeParams = z.strictObject({ id: idOf('programme') })
export const noProgramme: Problem = { code: 'programme-unknown', status: 404, facts: {} }
export const onProgramme = { 'programme-unknown': 404, 'programme-closed': 409 } as const
const onRules = {
  'window-repeated': 422,
  'window-ends-before-it-begins': 422,
  'programme-unknown': 404,
  'exclusive-with-itself': 422,
  'exclusive-without-people': 422,
} as const

/** Programmes and their rules. */
export function createProgrammesRoutes(context: ProgrammesContext): readonly Route[] {
  return [
    defineProgrammeRoute(context),
    listProgrammesRoute(context),
    readProgrammeRoute(context),
    changeRulesRoute(context),
  ]
}

function defineProgrammeRoute({ runner, clock, copy }: ProgrammesContext): Route {
  const refusals = { ...onRules, 'kind-unknown': 422 } as const
  return defineRoute({
    method: 'post',
    path: '/v1/programmes',
    operationId: 'defineProgramme',
    summary: 'Defines what money or goods are for: kind, division, windows and rules',
    tag: 'programmes',
    body: programmeBody,
    answers: { 201: { description: 'The programme', schema: programmeAnswer } },
    refusals,
    async handle({ body, actor, commandId }) {
      const id = derivedId('programme', commandId)
      const isListed = isListedKind(body.kind)
      const kindUnknown = !isListed && !copy.hasKind(body.kind)
      const result = await runner.execute(programmeDecider, programmeCodec, {
        stream: id,
        command: { type: 'DefineProgramme', ...body, kindUnknown, others: othersOf(copy, body.rules) },
        commandId,
        input: commandInput(body),
        metadata: commandMetadata(clock, actor),
        creates: true,
      })
      return answerCommand(result, {
        refusals,
        onAccepted: ({ events }) => ({
          status: 201,
          body: { id, ...definedAs(events), status: 'open' },
          headers: { Location: `/v1/programmes/${id}` },
        }),
      })
    },
  })
}

function listProgrammesRoute({ copy }: ProgrammesContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/programmes',
    operationId: 'listProgrammes',
    summary: 'Programmes in the order of definition',
    tag: 'programmes',
    query: z.strictObject({ ...pageFields, after: afterField }),
    answers: {
      200: {
        description: 'A page of programmes',
        schema: pageOf(programmeAnswer),
      },
    },
    refusals: {},
    async handle({ query, actor }) {
      const place = decodeCursor(query.cursor, z.tuple([z.int().min(0)]))
      if (place && isProblem(place)) return place
      const rows = copy.listProgrammes(actor.reach, place?.[0] ?? 0, query.limit + 1)
      return answerPage(
        rows,
        query.limit,
        ({ sequence }) => [sequence],
        ({ programme }) => programme,
      )
    },
  })
}

function readProgrammeRoute({ runner }: ProgrammesContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/programmes/{id}',
    operationId: 'readProgramme',
    summary: 'One programme, as its own stream has it',
    tag: 'programmes',
    params: programmeParams,
    answers: { 200: { description: 'The programme', schema: programmeAnswer } },
    refusals: { 'programme-unknown': 404 },
    async handle({ params }) {
      const found = await runner.read(programmeDecider, programmeCodec, params.id, (state, version) => ({
        body: toAnswer(params.id, state),
        version,
      }))
      return found?.body ? { status: 200, ...found } : noProgramme
    },
  })
}

function changeRulesRoute(context: ProgrammesContext): Route {
  const { clock, copy } = context
  const refusals = { ...onProgramme, ...onRules, 'donor-terms-broken': 409 } as const
  return defineActRoute(context, {
    method: 'put',
    path: '/v1/programmes/{id}/rules',
    operationId: 'changeProgrammeRules',
    summary: 'Gives a programme new rules; credits already ordered keep those they were ordered with',
    tag: 'programmes',
    params: programmeParams,
    body: rulesChangeBody,
    ifMatch: 'required',
    answers: { 200: { description: 'The new rules', schema: rulesAnswer } },
    refusals,
    describe({ params: { id } }) {
      const division = copy.divisionOfProgramme(id)
      return division === undefined ? noProgramme : { kind: 'rule-change', division, programme: id }
    },
    async perform({ runner }, request, approval) {
      const { params, body, actor, commandId, ifVersion } = request
      const result = await runner.execute(programmeDecider, programmeCodec, {
        stream: params.id,
        ...(await toChange(context, request)),
        commandId,
        input: commandInput(body),
        metadata: commandMetadata(clock, actor, { approval }),
        ifVersion,
        mayCreate: true,
      })
      return answerCommand(result, {
        refusals,
        onAccepted({ events }) {
          const changed = events[0]?.event
          if (changed?.type !== 'ProgrammeRulesChanged') throw new Error(`${params.id} answered without new rules`)
          const { rules, rulesVersion } = changed.data
          return { status: 200, body: { id: params.id, rules, rulesVersion } }
        },
      })
    },
  })
}

interface RulesRequest {
  readonly params: { readonly id: string }
  readonly body: z.infer<typeof rulesChangeBody>
  readonly actor: Actor
}

/** Whom programmes exclude touches both: who loosens it answers for both, as who binds them does. */
async function toChange(
  { runner, copy }: ProgrammesContext,
  { params: { id }, body, actor }: RulesRequest,
): Promise<{ readonly command: ChangeRules; readonly refusal?: Refusal }> {
  const { exclusiveWith } = body.rules
  const before = await runner.read(programmeDecider, programmeCodec, id, (state) =>
    state.status === 'absent' ? [] : (state.rules.exclusiveWith ?? []),
  )
  const loosened = exclusiveWith && before?.filter((other) => !exclusiveWith.includes(other))
  const command = {
    type: 'ChangeRules',
    ...body,
    funds: copy.listFunds(id),
    others: othersOf(copy, body.rules, id),
  } as const
  if (!loosened?.some((other) => !copy.isProgrammeWithin(actor.reach, other))) return { command }
  return { command, refusal: { code: 'reach-too-small', facts: { divisions: [...actor.reach.divisions] } } }
}

function othersOf(
  copy: ProgrammesContext['copy'],
  { exclusiveWith = [] }: Pick<ProgrammeRules, 'exclusiveWith'>,
  itself?: string,
): OtherProgramme[] {
  return exclusiveWith.map((programme) => ({
    programme,
    plan: programme === itself ? 'itself' : (copy.planOf(programme) ?? 'unknown'),
  }))
}

function definedAs(events: readonly { readonly event: ProgrammeEvent }[]) {
  const defined = events[0]?.event
  if (defined?.type !== 'ProgrammeDefined') throw new Error('a programme was defined without its event')
  return defined.data
}

function toAnswer(id: string, state: ProgrammeState): ProgrammeAnswer | undefined {
  if (state.status === 'absent') return undefined
  const { name, kind, division, plan, year, rules, rulesVersion, status, lastDay } = state
  return { id, name, kind, division, plan, year, rules, rulesVersion, status, ...(lastDay && { lastDay }) }
}
