import { idOf } from '@welfare/contracts/primitives.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import { afterField } from '@welfare/http/after.ts'
import { answerState, notAccepted } from '@welfare/http/answer-command.ts'
import { commandMetadata, commandRoute, onlyEvent } from '@welfare/http/command-route.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { programmeDecider } from '../programme.decider.ts'
import { type ProgrammesContext, programmeCodec, roundCodec } from '../programmes.context.ts'
import { noProgramme, onProgramme, programmeParams } from '../programmes.routes.ts'
import { openedRound, type RoundAnswer, type RoundBody, roundAnswer, roundBody } from '../wire.ts'
import { freezeRest, nextParts } from './freeze-roster.ts'
import type { ProgrammeFacts, RoundCommand } from './round.commands.ts'
import { roundDecider } from './round.decider.ts'
import type { RoundState } from './round.state.ts'

const noRound: Problem = { code: 'round-unknown', status: 404, facts: {} }
const onRound = {
  ...onProgramme,
  'plan-mismatch': 422,
  'window-unknown': 422,
  'roster-empty': 409,
  'site-repeated': 422,
  'site-unknown': 404,
  'goods-missing': 422,
  'head-count-missing': 422,
  'quantity-too-large': 422,
  'donor-terms-broken': 409,
} as const

/** Rounds: one freezing of a roster or of a site list, which issuances, deliveries and coverage refer to. */
export function createRoundsRoutes(context: ProgrammesContext): readonly Route[] {
  return [openRoundRoute(context), listRoundsRoute(context), readRoundRoute(context)]
}

function openRoundRoute(context: ProgrammesContext): Route {
  return commandRoute(context, {
    method: 'post',
    path: '/v1/programmes/{id}/rounds',
    operationId: 'openRound',
    summary: 'Freezes the roster of today for some windows, or a list of sites with the goods planned for each',
    tag: 'programmes',
    params: programmeParams,
    query: z.strictObject({ after: afterField }),
    body: roundBody,
    answers: { 201: { description: 'The round, sealed', schema: openedRound } },
    refusals: onRound,
    decidedBy: [roundDecider, roundCodec],
    async toCommand({ params, body, commandId }) {
      const programme = await readProgramme(context, params.id)
      if (!programme) return noProgramme
      const command = body.sites ? planSites(context, programme, body) : planPeople(context, programme, body)
      return { stream: derivedId('round', commandId), command, creates: true }
    },
    async toAnswer({ events }, { actor }, { stream: id }) {
      const stopped = await freezeRest(context, id, commandMetadata(context.clock, actor))
      if (stopped) return notAccepted(stopped, onRound)
      const { data } = onlyEvent(events, 'RoundOpened', id)
      return { status: 201, body: { id, ...data }, headers: { Location: `/v1/rounds/${id}` } }
    },
  })
}

function readProgramme({ runner }: ProgrammesContext, programme: string): Promise<ProgrammeFacts | undefined> {
  return runner.read(programmeDecider, programmeCodec, programme, (state) => {
    if (state.status === 'absent') return undefined
    const { status, plan, rules } = state
    const windows = rules.windows.map(({ window }) => window)
    return { programme, closed: status === 'closed', plan, windows, kitsPerHead: rules.kitsPerHead }
  })
}

function planPeople(context: ProgrammesContext, facts: ProgrammeFacts, { name, windows }: RoundBody): RoundCommand {
  const { programme } = facts
  const rosterReadThrough = context.facts.sequence()
  const entries = context.facts.countRoster(programme, rosterReadThrough)
  const parts = nextParts(context, programme, rosterReadThrough, 0)
  return { type: 'PlanPeople', name, windows, facts, entries, rosterReadThrough, parts }
}

function planSites(context: ProgrammesContext, facts: ProgrammeFacts, body: RoundBody): RoundCommand {
  const sites = (body.sites ?? []).map(({ site, goods, dueOn }) => ({
    site,
    goods,
    dueOn,
    facts: context.facts.findSite(site),
  }))
  const { name, kit, kitsPerHead } = body
  const funds = context.facts.listFunds(facts.programme)
  return { type: 'PlanSites', name, facts, sites, kit, kitsPerHead, sitesReadThrough: context.facts.sequence(), funds }
}

function listRoundsRoute({ facts }: ProgrammesContext): Route {
  return listRoute({
    path: '/v1/programmes/{id}/rounds',
    operationId: 'listRounds',
    summary: "Lists a programme's rounds in the order of opening",
    tag: 'programmes',
    params: programmeParams,
    item: roundAnswer,
    description: 'A page of rounds',
    refusals: { 'programme-unknown': 404 },
    listRows: ({ params: { id } }, { from, limit }) =>
      facts.hasProgramme(id) ? facts.listRounds(id, from, limit) : noProgramme,
    placeOf: ({ sequence }) => sequence,
    toItem: ({ round }) => round,
  })
}

function readRoundRoute(context: ProgrammesContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/rounds/{id}',
    operationId: 'readRound',
    summary: 'Reads one round',
    tag: 'programmes',
    params: z.strictObject({ id: idOf('round') }),
    answers: { 200: { description: 'The round', schema: roundAnswer } },
    refusals: { 'round-unknown': 404 },
    handle: async ({ params: { id } }) =>
      (await answerState(context, [roundDecider, roundCodec], id, (state) => toAnswer(id, state))) ?? noRound,
  })
}

function toAnswer(id: string, state: RoundState): RoundAnswer | undefined {
  if (state.status === 'absent') return undefined
  const { status, amended: _, steps: __, announcements: ___, objections: ____, ...round } = state
  return { id, ...round, sealed: status === 'sealed' }
}
