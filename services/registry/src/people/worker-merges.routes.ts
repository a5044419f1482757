import { idOf, reason } from '@welfare/contracts/primitives.ts'
import { derivedUuid } from '@welfare/event-store/derived-id.ts'
import { notAccepted, problemOf } from '@welfare/http/answer-command.ts'
import { commandInput, commandMetadata } from '@welfare/http/command-route.ts'
import { isProblem } from '@welfare/http/problem.ts'
import { defineRoute, type Route, type RouteRequest } from '@welfare/http/route.ts'
import { z } from 'zod'
import { type RegistryContext, workerCodec } from '../registry.context.ts'
import type { WorkerCommand } from './worker.commands.ts'
import { workerDecider } from './worker.decider.ts'
import { documentField, findOwnRecord, RECORD_REFUSALS, reflect } from './worker-records.ts'

const REFUSALS = { ...RECORD_REFUSALS, 'merged-with-itself': 422, 'merged-the-other-way': 409 } as const

const body = z.strictObject({
  double: idOf('worker').meta({ description: 'The record that ends; its numbers find the other one from then on' }),
  reason,
  document: documentField,
})
const answer = z.strictObject({ id: idOf('worker'), double: idOf('worker'), version: z.int().min(1) })

/**
 * Two records of one person become one. The survivor takes the double first: what a crash leaves in between, the same request completes.
 * Two streams, each with a command id of its own: no command's route.
 */
export function createMergeRoute(context: RegistryContext): Route {
  const { facts, runner, clock, keyStore } = context
  return defineRoute({
    method: 'post',
    path: '/v1/workers/{id}/doubles',
    operationId: 'mergeWorkers',
    summary: "Merges two records of one person; the duplicate's open credits go back to their programmes",
    tag: 'workers',
    params: z.strictObject({ id: idOf('worker') }),
    body,
    answers: { 200: { description: 'Merged, or already so', schema: answer } },
    refusals: REFUSALS,
    async handle(request) {
      const { params, body: given, actor } = request
      const { double } = given
      const { id } = params
      if (double === id) return problemOf({ code: 'merged-with-itself', facts: {} }, REFUSALS)
      const survivor = await findOwnRecord(context, id, actor)
      if (isProblem(survivor)) return survivor
      const isMerged = facts.findWorker(double)?.mergedInto === id
      const found = isMerged ? survivor : await findOwnRecord(context, double, actor)
      if (isProblem(found)) return found
      const taken = await execute(request, id, 'take', { type: 'TakeDouble', double })
      if (isProblem(taken)) return taken
      const sealedReason = keyStore.encryptFields(double, { reason: given.reason })
      const merged = await execute(request, double, 'merge', {
        type: 'MergeInto',
        self: double,
        survivor: id,
        sealedReason,
      })
      if (isProblem(merged)) return merged
      const { version } = taken
      return { status: 200, version, position: merged.position, body: { id, double, version } }
    },
  })

  async function execute(
    { actor, commandId, body: given }: RouteRequest<unknown, unknown, z.output<typeof body>, string>,
    stream: string,
    step: string,
    command: WorkerCommand,
  ) {
    const { document } = given
    const result = await runner.execute(workerDecider, workerCodec, {
      stream,
      command,
      commandId: derivedUuid('merge-workers', commandId, step),
      input: commandInput(given),
      metadata: commandMetadata(clock, actor, { document }),
    })
    if (result.outcome !== 'accepted') return notAccepted(result, REFUSALS)
    await reflect(context, result.position)
    return result
  }
}
