import { idOf, reason } from '@welfare/contracts/primitives.ts'
import { derivedUuid } from '@welfare/event-store/derived-id.ts'
import { answerCommand, problemOf } from '@welfare/http/answer-command.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import { commandInput, commandMetadata } from '@welfare/http/room.ts'
import { defineRoute, type Route, type RouteAnswer, type RouteRequest } from '@welfare/http/route.ts'
import { z } from 'zod'
import { workerCodec } from '../codecs.ts'
import type { WorkerCommand } from './worker.commands.ts'
import { workerDecider } from './worker.decider.ts'
import type { CorrectionOptions } from './worker-corrections.routes.ts'
import { documentField, findOwnRecord, RECORD_REFUSALS, reflect } from './worker-records.ts'

const REFUSALS = { ...RECORD_REFUSALS, 'merged-with-itself': 422, 'merged-the-other-way': 409 } as const

const body = z.strictObject({
  double: idOf('worker').meta({ description: 'The record that ends; its numbers find the other one from then on' }),
  reason,
  document: documentField,
})
const answer = z.strictObject({ id: idOf('worker'), double: idOf('worker'), version: z.int().min(1) })

/** Two records of one person become one. The survivor takes the double first: what a crash leaves in between, the same request completes. */
export function createMergeRoutes(options: CorrectionOptions): readonly Route[] {
  const { copy, runner, clock, keyStore } = options
  return [
    defineRoute({
      method: 'post',
      path: '/v1/workers/{id}/doubles',
      operationId: 'mergeWorkers',
      summary: "Two records of one person become one: the double's open credits go back to their programmes",
      tag: 'workers',
      params: z.strictObject({ id: idOf('worker') }),
      body,
      answers: { 200: { description: 'Merged, or already so', schema: answer } },
      refusals: REFUSALS,
      handle: merge,
    }),
  ]

  async function merge(
    request: RouteRequest<{ id: string }, unknown, z.output<typeof body>, string>,
  ): Promise<RouteAnswer | Problem> {
    const { params, body: given, actor } = request
    const { double } = given
    if (double === params.id) return problemOf({ code: 'merged-with-itself', facts: {} }, REFUSALS)
    const survivor = await findOwnRecord(options, params.id, actor)
    if (isProblem(survivor)) return survivor
    const found =
      copy.findWorker(double)?.mergedInto === params.id ? survivor : await findOwnRecord(options, double, actor)
    if (isProblem(found)) return found
    const taken = await execute(request, params.id, 'take', { type: 'TakeDouble', double })
    if (isProblem(taken)) return taken
    const sealedReason = keyStore.encryptFields(double, { reason: given.reason })
    const command = { type: 'MergeInto', self: double, survivor: params.id, sealedReason } as const
    const merged = await execute(request, double, 'merge', command)
    if (isProblem(merged)) return merged
    return { ...merged, body: { id: params.id, double, version: taken.version }, version: taken.version ?? 1 }
  }

  async function execute(
    {
      actor,
      commandId,
      body: given,
    }: Pick<RouteRequest<unknown, unknown, z.output<typeof body>, string>, 'actor' | 'commandId' | 'body'>,
    stream: string,
    step: string,
    command: WorkerCommand,
  ): Promise<RouteAnswer | Problem> {
    const result = await runner.execute(workerDecider, workerCodec, {
      stream,
      command,
      commandId: derivedUuid('merge-workers', commandId, step),
      input: commandInput(given),
      metadata: commandMetadata(clock, actor, { ...(given.document && { document: given.document }) }),
    })
    await reflect(options, result)
    return answerCommand(result, { refusals: REFUSALS, onAccepted: () => ({ status: 200 }) })
  }
}
