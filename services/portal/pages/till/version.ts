import { setLedgerClock } from './ledger-clock.ts'

interface Version {
  readonly clock: string
  readonly now: string
}

/** Not a route of the API's document: what operators read. It says what time it is in the ledger, too. */
export async function readVersion(): Promise<Version> {
  const response = await fetch('/version')
  if (!response.ok) throw new Error(`/version answered ${response.status}`)
  const version: Version = await response.json()
  setLedgerClock(version.now)
  return version
}
