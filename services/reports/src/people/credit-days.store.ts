import type { ReadModel } from '../read-model/read-model.store.ts'

export interface CreditDay {
  readonly programme: string
  readonly worker: string
  readonly window: string
  readonly credit: string
  /** Its last day; undefined: it has ended. */
  readonly until: string | undefined
}

export interface CreditDays {
  set(of: CreditDay, known: { readonly sequence: number; readonly date: string }): void
}

export function createCreditDays(model: ReadModel): CreditDays {
  const insert = model.prepare('INSERT INTO credit_day VALUES (?, ?, ?, ?, ?, ?, ?)')
  return {
    set({ credit, programme, worker, window, until = '' }, { sequence, date }) {
      insert.run(credit, sequence, date, programme, worker, window, until)
    },
  }
}

const known = (row: string) => `${row}.sequence <= :sequence AND ${row}.day <= :day`
const ofGap = (row: string) =>
  `${row}.worker = gap.subject AND ${row}.programme = gap.programme AND ${row}.window = gap.window AND ${known(row)}`

/**
 * SQL: whether a credit of the gap's person in its window ends from `:lookedAt` to `:last`, by its own days: rules that change later, and other
 * windows, say nothing of it. What was issued and has not been received yet goes by its window (`:ending`, JSON).
 */
export const endsSoon = `(EXISTS (
    SELECT 1 FROM credit_day c WHERE ${ofGap('c')} AND c.until BETWEEN :lookedAt AND :last
      AND NOT EXISTS (SELECT 1 FROM credit_day n WHERE n.credit = c.credit AND n.sequence > c.sequence AND ${known('n')}))
  OR window IN (SELECT value FROM json_each(:ending)) AND NOT EXISTS (SELECT 1 FROM credit_day c WHERE ${ofGap('c')}))`
