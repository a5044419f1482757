import type { Restriction } from '@welfare/contracts/events/funds.ts'
import type { BudgetBalances } from '@welfare/facts/budget-balances.store.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { RoomCopy } from '@welfare/facts/room-copy.store.ts'
import type { FundInProgramme } from './broken-terms.ts'

/** What donors allow: a change of a programme's days must suit those whose money lies in it, neither committed nor issued. */
export const donorTermsSchema = 'CREATE TABLE fund (id TEXT PRIMARY KEY, terms TEXT NOT NULL) WITHOUT ROWID;'

export function createDonorTermsHandlers(prepare: RoomCopy['prepare']): EventHandlers {
  return {
    FundOpened: ({ restriction }, { stream }) => {
      prepare('INSERT INTO fund VALUES (?, ?)').run(stream, JSON.stringify(restriction))
    },
  }
}

/** Funds whose money lies in the programme, with their terms. */
export function createFundsInProgramme(prepare: RoomCopy['prepare'], balances: BudgetBalances) {
  return (programme: string): FundInProgramme[] =>
    balances
      .ofProgramme(programme)
      .filter(({ account, amountFen }) => account === 'allocated' && amountFen > 0)
      .map(({ fund, amountFen }) => ({ fund, terms: termsOf(prepare, fund), allocatedFen: amountFen }))
}

function termsOf(prepare: RoomCopy['prepare'], fund: string): Restriction {
  const row = prepare('SELECT terms FROM fund WHERE id = ?').get(fund)
  if (!row) throw new Error(`money was allocated from ${fund}, which was never opened`)
  return JSON.parse(String(row.terms))
}
