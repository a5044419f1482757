import { type Dimensioned, entryOf, type RunningTotals } from '../budget/running-totals.store.ts'
import type { CountDimension } from '../read-model/read-model.schema.ts'

/** Money that has flowed, by fund and programme; never falls. A balance says what is left of it. */
export const flowMeasures = [
  'allocated-total',
  'allocation-returned-total',
  'committed-total',
  'commitment-released-total',
  'issued-total',
  'declined-total',
  'expired-total',
  'withdrawn-total',
  'reversed-to-programme-total',
  // Wrong entries taken back, in red: no refunds and no returns.
  'donation-corrected-total',
  'refund-corrected-total',
  'allocation-corrected-total',
  'allocation-return-corrected-total',
  // What merchants were paid, and did without, with the merchant.
  'paid-total',
  'payment-returned-total',
  'repaid-total',
  'waived-total',
  // What suppliers invoiced, were paid, and what of that came back.
  'purchased-total',
  'supplier-paid-total',
  'supplier-payment-returned-total',
  // Of what was sent from one account to another.
  'came-back-total',
  // What banks credited, and took for themselves.
  'income-total',
  'bank-charge-total',
  // Of these, wrong entries taken back.
  'income-corrected-total',
  'bank-charge-corrected-total',
] as const
/** The same, and meals taken back, by the day of the paper that was wrong. */
export const correctedPaperMeasures = [
  'donation-corrected-paper',
  'refund-corrected-paper',
  'allocation-corrected-paper',
  'allocation-return-corrected-paper',
  'reversed-paper',
] as const
/** Beside the money of each meal, less what was reversed: by fund in proportion to what each paid. */
export const besideMeasures = ['discount', 'own-share'] as const
/** Of people once over all windows (`*`) and in each window; `visits` are their meals. */
export const peopleMeasures = ['eligible', 'issued', 'reached', 'visits'] as const
/** The plan as amended: who was frozen or joined, and has not left; and who of either plan was reached. Counted as `eligible` is. */
export const planMeasures = ['amended', 'reached-of-eligible', 'reached-of-amended'] as const
/** Credits of people, by window; what was taken back is off. */
export const creditMeasures = ['issued-fen', 'used-fen'] as const
/** Sites by their due day: delivered or still on its way after it; delivered or past it. */
export const dueDayMeasures = ['sites-sent', 'sites-due'] as const
/** Of sites once over all rounds (`*`) and in each round. */
export const siteMeasures = [
  'sites-planned',
  'sites-delivered',
  'sites-short',
  'sites-late',
  'heads-planned',
  'heads-delivered',
  'heads-covered',
] as const
export const goodsMeasures = ['goods-planned', 'goods-delivered', 'goods-short', 'goods-handed-out'] as const
export type Measure = (
  | typeof flowMeasures
  | typeof besideMeasures
  | typeof correctedPaperMeasures
  | typeof peopleMeasures
  | typeof planMeasures
  | typeof creditMeasures
  | typeof siteMeasures
  | typeof dueDayMeasures
  | typeof goodsMeasures
)[number]

/** Counts changed by one event, numbered as they come. */
export interface Counter {
  add(measure: Measure, dimensions: Omit<Dimensioned<CountDimension>, 'measure'>, date: string, amount: number): void
}

export interface Counts extends Counter {
  /** Whatever is added from here on belongs to this event. */
  begin(sequence: number): void
  flush(): void
  forget(): void
}

export function createCounts(totals: RunningTotals<CountDimension>): Counts {
  let sequence = 0
  let ordinal = 0
  return {
    begin(next) {
      sequence = next
      ordinal = 0
    },
    add(measure, dimensions, date, amount) {
      if (amount === 0) return
      totals.add({ ...dimensions, measure }, entryOf(sequence, ordinal), date, amount)
      ordinal += 1
    },
    flush: () => totals.flush(),
    forget: () => totals.forget(),
  }
}
