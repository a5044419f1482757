import type { Actor } from '@welfare/http/route.ts'
import type { VouchersContext } from '../vouchers.context.ts'

export function isWithin(
  copy: VouchersContext['copy'],
  { scope }: Actor,
  { merchant, programme }: { readonly merchant: string; readonly programme: string },
): boolean {
  if (scope.merchants === undefined) return copy.isProgrammeWithin(scope, programme)
  return scope.merchants.includes(merchant) && (scope.programmes?.includes(programme) ?? true)
}

/** Up to `limit` rows within the scope, however many between them are not. */
export function readWithin<Row extends { readonly sequence: number }>(
  read: (after: number) => readonly Row[],
  isOfScope: (row: Row) => boolean,
  { from, limit }: { readonly from: number; readonly limit: number },
): Row[] {
  const rows: Row[] = []
  for (let after = from; rows.length < limit; ) {
    const some = read(after)
    rows.push(...some.filter(isOfScope))
    const last = some.at(-1)
    if (!last || some.length < limit) break
    after = last.sequence
  }
  return rows.slice(0, limit)
}
