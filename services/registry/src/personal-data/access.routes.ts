import { day, idOf, partOf } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import { answerPage, pageOf } from '@welfare/http/paging.ts'
import { isProblem } from '@welfare/http/problem.ts'
import { decodeCursor, pageFields } from '@welfare/http/query-fields.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import type { ReadOptions } from '../directory/directory.routes.ts'

const record = z.strictObject({
  id: partOf('access'),
  sequence: z.int().min(1),
  account: z.string(),
  readAt: z.iso.datetime(),
  operation: z.string(),
  purpose: z.string(),
  programme: idOf('programme').optional(),
  workers: z.array(idOf('worker')),
  count: z.int().min(0),
})

/** Who read whom by name, and what for. */
export function createAccessRoutes({ copy }: ReadOptions): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/access-records',
      operationId: 'listAccessRecords',
      summary: 'Reads by name of people within the own scope, newest first: who, whom, what for',
      tag: 'workers',
      query: z.strictObject({
        ...pageFields,
        account: z
          .string()
          .regex(/^[a-z-]{1,30}\/[a-z0-9][a-z0-9.-]{0,63}$/)
          .optional()
          .meta({ description: '`<role>/<id>`', example: 'officer/desk-1' }),
        worker: idOf('worker').optional(),
        day: day.optional(),
        after: afterField,
      }),
      answers: {
        200: {
          description: 'A page',
          schema: pageOf(record),
        },
      },
      refusals: {},
      async handle({ actor, query }) {
        const place = decodeCursor(query.cursor, z.tuple([z.int().min(1)]))
        if (place && isProblem(place)) return place
        const { limit, account, worker, day } = query
        const found = copy.listAccessRecords({
          before: place?.[0],
          limit: limit + 1,
          account,
          worker,
          day,
          reach: actor.reach,
        })
        return answerPage(
          found,
          limit,
          ({ sequence }) => [sequence],
          ({ programme, ...rest }) => ({ ...rest, ...(programme !== undefined && { programme }) }),
        )
      },
    }),
  ]
}
