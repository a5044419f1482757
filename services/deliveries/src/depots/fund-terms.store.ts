import type { Restriction } from '@welfare/contracts/events/funds.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { RoomCopy } from '@welfare/facts/room-copy.store.ts'

/** What donors allow: goods that are bought with a fund's money must be within it. */
export const fundTermsSchema = 'CREATE TABLE fund_terms (fund TEXT PRIMARY KEY, terms TEXT NOT NULL) WITHOUT ROWID;'

export function createFundTermsHandlers(prepare: RoomCopy['prepare']): EventHandlers {
  return {
    FundOpened: ({ restriction }, { stream }) => {
      prepare('INSERT INTO fund_terms VALUES (?, ?)').run(stream, JSON.stringify(restriction))
    },
  }
}

/** Undefined where no such fund is known. */
export function createFundTerms(prepare: RoomCopy['prepare']) {
  return (fund: string): Restriction | undefined => {
    const row = prepare('SELECT terms FROM fund_terms WHERE fund = ?').get(fund)
    return row && JSON.parse(String(row.terms))
  }
}
