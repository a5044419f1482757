import { afterField } from '@welfare/service-kit/after.ts'
import { isProblem } from '@welfare/service-kit/problem.ts'
import { decodeCursor, encodeCursor, pageFields } from '@welfare/service-kit/query-fields.ts'
import { awaitFresh } from '@welfare/service-kit/room.ts'
import { defineRoute, type Route } from '@welfare/service-kit/route.ts'
import { z } from 'zod'
import type { ConsignmentFilter, ListName } from './deliveries-copy.store.ts'
import { type DeliveriesRoom, readers } from './room-commands.ts'

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
  const page = z.strictObject({
    items: z.array(options.row),
    nextCursor: z.string().optional(),
    /** Sequence of the last event that the answer reflects. */
    sequence: z.int(),
  })
  return defineRoute({
    method: 'get',
    path: `/v1/${name}`,
    operationId: options.operationId,
    summary: options.summary,
    tag: 'deliveries',
    roles: readers,
    query: z.strictObject({ ...pageFields, after: afterField, ...options.filter }),
    answers: { 200: { description: 'A page', schema: page } },
    refusals: {},
    async handle({ query, signal }) {
      const { limit, cursor, after, ...filter } = query
      const waited = await awaitFresh(room.store, room.copying, after, signal)
      if (waited) return waited
      const from = decodeCursor(cursor, place)
      if (from && isProblem(from)) return from
      const wanted = { afterSequence: from?.[0] ?? 0, limit: limit + 1 }
      const rows = room.copy.list(name, wanted, filter as ConsignmentFilter)
      const items = rows.slice(0, limit).map(({ sequence: _, ...row }) => row)
      const last = rows.length > limit ? rows[limit - 1] : undefined
      const nextCursor = last && encodeCursor([last.sequence])
      return { status: 200, body: { items, ...(nextCursor && { nextCursor }), sequence: room.copy.sequence() } }
    },
  })
}
