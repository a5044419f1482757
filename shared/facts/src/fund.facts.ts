import type { Restriction } from '@welfare/contracts/events/funds.ts'
import type { FactsDeclaration, Prepare } from './facts-declaration.ts'
import { programmeFacts } from './programme.facts.ts'

/** Funds, what they are called, and what their donors allow. */
export const fundFacts: FactsDeclaration = {
  name: 'fund',
  version: 2,
  schema:
    'CREATE TABLE fund (id TEXT PRIMARY KEY, name TEXT NOT NULL, division TEXT NOT NULL, terms TEXT NOT NULL) WITHOUT ROWID;',
  needs: [programmeFacts],
  handlers: (prepare) => [
    {
      FundOpened: ({ name, division, restriction }, { stream }) => {
        prepare('INSERT INTO fund VALUES (?, ?, ?, ?)').run(stream, name, division, JSON.stringify(restriction))
      },
    },
  ],
}

export function createFunds(prepare: Prepare) {
  return {
    hasFund: (id: string): boolean => prepare('SELECT 1 FROM fund WHERE id = ?').get(id) !== undefined,
    nameOfFund(id: string): string | undefined {
      const row = prepare('SELECT name FROM fund WHERE id = ?').get(id)
      return row && String(row.name)
    },
    divisionOfFund(id: string): string | undefined {
      const row = prepare('SELECT division FROM fund WHERE id = ?').get(id)
      return row && String(row.division)
    },
    /** Undefined where no such fund is known. */
    termsOf(id: string): Restriction | undefined {
      const row = prepare('SELECT terms FROM fund WHERE id = ?').get(id)
      return row && JSON.parse(String(row.terms))
    },
    /** Whether a programme, or a donor, of this ledger has named it already. */
    hasKind: (kind: string): boolean =>
      prepare(
        `SELECT 1 FROM programme WHERE kind = ?1
         UNION ALL SELECT 1 FROM fund, json_each(fund.terms, '$.purposes') WHERE json_each.value = ?1 LIMIT 1`,
      ).get(kind) !== undefined,
  }
}
