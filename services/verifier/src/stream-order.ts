import type { LedgerEvent } from './ledger-event.ts'
import type { Findings } from './verdict.ts'

/** Sequences are dense, versions of each stream are dense, an id names one event of its stream, all are of one ledger. */
export function checkOrder(findings: Findings, ledger: string): (event: LedgerEvent, place: number) => void {
  const versions = new Map<string, number>()
  const lastIds = new Map<string, string>()
  return (event, place) => {
    const { stream, version, sequence } = event
    const misfit = (what: string): void =>
      findings.misfit({ check: 'order', where: `event ${place}`, event: { ...event, sequence: place }, what })
    findings.examined('order')
    if (sequence !== place) misfit(`it names the sequence ${sequence}`)
    if (event.ledger !== ledger) misfit(`it is of the ledger ${event.ledger}`)
    const expected = (versions.get(stream) ?? 0) + 1
    if (version !== expected) misfit(`version ${version} of ${stream} follows version ${expected - 1}`)
    if (lastIds.get(stream) === event.id) misfit(`it has the id of the event before it in ${stream}`)
    versions.set(stream, version)
    lastIds.set(stream, event.id)
  }
}
