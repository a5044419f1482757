import { z } from 'zod'
import { afterField } from './after.ts'
import { answerPage, pageOf } from './paging.ts'
import { isProblem, type Problem } from './problem.ts'
import { decodeCursor, pageFields } from './query-fields.ts'
import { defineRoute, type Route, type RouteDefinition } from './route.ts'

const listFields = z.strictObject({ ...pageFields, after: afterField })

/** A list that goes on after a number that each row has: its sequence, its version, its ordinal. */
export interface ListRouteDefinition<
  Row extends object,
  Params extends z.ZodType | undefined,
  Filter extends z.ZodRawShape,
  Request = Parameters<
    RouteDefinition<
      'get',
      Params,
      z.ZodObject<Filter & (typeof listFields)['shape'], z.core.$strict>,
      undefined,
      undefined
    >['handle']
  >[0],
> extends Pick<Route, 'path' | 'operationId' | 'summary' | 'tag'> {
  readonly params?: Params
  /** Fields of the query beside `limit`, `cursor` and `after`. */
  readonly filter?: Filter
  /** Shape of one item. */
  readonly item: z.ZodType
  readonly description: string
  readonly refusals?: Route['refusals']
  /** Up to `limit` rows after `from`, in order. */
  listRows(
    request: Request,
    page: { readonly from: number; readonly limit: number },
  ): readonly Row[] | Problem | Promise<readonly Row[] | Problem>
  placeOf(row: Row): number
  toItem(row: Row): object
}

export function listRoute<
  Row extends object,
  Params extends z.ZodType | undefined = undefined,
  Filter extends z.ZodRawShape = Record<never, never>,
>(definition: ListRouteDefinition<Row, Params, Filter>): Route {
  const { item, description, refusals = {}, filter, listRows, placeOf, toItem, ...route } = definition
  return defineRoute({
    ...route,
    method: 'get',
    query: listFields.extend(filter ?? {}),
    answers: { 200: { description, schema: pageOf(item) } },
    refusals,
    async handle(request) {
      const { cursor, limit } = request.query
      const place = decodeCursor(cursor, z.tuple([z.int().min(0)]))
      if (place && isProblem(place)) return place
      // One more than is shown, to know whether there is a next page.
      const rows = await listRows(request as Parameters<typeof listRows>[0], {
        from: place?.[0] ?? 0,
        limit: limit + 1,
      })
      return isProblem(rows) ? rows : answerPage(rows, limit, (row) => [placeOf(row)], toItem)
    },
  })
}
