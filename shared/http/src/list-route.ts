import { z } from 'zod'
import { afterField } from './after.ts'
import { answerPage, pageOf } from './paging.ts'
import { isProblem, type Problem } from './problem.ts'
import { decodeCursor, pageFields } from './query-fields.ts'
import { defineRoute, type Route, type RouteDefinition } from './route.ts'

const listFields = z.strictObject({ ...pageFields, after: afterField })

type PlaceAfter<Start> = Start extends '' ? string : number

/** A list that goes on after a place that each row has: its sequence, its version, its id. */
export interface ListRouteDefinition<
  Row extends object,
  Start extends 0 | '',
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
  /** Before every row. Default: 0; where rows go by a text, `''`. */
  readonly start?: Start
  /** Up to `limit` rows after `from`, in order. */
  listRows(
    request: Request,
    page: { readonly from: PlaceAfter<Start>; readonly limit: number },
  ): readonly Row[] | Problem | Promise<readonly Row[] | Problem>
  placeOf(row: Row): PlaceAfter<Start>
  toItem(row: Row): object
}

export function listRoute<
  Row extends object,
  const Start extends 0 | '' = 0,
  Params extends z.ZodType | undefined = undefined,
  Filter extends z.ZodRawShape = Record<never, never>,
>(definition: ListRouteDefinition<Row, Start, Params, Filter>): Route {
  const { start = 0, item, description, refusals = {}, filter, listRows, placeOf, toItem, ...route } = definition
  return defineRoute({
    ...route,
    method: 'get',
    query: listFields.extend(filter ?? {}),
    answers: { 200: { description, schema: pageOf(item) } },
    refusals,
    async handle(request) {
      const { cursor, limit } = request.query
      const place = decodeCursor(cursor, z.tuple([typeof start === 'string' ? z.string() : z.int().min(0)]))
      if (place && isProblem(place)) return place
      // One more than is shown, to know whether there is a next page.
      const rows = await listRows(request as Parameters<typeof listRows>[0], {
        from: (place?.[0] ?? start) as PlaceAfter<Start>,
        limit: limit + 1,
      })
      return isProblem(rows) ? rows : answerPage(rows, limit, (row) => [placeOf(row)], toItem)
    },
  })
}
