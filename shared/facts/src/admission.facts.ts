import { accountingDateOf } from '@welfare/event-store/decider/decider.ts'
import type { Facts } from './facts.service.ts'
import type { FactsDeclaration } from './facts-declaration.ts'

/** Merchants that take part in a programme, by day: what was eaten yesterday is judged by yesterday. */
export const admissionFacts: FactsDeclaration = {
  name: 'admission',
  version: 1,
  schema: `
    CREATE TABLE admission (programme TEXT, merchant TEXT, from_day TEXT, until_day TEXT, PRIMARY KEY (programme, merchant, from_day)) WITHOUT ROWID;
  `,
  handlers: (prepare) => [
    {
      MerchantAdmitted: ({ merchant }, source) => {
        const open = 'SELECT 1 FROM admission WHERE programme = ? AND merchant = ? AND until_day IS NULL'
        if (prepare(open).get(source.stream, merchant)) return
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
  ],
}

export interface Admissions {
  isAdmitted(programme: string, merchant: string): boolean
  /** On some part of that day. */
  wasAdmitted(programme: string, merchant: string, day: string): boolean
}

export function createAdmissions({ prepare, remember }: Pick<Facts, 'prepare' | 'remember'>): Admissions {
  const listAdmissions = remember(admissionFacts, (programme: string, merchant: string) =>
    prepare('SELECT from_day, until_day FROM admission WHERE programme = ? AND merchant = ?')
      .all(programme, merchant)
      .map(({ from_day, until_day }) => ({
        from: String(from_day),
        until: until_day === null ? undefined : String(until_day),
      })),
  )
  return {
    isAdmitted: (programme, merchant) => listAdmissions(programme, merchant).some(({ until }) => until === undefined),
    wasAdmitted: (programme, merchant, day) =>
      listAdmissions(programme, merchant).some(
        ({ from, until }) => from <= day && (until === undefined || until >= day),
      ),
  }
}
