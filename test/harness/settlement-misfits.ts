import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { openBooks } from '@welfare/verifier/books.ts'
import { checkCash } from '@welfare/verifier/cash/cash-check.ts'
import { canonicalText } from '@welfare/verifier/json.ts'
import { readLedgerEvent } from '@welfare/verifier/ledger-event.ts'
import { newestPostingRules } from '@welfare/verifier/posting-rules/versions.ts'
import { checkSettlement } from '@welfare/verifier/settlement/settlement-check.ts'
import { collectFindings } from '@welfare/verifier/verdict.ts'

/** What the verifier, which shares no code with the deciders, does not recompute of what merchants are due and were paid, and of where money lies. */
export function misfitsOfSettlement(log: readonly SequencedEvent[]): string[] {
  const findings = collectFindings(['postings', 'cash', 'settlement'])
  const [books, cash, settlement] = [
    openBooks(newestPostingRules, findings),
    checkCash(findings),
    checkSettlement(findings),
  ]
  for (const { position: _, epoch: __, ...recorded } of log) {
    const event = readLedgerEvent(Buffer.from(canonicalText(JSON.parse(JSON.stringify(recorded)))))
    settlement.take(event)
    const posted = books.post(event)
    if (posted) cash.take(posted)
  }
  cash.finish()
  return findings
    .verdict()
    .misfits.map(({ where, event, what }) => `${where}, event ${event?.sequence} (${event?.type}): ${what}`)
}
