import { entryOf } from '../budget/running-totals.store.ts'
import type { Moment } from '../read-model/moments.store.ts'
import { END_OF_DAYS } from '../read-model/read-model.schema.ts'
import type { ReadModel } from '../read-model/read-model.store.ts'

/** SQL, the fund is bound: events in which a later year took back of its meals. They lessen no cost: it is carried. */
export const takenBackLater = `SELECT DISTINCT c.entry >> 16 AS sequence FROM posting_account carried JOIN posting_tally c ON c.account = carried.id
  WHERE carried.account = 'carried' AND carried.fund = ?`

/**
 * What later years took back of a fund's meals, in fen.
 * @param owed ids of the accounts payable that count: what is carried names no programme and no merchant, what is no longer owed does
 */
export function sumTakenBackLater(model: ReadModel, fund: string, owed: readonly number[], moment: Moment): number {
  const row = model
    .prepare(`SELECT coalesce(sum(t.amount), 0) AS fen FROM (${takenBackLater}) taken CROSS JOIN json_each(?) owed
      JOIN posting_tally t ON t.account = owed.value AND t.entry >= taken.sequence << 16 AND t.entry < (taken.sequence + 1) << 16
      WHERE t.entry < ? AND t.date <= ?`)
    .get(fund, JSON.stringify(owed), entryOf(moment.sequence + 1, 0), moment.day ?? END_OF_DAYS)
  return Number(row?.fen)
}
