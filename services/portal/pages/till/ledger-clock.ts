import { shanghaiDay } from '../common/shanghai.ts'

let offsetMs = 0

/** An answer said what time it is in the ledger: a phone's own clock may be a day wrong, and a demonstration's is another. */
export function setLedgerClock(now: string): void {
  offsetMs = Date.parse(now) - Date.now()
}

export function ledgerNow(): Date {
  return new Date(Date.now() + offsetMs)
}

export function ledgerToday(): string {
  return shanghaiDay(ledgerNow())
}
