import { workerErased, workerRestricted, workerRestrictionLifted } from '@welfare/contracts/events/registry.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { derivedUuid } from '@welfare/event-store/derived-id.ts'
import { notAccepted, problemOf } from '@welfare/http/answer-command.ts'
import { commandInput, commandMetadata, commandRoute } from '@welfare/http/command-route.ts'
import { isProblem, type Problem, problem } from '@welfare/http/problem.ts'
import type { Route } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import type { WorkerCommand } from '../people/worker.commands.ts'
import { workerDecider } from '../people/worker.decider.ts'
import { documentField, reflect } from '../people/worker-records.ts'
import { type RegistryContext, workerCodec } from '../registry.context.ts'

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

/** What becomes of a person's data: storage only, handled again, erased. */
export function createPersonalDataRoutes(context: RegistryContext): readonly Route[] {
  const { facts, clock, keyStore } = context
  const recordsOf = (id: string) => [id, ...facts.listDoubles(id)]
  return [
    recordsRoute(context, {
      path: '/v1/workers/{id}/restriction',
      operationId: 'restrictWorker',
      summary: "Restricts a person's data: it is stored, and no list, page, printout or export shows it",
      body: workerRestricted.extend({ document: documentField }),
      answer: 'Restricted, or already so',
      refusals: REFUSALS,
      toCommand: (_, { reason }) => ({ type: 'RestrictWorker', reason }),
      processing: 'restricted',
    }),
    recordsRoute(context, {
      path: '/v1/workers/{id}/restriction/lifting',
      operationId: 'liftWorkerRestriction',
      summary: "Lifts the restriction of a person's data",
      body: workerRestrictionLifted.extend({ document: documentField }),
      answer: 'Lifted, or not restricted',
      refusals: REFUSALS,
      toCommand: (_, { reason }) => ({ type: 'LiftRestriction', reason }),
      processing: 'open',
    }),
    recordsRoute(context, {
      path: '/v1/workers/{id}/erasure',
      operationId: 'eraseWorker',
      summary: "Destroys the person's key: name, number and telephone cannot be read again, in no copy of the log",
      body: workerErased.extend({ document: documentField }),
      answer: 'Erased, or already so',
      refusals: ERASURE_REFUSALS,
      toCommand(id, { reason, retentionEndedOn }) {
        if (!keyStore.canDestroy())
          return problemOf({ code: 'erasure-register-not-writable', facts: {} }, ERASURE_REFUSALS)
        const today = shanghaiDay(clock.now())
        const openCredits = recordsOf(id).reduce((sum, worker) => sum + facts.countOpenCredits(worker, today), 0)
        return { type: 'EraseWorker', reason, retentionEndedOn, today, openCredits }
      },
      processing: 'erased',
      // The events are durable; until the keys are gone too the work is not done, and the same request sent again waits for it.
      isDone: (id) => recordsOf(id).every((worker) => keyStore.isErased(worker)),
    }),
  ]
}

/** One command to every record of the person, the merged ones first: what the last answer says holds of all. */
function recordsRoute<Body extends { readonly document?: z.infer<typeof documentField> }>(
  context: RegistryContext,
  definition: Pick<Route, 'path' | 'operationId' | 'summary' | 'refusals'> & {
    readonly body: z.ZodType<Body>
    readonly answer: string
    toCommand(id: string, body: Body): WorkerCommand | Problem
    readonly processing: z.infer<typeof answer>['processing']
    isDone?(id: string): boolean
  },
): Route {
  const { toCommand, processing, isDone, answer: description, ...route } = definition
  const { facts, runner, clock } = context
  return commandRoute(context, {
    ...route,
    method: 'post',
    tag: 'workers',
    params,
    answers: { 200: { description, schema: answer } },
    decidedBy: [workerDecider, workerCodec],
    async toCommand({ params: { id }, body, actor, commandId }) {
      const command = toCommand(id, body)
      if (isProblem(command)) return command
      const survivor = facts.findWorker(id)?.mergedInto
      if (survivor !== undefined) return problemOf({ code: 'worker-merged', facts: { survivor } }, route.refusals)
      const { document } = body
      for (const double of facts.listDoubles(id)) {
        const done = await runner.execute(workerDecider, workerCodec, {
          stream: double,
          command,
          commandId: derivedUuid('double', commandId, double),
          input: commandInput(body),
          metadata: commandMetadata(clock, actor, { document }),
        })
        if (done.outcome !== 'accepted') return notAccepted(done, route.refusals)
        await reflect(context, done.position)
      }
      return { stream: id, command, metadata: { document } }
    },
    async toAnswer({ version, position }, { params: { id } }) {
      await reflect(context, position)
      return isDone?.(id) === false ? problem('after-not-reached') : { status: 200, body: { id, version, processing } }
    },
  })
}
