import { actRoute } from '@welfare/approvals/define-act-route.ts'
import type { ProgrammeRules } from '@welfare/contracts/events/programmes.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { isListedKind } from '@welfare/contracts/programme-kinds.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import { afterField } from '@welfare/http/after.ts'
import { answerState } from '@welfare/http/answer-command.ts'
import { commandRoute, onlyEvent, type StreamCommand } from '@welfare/http/command-route.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { type Actor, defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { fundsNamedIn } from './broken-split.ts'
import { type ChangeRules, type OtherProgramme, type ProgrammeState, programmeDecider } from './programme.decider.ts'
import { type ProgrammesContext, programmeCodec } from './programmes.context.ts'
import {
  type ProgrammeAnswer,
  programmeAnswer,
  programmeBody,
  rulesAnswer,
  rulesChangeBody,
  rulesVersionAnswer,
} from './wire.ts'

export const programmeParams = z.strictObject({ id: idOf('programme') })
export const noProgramme: Problem = { code: 'programme-unknown', status: 404, facts: {} }
export const onProgramme = { 'programme-unknown': 404, 'programme-closed': 409 } as const
const onRules = {
  'window-repeated': 422,
  'window-ends-before-it-begins': 422,
  'window-not-by-day': 422,
  'each-day-beside-quota': 422,
  'day-window-extended': 422,
  'programme-unknown': 404,
  'exclusive-with-itself': 422,
  'exclusive-without-people': 422,
  'split-beside-own-share': 422,
  'split-rest-not-last': 422,
  'split-rest-of-merchant': 422,
  'split-payer-repeated': 422,
  'split-fund-unknown': 422,
  'split-shares-too-large': 422,
  'split-without-funds': 422,
} as const

/** Programmes and their rules. */
export function createProgrammesRoutes(context: ProgrammesContext): readonly Route[] {
  return [
    defineProgrammeRoute(context),
    listProgrammesRoute(context),
    readProgrammeRoute(context),
    changeRulesRoute(context),
    listRulesRoute(context),
  ]
}

function defineProgrammeRoute(context: ProgrammesContext): Route {
  const { facts } = context
  return commandRoute(context, {
    method: 'post',
    path: '/v1/programmes',
    operationId: 'defineProgramme',
    summary: 'Defines what money or goods are for: kind, division, windows and rules',
    tag: 'programmes',
    body: programmeBody,
    answers: { 201: { description: 'The programme', schema: programmeAnswer } },
    refusals: { ...onRules, 'kind-unknown': 422 },
    decidedBy: [programmeDecider, programmeCodec],
    toCommand({ body, commandId }) {
      const kindUnknown = !isListedKind(body.kind) && !facts.hasKind(body.kind)
      return {
        stream: derivedId('programme', commandId),
        command: {
          ...{ type: 'DefineProgramme', ...body, kindUnknown, others: othersOf(facts, body.rules) },
          unknownFunds: unknownFunds(facts, body.rules),
        },
        creates: true,
      }
    },
    toAnswer({ events }, _, { stream: id }) {
      const { data } = onlyEvent(events, 'ProgrammeDefined', id)
      return { status: 201, body: { id, ...data, status: 'open' }, headers: { Location: `/v1/programmes/${id}` } }
    },
  })
}

function listProgrammesRoute({ facts }: ProgrammesContext): Route {
  return listRoute({
    path: '/v1/programmes',
    operationId: 'listProgrammes',
    summary: 'Lists programmes in the order of definition',
    tag: 'programmes',
    item: programmeAnswer,
    description: 'A page of programmes',
    listRows: ({ actor }, { from, limit }) => facts.listProgrammes(actor.scope, from, limit),
    placeOf: ({ sequence }) => sequence,
    toItem: ({ programme }) => programme,
  })
}

