/** In a ledger's folder: the event log. */
export const logFileName = 'ledger.sqlite'

/** In a ledger's folder: what the one writer holds. See lock.ts. */
export const lockFileName = 'ledger.lock'
