import { createHash } from 'node:crypto'
import { accountName } from '@welfare/contracts/authority.ts'
import { objectionDecided, roundAnnounced } from '@welfare/contracts/events/programmes.ts'
import { idOf, reason } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import { answerState } from '@welfare/http/answer-command.ts'
import { commandRoute, onlyEvent } from '@welfare/http/command-route.ts'
import { queryInteger } from '@welfare/http/query-fields.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import { programmeDecider } from '../programme.decider.ts'
import { type ProgrammesContext, programmeCodec, roundCodec } from '../programmes.context.ts'
import type { AnnounceRound } from './round.commands.ts'
import { roundDecider } from './round.decider.ts'

const params = z.strictObject({ id: idOf('round') })
const announcement = roundAnnounced.omit({ programme: true })
const objection = z.strictObject({
  objection: z.int().min(1),
  worker: idOf('worker'),
  raisedBy: accountName,
  reason,
  outcome: objectionDecided.shape.outcome.optional().meta({ description: 'None while nobody has decided' }),
})
const announcementsAnswer = z.strictObject({
  round: idOf('round'),
  announcements: z.array(announcement).meta({ description: 'The first holds for everybody who was on the list then' }),
  objections: z.array(objection),
})
const decided = z.strictObject({ round: idOf('round'), objection: z.int(), outcome: objectionDecided.shape.outcome })
const REFUSALS = {
  'round-unknown': 404,
  'round-not-sealed': 409,
  'plan-mismatch': 422,
} as const

/** 公示: a round's list is announced before money goes to who is on it, and whoever is objected to is held back until it is decided. */
export function createAnnouncementsRoutes(context: ProgrammesContext): readonly Route[] {
  return [announceRoute(context), readRoute(context), raiseRoute(context), decideRoute(context)]
}

function announceRoute(context: ProgrammesContext): Route {
  const { runner, clock } = context
  return commandRoute(context, {
    method: 'post',
    path: '/v1/rounds/{id}/announcements',
    operationId: 'announceRound',
    summary: 'Announces who is on the list now, for as many working days as the programme’s rules say',
    tag: 'programmes',
    params,
    query: z.strictObject({ after: afterField }),
    body: z.strictObject({}),
    answers: { 201: { description: 'From when until when, and of which list', schema: announcement } },
    refusals: {
      ...REFUSALS,
      'programme-closed': 409,
      'announcement-not-ruled': 409,
      'already-announced': 409,
      'list-changes': 409,
      'working-days-unknown': 409,
    },
    decidedBy: [roundDecider, roundCodec],
    async toCommand({ params: { id } }) {
      const programme = await runner.read(roundDecider, roundCodec, id, (state) =>
        state.status === 'absent' ? undefined : state.programme,
      )
      const rule =
        programme !== undefined &&
        (await runner.read(programmeDecider, programmeCodec, programme, (state) =>
          state.status === 'absent'
            ? undefined
            : { workingDays: state.rules.announcementDays, programmeClosed: state.status === 'closed' },
        ))
      const today = shanghaiDay(clock.now())
      const { workingDays, programmeClosed } = rule || { workingDays: undefined, programmeClosed: false }
      return {
        stream: id,
        command: { type: 'AnnounceRound', today, workingDays, programmeClosed, list: listOf(context, id) },
        mayCreate: true,
      }
    },
    toAnswer({ events }, _, { stream }) {
      const { programme: __, ...data } = onlyEvent(events, 'RoundAnnounced', stream).data
      return { status: 201, body: data }
    },
  })
}

/** SHA-256 of the worker ids on the list, each with a line end, in their order as text: from the round's events anybody gets the same. */
function listOf({ facts }: ProgrammesContext, round: string): AnnounceRound['list'] {
  const hash = createHash('sha256')
  for (const worker of facts.listMembers(round)) hash.update(`${worker}\n`)
  return { steps: facts.stepsOf(round), hash: hash.digest('hex') }
}

function readRoute(context: ProgrammesContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/rounds/{id}/announcements',
    operationId: 'readAnnouncements',
    summary: 'Reads when a round’s list was announced, and who on it was objected to',
    tag: 'programmes',
    params,
    answers: { 200: { description: 'In their order', schema: announcementsAnswer } },
    refusals: { 'round-unknown': 404 },
    handle: async ({ params: { id } }) =>
      (await answerState(context, [roundDecider, roundCodec], id, (state) =>
        state.status === 'absent'
          ? undefined
          : {
              round: id,
              announcements: state.announcements.map(({ programme: _, ...one }) => one),
              objections: state.objections.map(({ programme: _, ...one }) => one),
            },
      )) ?? { code: 'round-unknown', status: 404, facts: {} },
  })
}

function raiseRoute(context: ProgrammesContext): Route {
  return commandRoute(context, {
    method: 'post',
    path: '/v1/rounds/{id}/objections',
    operationId: 'raiseObjection',
    summary: 'Enters an objection to somebody on an announced list: they are held back, and nobody else',
    tag: 'programmes',
    params,
    query: z.strictObject({ after: afterField }),
    body: z.strictObject({ worker: idOf('worker'), reason }),
    answers: { 201: { description: 'The objection', schema: objection } },
    refusals: { ...REFUSALS, 'round-not-announced': 409, 'worker-not-in-round': 422, 'objection-stands': 409 },
    decidedBy: [roundDecider, roundCodec],
    toCommand: ({ params: { id }, body: { worker, reason }, actor }) => ({
      stream: id,
      command: {
        ...{ type: 'RaiseObjection', member: context.facts.memberOf(id, worker) },
        ...{ raisedBy: actor.id, reason },
      },
      mayCreate: true,
    }),
    toAnswer({ events }, _, { stream }) {
      const { programme: __, ...data } = onlyEvent(events, 'ObjectionRaised', stream).data
      return { status: 201, body: data }
    },
  })
}

function decideRoute(context: ProgrammesContext): Route {
  return commandRoute(context, {
    method: 'post',
    path: '/v1/rounds/{id}/objections/{objection}/decision',
    operationId: 'decideObjection',
    summary: 'Upholds an objection, so that the person stays held back, or rejects it; not who entered it',
    tag: 'programmes',
    params: params.extend({ objection: queryInteger({ min: 1, max: 100_000 }) }),
    body: z.strictObject({ outcome: objectionDecided.shape.outcome, reason }),
    answers: { 200: { description: 'Decided, or so already', schema: decided } },
    refusals: { 'objection-unknown': 404, 'objection-decided': 409, 'raiser-cannot-decide': 403 },
    decidedBy: [roundDecider, roundCodec],
    toCommand: ({ params: { id, objection }, body: { outcome, reason }, actor }) => ({
      stream: id,
      command: { type: 'DecideObjection', objection, outcome, reason, account: actor.id },
      mayCreate: true,
    }),
    toAnswer: (_, { params: { id, objection }, body: { outcome } }) => ({
      status: 200,
      body: { round: id, objection, outcome },
    }),
  })
}
