import { division, idOf } from '@welfare/contracts/primitives.ts'
import { afterField, awaitAfter } from '@welfare/service-kit/after.ts'
import { answerPage, pageOf } from '@welfare/service-kit/paging.ts'
import { isProblem, problem } from '@welfare/service-kit/problem.ts'
import { decodeCursor, pageFields } from '@welfare/service-kit/query-fields.ts'
import { awaitFresh, findFresh } from '@welfare/service-kit/room.ts'
import { defineRoute, type Route } from '@welfare/service-kit/route.ts'
import { z } from 'zod'
import type { ReadOptions } from './directory.routes.ts'
import { registryLimits } from './registry-limits.ts'
import type { WorkerFacts } from './roster.queries.ts'

const worker = z.strictObject({
  id: idOf('worker'),
  version: z.int().min(1),
  employer: idOf('employer'),
  division,
  trade: z.string(),
  /** Absent once the person's key has been destroyed. */
  person: z
    .strictObject({
      name: z.string(),
      identityNumber: z.string(),
      birthDate: z.string(),
      sex: z.enum(['female', 'male']),
      phone: z.string().optional(),
    })
    .optional(),
})

const ids = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(idOf('worker')).min(1).max(registryLimits.idsPerQuery))
  .meta({ description: 'Worker ids, separated by commas', override: { type: 'string' } })

/** Personal: whoever asks must say who it is. */
export function createWorkerRoutes({ copy, consumer, store }: ReadOptions): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/workers',
      operationId: 'listWorkers',
      summary: "Workers by real name: those asked for by id, those on a programme's roster, or all",
      tag: 'workers',
      query: z.strictObject({
        ...pageFields,
        ids: ids.optional(),
        programme: idOf('programme').optional(),
        after: afterField,
      }),
      answers: {
        200: {
          description: 'A page',
          schema: pageOf(worker),
        },
      },
      refusals: {},
      async handle({ query, signal }) {
        const late = await awaitFresh(store, consumer, query.after, signal)
        if (late) return late
        if (query.ids) {
          const found = query.ids.flatMap((id) => copy.findWorker(id) ?? [])
          return { status: 200, body: { items: found.map(toAnswer) } }
        }
        const place = decodeCursor(query.cursor, z.tuple([z.int().min(0)]))
        if (place && isProblem(place)) return place
        const { limit, programme } = query
        const found = copy.listWorkers({ after: place?.[0] ?? 0, limit: limit + 1, programme })
        return answerPage(found, limit, ({ registered }) => [registered], toAnswer)
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/workers/{id}',
      operationId: 'readWorker',
      summary: 'One worker by real name',
      tag: 'workers',
      params: z.strictObject({ id: idOf('worker') }),
      query: z.strictObject({ after: afterField }),
      answers: { 200: { description: 'The worker', schema: worker } },
      refusals: {},
      async handle({ params, query, signal }) {
        const late = await awaitAfter(consumer, query.after, { signal })
        if (late) return late
        const found = await findFresh(() => copy.findWorker(params.id), store, consumer)
        return found ? { status: 200, body: toAnswer(found), version: found.version } : problem('not-found')
      },
    }),
  ]
}

function toAnswer({ id, version, employer, division, trade, fields }: WorkerFacts): z.infer<typeof worker> {
  return { id, version, employer, division, trade, ...(fields !== undefined && { person: fields }) }
}
