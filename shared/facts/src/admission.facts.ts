import { accountingDateOf } from '@welfare/event-store/decider/decider.ts'
import type { FactsDeclaration, Prepare } from './facts-declaration.ts'

/** Merchants that take part in a programme, by day: what was eaten yesterday is judged by yesterday. */
export const admissionFacts: FactsDeclaration = {
  name: 'admission',
  version: 1,
  schema: `
    CREATE TABLE admission (programme TEXT, merchant TEXT, from_day TEXT, until_day TEXT, PRIMARY KEY (programme, merchant, from_day)) WITHOUT ROWID;
  `,
  handlers(prepare) {
    const { isAdmitted } = createAdmissions(prepare)
    return [
      {
        MerchantAdmitted: ({ merchant }, source) => {
          if (isAdmitted(source.stream, merchant)) return
          // Withdrawn and admitted on one day: it was there all day.
          prepare('INSERT INTO admission VALUES (?, ?, ?, NULL) ON CONFLICT DO UPDATE SET until_day = NULL').run(
            source.stream,
            merchant,
            accountingDateOf(source),
          )
        },
        MerchantWithdrawn: ({ merchant }, source) => {
          prepare('UPDATE admission SET until_day = ? WHERE programme = ? AND merchant = ? AND until_day IS NULL').run(
            accountingDateOf(source),
            source.stream,
            merchant,
          )
        },
      },
    ]
  },
}

export function createAdmissions(prepare: Prepare) {
  return {
    isAdmitted: (programme: string, merchant: string): boolean =>
      prepare('SELECT 1 FROM admission WHERE programme = ? AND merchant = ? AND until_day IS NULL').get(
        programme,
        merchant,
      ) !== undefined,
    /** On some part of that day. */
    wasAdmitted: (programme: string, merchant: string, day: string): boolean =>
      prepare(
        'SELECT 1 FROM admission WHERE programme = ? AND merchant = ? AND from_day <= ? AND (until_day IS NULL OR until_day >= ?)',
      ).get(programme, merchant, day, day) !== undefined,
  }
}
