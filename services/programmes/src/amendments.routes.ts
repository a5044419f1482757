import { leaverCredits } from '@welfare/contracts/events/people.ts'
import { count, day, idOf, reason } from '@welfare/contracts/primitives.ts'
import { afterField, awaitAfter } from '@welfare/service-kit/after.ts'
import { answerCommand, problemOf } from '@welfare/service-kit/answer-command.ts'
import { defaultLatePolicy, judgeDay, lateEntryBody, lateEntryRefusals } from '@welfare/service-kit/late-entry.ts'
import { isProblem, type Problem, problem } from '@welfare/service-kit/problem.ts'
import { caughtUp, commandInput, commandMetadata } from '@welfare/service-kit/room.ts'
import { defineRoute, type Route, type RouteAnswer, type RouteRequest } from '@welfare/service-kit/route.ts'
import { z } from 'zod'
import { programmeDecider } from './programme.decider.ts'
import { type ProgrammesContext, programmeCodec, roundCodec } from './programmes.context.ts'
import { type RoundCommand, roundDecider } from './round.decider.ts'

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

/** Who joins a round, or leaves it, after it was frozen. Coverage shows the plan as frozen and as amended. */
export function createAmendmentsRoutes(context: ProgrammesContext): readonly Route[] {
  const { runner, clock, copy, facts, store } = context
  const shared = {
    method: 'post',
    tag: 'programmes',
    params: z.strictObject({ id: idOf('round') }),
    query: z.strictObject({ after: afterField }),
    answers: { 200: { description: 'Done, or already so; how many people it changed', schema: answer } },
    refusals: REFUSALS,
  } as const
  return [
    defineRoute({
      ...shared,
      path: '/v1/rounds/{id}/joiners',
      operationId: 'joinRound',
      summary: "Adds people of the programme's roster to a round that is frozen already; they can be issued to in it",
      body: joinersBody,
      handle: (request) => amend(request, request.body.joinedOn, (on) => join(request, on)),
    }),
    defineRoute({
      ...shared,
      path: '/v1/rounds/{id}/leavers',
      operationId: 'leaveRound',
      summary: 'People leave a round after it was frozen: their credits run on, or go back to the programme',
      body: leaversBody,
      handle: (request) =>
        amend(request, request.body.leftOn, (leftOn) => {
          const { credits, reason } = request.body
          const leaving = request.body.workers.map((worker) => copy.memberOf(request.params.id, worker))
          return { type: 'LeaveRound', workers: unrepeated(leaving), leftOn, credits, reason }
        }),
    }),
  ]

  async function join(
    { params, body }: Pick<RouteRequest<{ id: string }, unknown, z.output<typeof joinersBody>>, 'params' | 'body'>,
    joinedOn: string,
  ): Promise<RoundCommand | Problem> {
    const programme = await runner.read(roundDecider, roundCodec, params.id, (state) =>
      state.status === 'absent' ? undefined : state.programme,
    )
    if (programme === undefined) return refused('round-unknown')
    const entries = body.workers.map((worker) => ({ worker, entry: copy.findOnRoster(programme, worker) }))
    const stranger = entries.find(({ entry }) => entry === undefined)
    if (stranger) return refused('worker-not-on-roster', { worker: stranger.worker })
    const joining = entries.flatMap(({ worker, entry }) =>
      entry ? [{ ...entry, ...copy.memberOf(params.id, worker) }] : [],
    )
    const isClosed = await runner.read(programmeDecider, programmeCodec, programme, ({ status }) => status === 'closed')
    return {
      type: 'JoinRound',
      entries: unrepeated(joining),
      joinedOn,
      reason: body.reason,
      programmeClosed: isClosed === true,
    }
  }

  async function amend(
    { params, query, body, actor, commandId, signal }: Asked,
    stated: string | undefined,
    toCommand: (on: string) => RoundCommand | Problem | Promise<RoundCommand | Problem>,
  ): Promise<RouteAnswer | Problem> {
    const late = await awaitAfter(facts, query.after, { signal })
    if (late) return late
    const judged = judgeDay({
      day: stated,
      lateEntry: body.lateEntry,
      actor,
      policy: defaultLatePolicy,
      now: clock.now(),
    })
    if (!(await caughtUp(store, facts))) return problem('after-not-reached')
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
      metadata: commandMetadata(clock, actor, { ...(lateEntry && { lateEntry, paperDay: judged.day }) }),
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
