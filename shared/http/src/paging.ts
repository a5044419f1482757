import { z } from 'zod'
import { encodeCursor } from './query-fields.ts'
import type { RouteAnswer } from './route.ts'

/** What every list answers: a page, and where the next one begins. The query takes `pageFields`. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    items: z.array(item),
    nextCursor: z.string().optional().meta({ description: 'For `cursor`; absent on the last page' }),
  })
}

/**
 * A page of `rows`, which were read with one more than `limit` where there is a next page.
 * @param placeOf where the page after a row begins, for `encodeCursor`
 */
export function answerPage<Row>(
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => readonly (string | number)[],
  toItem: (row: Row) => object,
): RouteAnswer {
  const last = rows.length > limit ? rows[limit - 1] : undefined
  const items = rows.slice(0, limit).map(toItem)
  return { status: 200, body: { items, ...(last !== undefined && { nextCursor: encodeCursor(placeOf(last)) }) } }
}
