import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { canonicalText } from '@welfare/verifier/json.ts'
import { readLedgerEvent } from '@welfare/verifier/ledger-event.ts'
import { checkSettlement } from '@welfare/verifier/settlement/settlement-check.ts'
import { collectFindings } from '@welfare/verifier/verdict.ts'

/** What the verifier, which shares no code with the deciders, does not recompute of what merchants are due and were paid. */
export function misfitsOfSettlement(log: readonly SequencedEvent[]): string[] {
  const findings = collectFindings(['settlement'])
  const check = checkSettlement(findings)
  for (const { position: _, epoch: __, ...event } of log)
    check.take(readLedgerEvent(Buffer.from(canonicalText(JSON.parse(JSON.stringify(event))))))
  return findings
    .verdict()
    .misfits.map(({ where, event, what }) => `${where}, event ${event?.sequence} (${event?.type}): ${what}`)
}
