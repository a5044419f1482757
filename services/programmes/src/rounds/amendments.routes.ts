import type { Act } from '@welfare/approvals/act.ts'
import { defineActRoute } from '@welfare/approvals/define-act-route.ts'
import { leaverCredits } from '@welfare/contracts/events/people.ts'
import { count, day, idOf, reason } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import { answerCommand, problemOf } from '@welfare/http/answer-command.ts'
import { defaultLatePolicy, judgeDay, lateEntryBody, lateEntryRefusals } from '@welfare/http/late-entry.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import type { Approval } from '@welfare/http/room.ts'
import { commandInput, commandMetadata } from '@welfare/http/room.ts'
import type { Route, RouteAnswer, RouteRequest } from '@welfare/http/route.ts'
import { z } from 'zod'
import { programmeDecider } from '../programme.decider.ts'
import { type ProgrammesContext, programmeCodec, roundCodec } from '../programmes.context.ts'
import type { RoundCommand } from './round.commands.ts'
import { roundDecider } from './round.decider.ts'

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

type Asked = RouteRequest<
  { id: string },
  { after?: string | undefined },
  z.output<typeof joinersBody | typeof leaversBody>,
  string
>

interface Amending {
  readonly stated: string | undefined
  readonly approval: Approval | undefined
  readonly toCommand: (on: string) => RoundCommand | Problem | Promise<RoundCommand | Problem>
}

/** Who joins a round, or leaves it, after it was frozen. Coverage shows the plan as frozen and as amended. */
export function createAmendmentsRoutes(context: ProgrammesContext): readonly Route[] {
  const { clock, copy, acts } = context
  const shared = {
    method: 'post',
    tag: 'programmes',
    params: z.strictObject({ id: idOf('round') }),
    query: z.strictObject({ after: afterField }),
    answers: { 200: { description: 'Done, or already so; how many people it changed', schema: answer } },
    refusals: REFUSALS,
  } as const
  return [
    defineActRoute(context, {
      ...shared,
      path: '/v1/rounds/{id}/joiners',
      operationId: 'joinRound',
      summary: "Adds people of the programme's roster to a round that is frozen already; they can be issued to in it",
      body: joinersBody,
      describe: (request) => describeLate(request, request.body.joinedOn),
      perform: ({ runner }, request, approval) =>
        amend(runner, request, { stated: request.body.joinedOn, approval, toCommand: (on) => join(request, on) }),
    }),
    defineActRoute(context, {
      ...shared,
      path: '/v1/rounds/{id}/leavers',
      operationId: 'leaveRound',
      summary: 'People leave a round after it was frozen: their credits run on, or go back to the programme',
      body: leaversBody,
      describe: (request) => describeLate(request, request.body.leftOn),
      perform: ({ runner }, request, approval) =>
        amend(runner, request, { stated: request.body.leftOn, approval, toCommand: (on) => leave(request, on) }),
    }),
  ]

  function leave(
    { params, body }: Pick<RouteRequest<{ id: string }, unknown, z.output<typeof leaversBody>>, 'params' | 'body'>,
    leftOn: string,
  ): RoundCommand {
    const { credits, reason } = body
    const leaving = body.workers.map((worker) => copy.memberOf(params.id, worker))
    return { type: 'LeaveRound', workers: unrepeated(leaving), leftOn, credits, reason }
  }

  /** A division that has not been heard of has no limits; the act itself says that there is no such round. */
  async function placeOf(
    round: string,
  ): Promise<{ readonly programme: string; readonly division: string } | undefined> {
    const programme = await programmeOf(round)
    const division = programme === undefined ? undefined : copy.divisionOfProgramme(programme)
    return programme === undefined || division === undefined ? undefined : { programme, division }
  }

  async function judge({ params, body, actor }: Asked, day: string | undefined, approval?: Approval) {
    const place = await placeOf(params.id)
    const policy = place === undefined ? defaultLatePolicy : acts.latePolicyOf(place.division)
    const asked = { day, lateEntry: body.lateEntry, actor, policy, now: clock.now(), askedOn: approval?.askedOn }
    return { place, judged: judgeDay(asked) }
  }

  /** Only what comes late may need a second person. */
  async function describeLate(request: Asked, day: string | undefined): Promise<Act | undefined> {
    const { place, judged } = await judge(request, day)
    if (place === undefined || judged.daysLate === 0) return undefined
    return { kind: 'late-entry', ...place, lateDays: judged.daysLate, about: { round: request.params.id } }
  }

  function programmeOf(round: string): Promise<string | undefined> {
    return context.runner.read(roundDecider, roundCodec, round, (state) =>
      state.status === 'absent' ? undefined : state.programme,
    )
  }

  async function join(
    { params, body }: Pick<RouteRequest<{ id: string }, unknown, z.output<typeof joinersBody>>, 'params' | 'body'>,
    joinedOn: string,
  ): Promise<RoundCommand | Problem> {
    const programme = await programmeOf(params.id)
    if (programme === undefined) return refused('round-unknown')
    const entries = body.workers.map((worker) => ({ worker, entry: copy.findOnRoster(programme, worker) }))
    const stranger = entries.find(({ entry }) => entry === undefined)
    if (stranger) return refused('worker-not-on-roster', { worker: stranger.worker })
    const joining = entries.flatMap(({ worker, entry }) =>
      entry ? [{ ...entry, ...copy.memberOf(params.id, worker) }] : [],
    )
    const isClosed = await context.runner.read(
      programmeDecider,
      programmeCodec,
      programme,
      ({ status }) => status === 'closed',
    )
    return {
      type: 'JoinRound',
      entries: unrepeated(joining),
      joinedOn,
      reason: body.reason,
      programmeClosed: isClosed === true,
    }
  }

  async function amend(
    runner: ProgrammesContext['runner'],
    request: Asked,
    { stated, approval, toCommand }: Amending,
  ): Promise<RouteAnswer | Problem> {
    const { params, body, actor, commandId } = request
    const { judged } = await judge(request, stated, approval)
    const command = await toCommand(judged.day)
    if (isProblem(command)) return command
    const { lateEntry } = judged.metadata
    const result = await runner.execute(roundDecider, roundCodec, {
      stream: params.id,
      command,
      refusal: judged.refusal,
      commandId,
      input: commandInput(body),
      // What is withdrawn counts on the day on which it is; who was there goes by the stated day.
      metadata: commandMetadata(clock, actor, { ...(lateEntry && { lateEntry, paperDay: judged.day }), approval }),
      mayCreate: true,
    })
    return answerCommand(result, {
      refusals: REFUSALS,
      onAccepted: ({ events }) => ({
        status: 200,
        body: { round: params.id, workers: events.reduce((sum, { event }) => sum + changed(event), 0) },
      }),
    })
  }
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
