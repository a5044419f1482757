import type { Act } from '@welfare/approvals/act.ts'
import { actRoute } from '@welfare/approvals/define-act-route.ts'
import { leaverCredits } from '@welfare/contracts/events/people.ts'
import { count, day, idOf, reason } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import { type Accepted, problemOf } from '@welfare/http/answer-command.ts'
import type { Approval, StreamCommand } from '@welfare/http/command-route.ts'
import { checkDay, defaultLatePolicy, lateEntryBody, lateEntryRefusals } from '@welfare/http/late-entry.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import type { Route, RouteAnswer, RouteRequest } from '@welfare/http/route.ts'
import { z } from 'zod'
import { programmeDecider } from '../programme.decider.ts'
import { type ProgrammesContext, programmeCodec, roundCodec } from '../programmes.context.ts'
import type { RoundCommand } from './round.commands.ts'
import { roundDecider } from './round.decider.ts'
import type { RoundEvent } from './round.state.ts'

const REFUSALS = {
  ...lateEntryRefusals,
  'round-unknown': 404,
  'round-not-sealed': 409,
  'plan-mismatch': 422,
  'programme-closed': 409,
  'worker-not-on-roster': 422,
  'worker-not-in-round': 422,
  'joined-before-left': 422,
  'left-before-joined': 422,
} as const

const workers = z.array(idOf('worker')).min(1).max(500)
const joinersBody = z.strictObject({ workers, joinedOn: day.optional(), lateEntry: lateEntryBody.optional(), reason })
const leaversBody = z.strictObject({
  workers,
  leftOn: day.optional(),
  lateEntry: lateEntryBody.optional(),
  credits: leaverCredits
    .default('run-on')
    .meta({ description: 'Whether what they hold can still be used, or goes back' }),
  reason,
})
const answer = z.strictObject({ round: idOf('round'), workers: count })

/** Who joins a round, or leaves it, after it was frozen. Coverage shows the plan as frozen and as amended. */
export function createAmendmentsRoutes(context: ProgrammesContext): readonly Route[] {
  return [joinRoundRoute(context), leaveRoundRoute(context)]
}

const shared = {
  method: 'post',
  tag: 'programmes',
  params: z.strictObject({ id: idOf('round') }),
  query: z.strictObject({ after: afterField }),
  answers: { 200: { description: 'Done, or already so; how many people it changed', schema: answer } },
  refusals: REFUSALS,
  decidedBy: [roundDecider, roundCodec],
  toAnswer: (
    { events }: Accepted<RoundEvent>,
    _: unknown,
    { stream: round }: { readonly stream: string },
  ): RouteAnswer => ({
    status: 200,
    body: { round, workers: events.reduce((sum, { event }) => sum + changed(event), 0) },
  }),
} as const

function joinRoundRoute(context: ProgrammesContext): Route {
  return actRoute(context, {
    ...shared,
    path: '/v1/rounds/{id}/joiners',
    operationId: 'joinRound',
    summary: "Adds people of the programme's roster to a round that is frozen already; they can be issued to in it",
    body: joinersBody,
    describe: (request) => describeLate(context, request, request.body.joinedOn),
    toCommand: (request, approval) =>
      amend(context, request, request.body.joinedOn, approval, (joinedOn) => join(context, request, joinedOn)),
  })
}

function leaveRoundRoute(context: ProgrammesContext): Route {
  return actRoute(context, {
    ...shared,
    path: '/v1/rounds/{id}/leavers',
    operationId: 'leaveRound',
    summary: 'Removes people from a frozen round: their credits run on, or go back to the programme',
    body: leaversBody,
    describe: (request) => describeLate(context, request, request.body.leftOn),
    movedByProcess: ({ body }) => (body.credits === 'withdraw' ? undefined : []),
    toCommand: (request, approval) =>
      amend(context, request, request.body.leftOn, approval, (leftOn) => leave(context, request, leftOn)),
  })
}

interface Asked<Body = z.output<typeof joinersBody | typeof leaversBody>>
  extends Pick<RouteRequest<{ id: string }, unknown, Body>, 'params' | 'body' | 'actor'> {}

