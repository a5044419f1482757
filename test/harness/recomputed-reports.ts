import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { type Ask, expectAnswer } from '@welfare/reports/projected-history.fixture.ts'
import type { QueryParams } from '@welfare/reports/queries.ts'
import type { PostedEvent } from '@welfare/verifier/books.ts'
import { numberDocuments } from '@welfare/verifier/journal/document-numbers.ts'
import { canonicalText, type JsonObject } from '@welfare/verifier/json.ts'
import { createLedgerWalk } from '@welfare/verifier/ledger-walk.ts'
import { newestPostingRules } from '@welfare/verifier/posting-rules/versions.ts'
import { openDirectory } from '@welfare/verifier/reports/directory.ts'
import type { SavedReport } from '@welfare/verifier/reports/report-check.ts'
import { collectFindings, type Misfit } from '@welfare/verifier/verdict.ts'

/** An event that posts something, as an entry of the journal. */
export interface RecomputedEntry {
  readonly posted: PostedEvent
  readonly document: string
  /** Where each leg lies. */
  readonly divisions: readonly string[]
}

/** The events as the verifier, which shares no code with the read models, posts them; and where it finds a report other than it was answered. */
export function recompute(
  events: readonly SequencedEvent[],
  reports: readonly SavedReport[] = [],
): {
  readonly posted: readonly PostedEvent[]
  readonly entries: readonly RecomputedEntry[]
  readonly misfits: readonly Misfit[]
} {
  const findings = collectFindings(['entries', 'order', 'postings', 'reports'])
  const posted: PostedEvent[] = []
  const entries: RecomputedEntry[] = []
  const directory = openDirectory()
  const numberOf = numberDocuments(directory)
  // A number begins with the division of what it is made of.
  const divisionOf = (one: PostedEvent) => numberDocuments(directory)(one).slice(0, 6)
  const walk = createLedgerWalk({
    ledger: events[0]?.ledger ?? '',
    epoch: 1,
    rules: newestPostingRules,
    entryCheck: 'entries',
    tree: { append() {}, finish() {} },
    directory,
    postings: {
      take(one) {
        posted.push(one)
        if (one.legs.length === 0) return
        const divisions = one.legs.map((leg) => divisionOf({ ...one, legs: [leg] }))
        entries.push({ posted: one, document: numberOf(one), divisions })
      },
      finish() {},
    },
    reports,
    findings,
  })
  for (const event of events) walk.take(event.sequence, Buffer.from(canonicalText(leafOf(event))))
  walk.finish('')
  const { misfits, checks } = findings.verdict()
  if (checks.find(({ check }) => check === 'reports')?.examined !== reports.length)
    throw new Error('a report was not recomputed')
  // What a sample spends it need not have.
  return { posted, entries, misfits: misfits.filter(({ what }) => !what.startsWith('the account falls to')) }
}

function leafOf({ position: _, epoch: __, ...event }: SequencedEvent): JsonObject {
  return JSON.parse(JSON.stringify(event))
}

const paths = {
  ...{ bankBalances: 'bank-balances', reconciliation: 'bank-reconciliation' },
  ...{ budget: 'budget', coverage: 'coverage', gaps: 'gaps', payables: 'payables' },
} as const

/** The answer of the read models, as somebody might have saved it. */
export function save<Name extends keyof typeof paths>(ask: Ask, name: Name, query: QueryParams<Name>): SavedReport {
  const answer: JsonObject = JSON.parse(JSON.stringify(expectAnswer(ask(name, query))))
  const asked = Object.entries(query).map(([key, value]) => [key, String(value)])
  const path = `/v1/${paths[name]}`
  const where = `${path}?${new URLSearchParams(asked)}`
  return { where, path, query: Object.fromEntries(asked), reach: undefined, answer, sequence: Number(answer.sequence) }
}
