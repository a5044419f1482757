import { workerErased, workerRestricted, workerRestrictionLifted } from '@welfare/contracts/events/registry.ts'
import { idOf, text } from '@welfare/contracts/primitives.ts'
import type { CommandResult } from '@welfare/event-store/runner.ts'
import { answerCommand, problemOf } from '@welfare/service-kit/answer-command.ts'
import { waitLimits } from '@welfare/service-kit/limits.ts'
import { type Problem, problem } from '@welfare/service-kit/problem.ts'
import { caughtUp, commandInput, commandMetadata, type RoomDependencies } from '@welfare/service-kit/room.ts'
import { defineRoute, type Route, type RouteAnswer, type RouteRequest } from '@welfare/service-kit/route.ts'
import { shanghaiDay } from '@welfare/service-kit/shanghai-days.ts'
import { z } from 'zod'
import { workerCodec } from './codecs.ts'
import type { ReadOptions } from './directory.routes.ts'
import { type WorkerCommand, type WorkerEvent, workerDecider } from './worker.decider.ts'

export type PersonalDataOptions = ReadOptions & Pick<RoomDependencies, 'runner' | 'clock' | 'keyStore'>

/** The paper on which it was decided. */
const document = z.strictObject({ kind: text(40), number: text(60), date: z.iso.date().optional() }).optional()
const params = z.strictObject({ id: idOf('worker') })
const answer = z.strictObject({
  id: idOf('worker'),
  version: z.int().min(1),
  processing: z.enum(['open', 'restricted', 'erased']),
})
const REFUSALS = { 'worker-erased': 409 } as const
const ERASURE_REFUSALS = {
  ...REFUSALS,
  'worker-not-restricted': 409,
  'retention-running': 409,
  'credits-open': 409,
  /** The register of erasures beside the master key. */
  'erasure-register-not-writable': 503,
} as const

type Asked = Pick<
  RouteRequest<{ readonly id: string }, unknown, object, string>,
  'params' | 'body' | 'actor' | 'commandId'
>

/** What becomes of a person's data: storage only, handled again, erased. */
export function createPersonalDataRoutes(options: PersonalDataOptions): readonly Route[] {
  const { runner, clock, consumer, copy, keyStore, store } = options
  return [
    defineRoute({
      method: 'post',
      path: '/v1/workers/{id}/restriction',
      operationId: 'restrictWorker',
      summary: "From now on the person's data is stored and nothing else: no list, page, paper or export shows it",
      tag: 'workers',
      params,
      body: workerRestricted.extend({ document }),
      answers: { 200: { description: 'Restricted, or already so', schema: answer } },
      refusals: REFUSALS,
      handle: (request) =>
        change(request, { type: 'RestrictWorker', reason: request.body.reason }, 'restricted', REFUSALS),
    }),
    defineRoute({
      method: 'post',
      path: '/v1/workers/{id}/restriction/lifting',
      operationId: 'liftWorkerRestriction',
      summary: "The person's data is handled again as before",
      tag: 'workers',
      params,
      body: workerRestrictionLifted.extend({ document }),
      answers: { 200: { description: 'Lifted, or not restricted', schema: answer } },
      refusals: REFUSALS,
      handle: (request) => change(request, { type: 'LiftRestriction', reason: request.body.reason }, 'open', REFUSALS),
    }),
    defineRoute({
      method: 'post',
      path: '/v1/workers/{id}/erasure',
      operationId: 'eraseWorker',
      summary: "Destroys the person's key: name, number and telephone cannot be read again, in no copy of the log",
      tag: 'workers',
      params,
      body: workerErased.extend({ document }),
      answers: { 200: { description: 'Erased, or already so', schema: answer } },
      refusals: ERASURE_REFUSALS,
      async handle(request) {
        if (!keyStore.canDestroy())
          return problemOf({ code: 'erasure-register-not-writable', facts: {} }, ERASURE_REFUSALS)
        // Credits issued a moment ago must not be overlooked.
        if (!(await caughtUp(store, consumer))) return problem('after-not-reached')
        const { reason, retentionEndedOn } = request.body
        const today = shanghaiDay(clock.now())
        const openCredits = copy.countOpenCredits(request.params.id, today)
        const command = { type: 'EraseWorker', reason, retentionEndedOn, today, openCredits } as const
        const answered = await change(request, command, 'erased', ERASURE_REFUSALS)
        // The event is durable; until the key is gone too the work is not done, and the same request sent again waits for it.
        return answered.status !== 200 || keyStore.isErased(request.params.id) ? answered : problem('after-not-reached')
      },
    }),
  ]

  async function change(
    { params, body, actor, commandId }: Asked,
    command: WorkerCommand,
    processing: 'open' | 'restricted' | 'erased',
    refusals: Readonly<Record<string, number>>,
  ): Promise<RouteAnswer | Problem> {
    const paper = document.parse('document' in body ? body.document : undefined)
    const result = await runner.execute(workerDecider, workerCodec, {
      stream: params.id,
      command,
      commandId,
      input: commandInput(body),
      metadata: commandMetadata(clock, actor, { ...(paper && { document: paper }) }),
    })
    await reflected(result)
    return answerCommand(result, {
      refusals,
      onAccepted: ({ version }) => ({ status: 200, body: { id: params.id, version, processing } }),
    })
  }

  /** Whoever is told sees it in every list; bounded. */
  async function reflected(result: CommandResult<WorkerEvent>): Promise<void> {
    if (result.outcome !== 'accepted' || result.position === undefined) return
    await consumer.waitFor(result.position, { timeoutMs: waitLimits.freshFactsMs })
  }
}
