import { afterField } from '@welfare/http/after.ts'
import { answerPage, pageOf } from '@welfare/http/paging.ts'
import { isProblem } from '@welfare/http/problem.ts'
import { decodeCursor, pageFields } from '@welfare/http/query-fields.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import type { ConsignmentFilter, ListName } from './lists.queries.ts'
import type { DeliveriesRoom } from './room-commands.ts'

export interface ListRouteOptions {
  readonly operationId: string
  readonly summary: string
  readonly row: z.ZodType
  /** Columns that the query may fix. */
  readonly filter?: Readonly<Record<string, z.ZodType<string | undefined>>>
}

const place = z.tuple([z.int().min(0)])

/** `GET /v1/<name>`: a page from the room's copy, in the order of creation. */
export function createListRoute(room: DeliveriesRoom, name: ListName, options: ListRouteOptions): Route {
  return defineRoute({
    method: 'get',
    path: `/v1/${name}`,
    operationId: options.operationId,
    summary: options.summary,
    tag: 'deliveries',
    query: z.strictObject({ ...pageFields, after: afterField, ...options.filter }),
    answers: { 200: { description: 'A page', schema: pageOf(options.row) } },
    refusals: {},
    async handle({ query, actor }) {
      const { limit, cursor, after, ...filter } = query
      const from = decodeCursor(cursor, place)
      if (from && isProblem(from)) return from
      const wanted = { reach: actor.reach, afterSequence: from?.[0] ?? 0, limit: limit + 1 }
      const rows = room.copy.list(name, wanted, filter as ConsignmentFilter)
      return answerPage(
        rows,
        limit,
        ({ sequence }) => [sequence],
        ({ sequence: _, ...row }) => row,
      )
    },
  })
}
