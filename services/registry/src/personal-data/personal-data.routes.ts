import { workerErased, workerRestricted, workerRestrictionLifted } from '@welfare/contracts/events/registry.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { derivedUuid } from '@welfare/event-store/derived-id.ts'
import { answerCommand, problemOf } from '@welfare/http/answer-command.ts'
import { isProblem, type Problem, problem } from '@welfare/http/problem.ts'
import { commandInput, commandMetadata, type RoomDependencies } from '@welfare/http/room.ts'
import { defineRoute, type Route, type RouteAnswer, type RouteRequest } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import { workerCodec } from '../codecs.ts'
import type { ReadOptions } from '../directory/directory.routes.ts'
import type { WorkerCommand } from '../people/worker.commands.ts'
import { workerDecider } from '../people/worker.decider.ts'
import { documentField, reflect } from '../people/worker-records.ts'

export type PersonalDataOptions = ReadOptions & Pick<RoomDependencies, 'runner' | 'clock' | 'keyStore'>

const params = z.strictObject({ id: idOf('worker') })
const answer = z.strictObject({
  id: idOf('worker'),
  version: z.int().min(1),
  processing: z.enum(['open', 'restricted', 'erased']),
})
const REFUSALS = { 'worker-erased': 409, 'worker-merged': 409 } as const
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
  const { runner, clock, copy, keyStore } = options
  return [
    defineRoute({
      method: 'post',
      path: '/v1/workers/{id}/restriction',
      operationId: 'restrictWorker',
      summary: "From now on the person's data is stored and nothing else: no list, page, paper or export shows it",
      tag: 'workers',
      params,
      body: workerRestricted.extend({ document: documentField }),
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
      body: workerRestrictionLifted.extend({ document: documentField }),
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
      body: workerErased.extend({ document: documentField }),
      answers: { 200: { description: 'Erased, or already so', schema: answer } },
      refusals: ERASURE_REFUSALS,
      async handle(request) {
        if (!keyStore.canDestroy())
          return problemOf({ code: 'erasure-register-not-writable', facts: {} }, ERASURE_REFUSALS)
        const { reason, retentionEndedOn } = request.body
        const today = shanghaiDay(clock.now())
        const { id } = request.params
        const records = [id, ...copy.listDoubles(id)]
        const openCredits = records.reduce((sum, worker) => sum + copy.countOpenCredits(worker, today), 0)
        const command = { type: 'EraseWorker', reason, retentionEndedOn, today, openCredits } as const
        const answered = await change(request, command, 'erased', ERASURE_REFUSALS)
        // The events are durable; until the keys are gone too the work is not done, and the same request sent again waits for it.
        const isDone = records.every((worker) => keyStore.isErased(worker))
        return answered.status !== 200 || isDone ? answered : problem('after-not-reached')
      },
    }),
  ]

  /** Of every record of the person, the merged ones first: what the last answer says holds of all. */
  async function change(
    asked: Asked,
    command: WorkerCommand,
    processing: 'open' | 'restricted' | 'erased',
    refusals: Readonly<Record<string, number>>,
  ): Promise<RouteAnswer | Problem> {
    const { id } = asked.params
    const survivor = copy.findWorker(id)?.mergedInto
    if (survivor !== undefined) return problemOf({ code: 'worker-merged', facts: { survivor } }, refusals)
    for (const double of copy.listDoubles(id)) {
      const changed = await execute(asked, double, derivedUuid('double', asked.commandId, double), command, refusals)
      if (isProblem(changed)) return changed
    }
    const changed = await execute(asked, id, asked.commandId, command, refusals)
    return isProblem(changed) ? changed : { ...changed, body: { id, version: changed.version, processing } }
  }

  async function execute(
    { body, actor }: Asked,
    stream: string,
    commandId: string,
    command: WorkerCommand,
    refusals: Readonly<Record<string, number>>,
  ): Promise<RouteAnswer | Problem> {
    const paper = documentField.parse('document' in body ? body.document : undefined)
    const result = await runner.execute(workerDecider, workerCodec, {
      stream,
      command,
      commandId,
      input: commandInput(body),
      metadata: commandMetadata(clock, actor, { ...(paper && { document: paper }) }),
    })
    await reflect(options, result)
    return answerCommand(result, { refusals, onAccepted: () => ({ status: 200 }) })
  }
}