function readProgrammeRoute(context: ProgrammesContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/programmes/{id}',
    operationId: 'readProgramme',
    summary: 'Reads one programme',
    tag: 'programmes',
    params: programmeParams,
    answers: { 200: { description: 'The programme', schema: programmeAnswer } },
    refusals: { 'programme-unknown': 404 },
    handle: async ({ params: { id } }) =>
      (await answerState(context, [programmeDecider, programmeCodec], id, (state) => toAnswer(id, state))) ??
      noProgramme,
  })
}

function changeRulesRoute(context: ProgrammesContext): Route {
  const { facts } = context
  return actRoute(context, {
    method: 'put',
    path: '/v1/programmes/{id}/rules',
    operationId: 'changeProgrammeRules',
    summary: 'Gives a programme new rules; credits already ordered keep those they were ordered with',
    tag: 'programmes',
    params: programmeParams,
    body: rulesChangeBody,
    ifMatch: 'required',
    answers: { 200: { description: 'The new rules', schema: rulesAnswer } },
    refusals: { ...onProgramme, ...onRules, 'donor-terms-broken': 409 },
    describe({ params: { id } }) {
      const division = facts.divisionOfProgramme(id)
      return division === undefined ? noProgramme : { kind: 'rule-change', division, programme: id }
    },
    decidedBy: [programmeDecider, programmeCodec],
    toCommand: (request) => toChange(context, request),
    toAnswer({ events }, { params: { id } }) {
      const { rules, rulesVersion } = onlyEvent(events, 'ProgrammeRulesChanged', id).data
      return { status: 200, body: { id, rules, rulesVersion } }
    },
  })
}

/** Every version at once: no paged list. */
function listRulesRoute({ facts }: ProgrammesContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/programmes/{id}/rules',
    operationId: 'listProgrammeRules',
    summary: "Lists every version of a programme's rules, newest first, with who made it and why",
    tag: 'programmes',
    params: programmeParams,
    query: z.strictObject({ after: afterField }),
    answers: { 200: { description: 'The versions', schema: z.strictObject({ items: z.array(rulesVersionAnswer) }) } },
    refusals: { 'programme-unknown': 404 },
    handle({ params: { id } }) {
      const items = facts.rulesHistoryOf(id)
      return items ? { status: 200, body: { items } } : noProgramme
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
  { runner, facts }: ProgrammesContext,
  { params: { id }, body, actor }: RulesRequest,
): Promise<StreamCommand<ChangeRules>> {
  const { exclusiveWith } = body.rules
  const before = await runner.read(programmeDecider, programmeCodec, id, (state) =>
    state.status === 'absent' ? [] : (state.rules.exclusiveWith ?? []),
  )
  const loosened = exclusiveWith && before?.filter((other) => !exclusiveWith.includes(other))
  const command = {
    type: 'ChangeRules',
    ...body,
    funds: facts.listFunds(id),
    others: othersOf(facts, body.rules, id),
    unknownFunds: unknownFunds(facts, body.rules),
  } as const
  const isBeyondReach = loosened?.some((other) => !facts.isProgrammeWithin(actor.scope, other))
  const refusal = { code: 'scope-too-small', facts: { divisions: [...actor.scope.divisions] } }
  return { stream: id, command, mayCreate: true, ...(isBeyondReach && { refusal }) }
}

function unknownFunds(facts: ProgrammesContext['facts'], rules: Pick<ProgrammeRules, 'split'>): string[] {
  return fundsNamedIn(rules).filter((fund) => !facts.hasFund(fund))
}

function othersOf(
  facts: ProgrammesContext['facts'],
  { exclusiveWith = [] }: Pick<ProgrammeRules, 'exclusiveWith'>,
  itself?: string,
): OtherProgramme[] {
  return exclusiveWith.map((programme) => ({
    programme,
    plan: programme === itself ? 'itself' : (facts.planOf(programme) ?? 'unknown'),
  }))
}

function toAnswer(id: string, state: ProgrammeState): ProgrammeAnswer | undefined {
  if (state.status === 'absent') return undefined
  const { name, kind, division, plan, year, rules, rulesVersion, status, lastDay } = state
  return { id, name, kind, division, plan, year, rules, rulesVersion, status, ...(lastDay && { lastDay }) }
}
