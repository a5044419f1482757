import { daysBetween } from '../days.ts'
import { MAX_AMOUNT_FEN, sumProductsWithin } from '../money.ts'

/** What a window comes to that gives this for each of its days, both ends included; undefined where that is more than an amount can be. */
export function creditOfDays(
  eachDayFen: number,
  { from, until }: { readonly from: string; readonly until: string },
): number | undefined {
  return sumProductsWithin(MAX_AMOUNT_FEN, [{ amountFen: eachDayFen, times: daysBetween(from, until) + 1 }])
}