/** Only what comes late may need a second person. */
async function describeLate(
  context: ProgrammesContext,
  request: Asked,
  day: string | undefined,
): Promise<Act | undefined> {
  const { place, checked } = await check(context, request, day)
  if (place === undefined || checked.daysLate === 0) return undefined
  return { kind: 'late-entry', ...place, lateDays: checked.daysLate, about: { round: request.params.id } }
}

/** @param toCommand of the day on which it counts */
async function amend(
  context: ProgrammesContext,
  request: Asked,
  day: string | undefined,
  approval: Approval | undefined,
  toCommand: (on: string) => RoundCommand | Problem | Promise<RoundCommand | Problem>,
): Promise<StreamCommand<RoundCommand> | Problem> {
  const { checked } = await check(context, request, day, approval)
  const command = await toCommand(checked.day)
  if (isProblem(command)) return command
  const { lateEntry } = checked.metadata
  return {
    stream: request.params.id,
    command,
    refusal: checked.refusal,
    // What is withdrawn counts on the day on which it is; who was there goes by the stated day.
    metadata: lateEntry ? { lateEntry, paperDay: checked.day } : {},
    mayCreate: true,
  }
}

async function check(
  context: ProgrammesContext,
  { params, body, actor }: Asked,
  day: string | undefined,
  approval?: Approval,
) {
  const { clock, acts } = context
  const place = await placeOf(context, params.id)
  const policy = () => (place === undefined ? defaultLatePolicy : acts.latePolicyOf(place.division))
  const asked = { day, lateEntry: body.lateEntry, actor, policy, now: clock.now(), askedOn: approval?.askedOn }
  return { place, checked: checkDay(asked) }
}

/** A division that has not been heard of has no limits; the act itself says that there is no such round. */
async function placeOf(
  context: ProgrammesContext,
  round: string,
): Promise<{ readonly programme: string; readonly division: string } | undefined> {
  const programme = await programmeOf(context, round)
  const division = programme === undefined ? undefined : context.facts.divisionOfProgramme(programme)
  return programme === undefined || division === undefined ? undefined : { programme, division }
}

function programmeOf({ runner }: ProgrammesContext, round: string): Promise<string | undefined> {
  return runner.read(roundDecider, roundCodec, round, (state) =>
    state.status === 'absent' ? undefined : state.programme,
  )
}

async function join(
  context: ProgrammesContext,
  { params, body }: Asked<z.output<typeof joinersBody>>,
  joinedOn: string,
): Promise<RoundCommand | Problem> {
  const { facts, runner } = context
  const programme = await programmeOf(context, params.id)
  if (programme === undefined) return refused('round-unknown')
  const entries = body.workers.map((worker) => ({ worker, entry: facts.findOnRoster(programme, worker) }))
  const stranger = entries.find(({ entry }) => entry === undefined)
  if (stranger) return refused('worker-not-on-roster', { worker: stranger.worker })
  const joining = entries.flatMap(({ worker, entry }) =>
    entry ? [{ ...entry, ...facts.memberOf(params.id, worker) }] : [],
  )
  const isClosed = await runner.read(programmeDecider, programmeCodec, programme, ({ status }) => status === 'closed')
  const { reason } = body
  return { type: 'JoinRound', entries: unrepeated(joining), joinedOn, reason, programmeClosed: isClosed === true }
}

function leave(
  { facts }: ProgrammesContext,
  { params, body }: Asked<z.output<typeof leaversBody>>,
  leftOn: string,
): RoundCommand {
  const { credits, reason } = body
  const leaving = body.workers.map((worker) => facts.memberOf(params.id, worker))
  return { type: 'LeaveRound', workers: unrepeated(leaving), leftOn, credits, reason }
}

function changed(event: { readonly type: string; readonly data: object }): number {
  if ('workers' in event.data && Array.isArray(event.data.workers)) return event.data.workers.length
  const groups = 'groups' in event.data && Array.isArray(event.data.groups) ? event.data.groups : []
  return groups.reduce((sum: number, { workers }: { workers: readonly string[] }) => sum + workers.length, 0)
}

function unrepeated<Entry extends { readonly worker: string }>(entries: readonly Entry[]): Entry[] {
  return [...new Map(entries.map((entry) => [entry.worker, entry])).values()]
}

function refused(code: keyof typeof REFUSALS, facts: Problem['facts'] = {}): Problem {
  return problemOf({ code, facts }, REFUSALS)
}
