import { scopeHoldsDivision } from '@welfare/contracts/authority.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import { answerPage, pageOf } from '@welfare/http/paging.ts'
import { isProblem, type Problem, problem } from '@welfare/http/problem.ts'
import { decodeCursor, pageFields, queryBoolean } from '@welfare/http/query-fields.ts'
import { type Actor, defineRoute, notKept, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { READING_REFUSALS, readPurpose } from '../personal-data/access-records.ts'
import type { RegistryContext } from '../registry.context.ts'
import { registryLimits } from '../registry-limits.ts'
import type { WorkerFacts } from '../roster/roster.queries.ts'
import { showMasked, showRevealed, workerAnswer } from './worker-answer.ts'

const ids = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(idOf('worker')).min(1).max(registryLimits.idsPerQuery))
  .meta({ description: 'Worker ids, separated by commas', override: { type: 'string' } })

const revealFields = {
  reveal: queryBoolean.optional().meta({ description: 'Real names instead of masked ones; the read is recorded' }),
  purpose: readPurpose.optional(),
}

const maskedName = z.strictObject({
  worker: idOf('worker'),
  name: z.string().optional().meta({ example: '王*明', description: 'Absent where the data is restricted or erased' }),
})

/**
 * People: masked, or by real name for a purpose that is recorded. Whose data is restricted or erased has no name here at all. Who is shown is
 * recorded, and who is asked for by id comes at once: no listRoute.
 */
export function createWorkerRoutes({ facts, accessRecords }: RegistryContext): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/workers',
      operationId: 'listWorkers',
      summary: "Lists workers by id, on a programme's roster, or all; names are masked unless revealed",
      tag: 'workers',
      query: z.strictObject({
        ...pageFields,
        ...revealFields,
        ids: ids.optional(),
        programme: idOf('programme').optional(),
        after: afterField,
      }),
      answers: {
        200: {
          description: 'A page',
          schema: pageOf(workerAnswer),
        },
      },
      refusals: READING_REFUSALS,
      async handle({ query, actor }) {
        const place = decodeCursor(query.cursor, z.tuple([z.int().min(0)]))
        if (place && isProblem(place)) return place
        const { limit, programme } = query
        const found = query.ids
          ? findAll(query.ids, actor)
          : facts.listWorkers({ after: place?.[0] ?? 0, limit: limit + 1, programme, scope: actor.scope })
        const shown = query.ids ? found : found.slice(0, limit)
        const refused = await recordIfRevealed('listWorkers', actor, query, shown)
        if (refused) return refused
        const show = query.reveal ? showRevealed : showMasked
        if (query.ids) return { status: 200, body: { items: found.map(show) } }
        return answerPage(found, limit, ({ registered }) => [registered], show)
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/workers/{id}',
      operationId: 'readWorker',
      summary: 'Reads one worker; the name is masked unless revealed',
      tag: 'workers',
      params: z.strictObject({ id: idOf('worker') }),
      query: z.strictObject({ ...revealFields, after: afterField }),
      answers: { 200: { description: 'The worker', schema: workerAnswer } },
      refusals: READING_REFUSALS,
      async handle({ params, query, actor }) {
        const found = facts.findWorker(params.id)
        if (!found) return problem('not-found')
        const refused = await recordIfRevealed('readWorker', actor, query, [found])
        if (refused) return refused
        const body = query.reveal ? showRevealed(found) : showMasked(found)
        return { status: 200, body, version: found.version, headers: notKept }
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/workers/{id}/masked-name',
      operationId: 'readMaskedName',
      summary: 'Reads the masked name of who holds a card, for the till to which it is shown',
      tag: 'workers',
      params: z.strictObject({ id: idOf('worker') }),
      query: z.strictObject({ after: afterField }),
      answers: { 200: { description: 'The name, where it may be shown', schema: maskedName } },
      refusals: {},
      handle({ params }) {
        const found = facts.findWorker(params.id)
        if (!found) return problem('not-found')
        const person = showMasked(found).person
        return { status: 200, body: { worker: params.id, ...(person && { name: person.name }) } }
      },
    }),
  ]

  function findAll(wanted: readonly string[], { scope }: Actor): readonly WorkerFacts[] {
    const found = wanted.flatMap((id) => facts.findWorker(id) ?? [])
    return found.filter(({ division }) => scopeHoldsDivision(scope, division))
  }

  async function recordIfRevealed(
    operation: string,
    actor: Actor,
    query: {
      readonly reveal?: boolean | undefined
      readonly purpose?: string | undefined
      readonly programme?: string | undefined
    },
    people: readonly WorkerFacts[],
  ): Promise<Problem | undefined> {
    if (query.reveal !== true) return undefined
    return accessRecords.record(actor, { operation, purpose: query.purpose, programme: query.programme, people })
  }
}
