import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { createEventFilter } from '../journal/event-filter.ts'
import { readEvents } from '../journal/journal-legs.ts'
import type { QueryContext } from '../query-context.ts'
import { createScopeFilter, type WithScope } from '../scope-filter.ts'
import type { FindingRow } from './finding-rows.ts'
import type { FindingKind } from './findings.store.ts'

/** What may lie in two counties is for those who see both: each of them would learn from it what the other has. */
const apart: ReadonlySet<FindingKind> = new Set([
  'same-paper',
  'same-slip',
  'two-places',
  'account-burst',
  'merchant-burst',
  'late-by-account',
  'late-by-merchant',
  'one-collector',
  'just-below-limit',
  'together-above-limit',
  'full-balances',
  'soon-after-issue',
  'held-in-both',
])

/** Read together. */
const SLICE = 200

/** Whether the caller may see a finding that lies within the scope: all that shows it must. */
export function createFindingScope(
  context: QueryContext,
  scope: WithScope['scope'],
  through: number,
): (row: Pick<FindingRow, 'id' | 'kind'>) => boolean {
  if (createScopeFilter(context.generation, scope, through).isEverything) return () => true
  const isWithin = createEventFilter(context, scope, through)
  return ({ id, kind }) => {
    if (!apart.has(kind)) return true
    for (const event of eventsOf(context, id, through)) if (!isWithin(event)) return false
    return true
  }
}

/** The events that show it, in order, a slice at a time. */
export function* eventsOf(
  { generation: { model }, source }: QueryContext,
  finding: number,
  through: number,
): Generator<SequencedEvent> {
  const select = model.prepare(
    'SELECT sequence FROM finding_event WHERE finding = ? AND sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?',
  )
  for (let after = 0; ; ) {
    const sequences = select.all(finding, after, through, SLICE).map(({ sequence }) => Number(sequence))
    const events = readEvents(source, sequences)
    for (const sequence of sequences) {
      const event = events.get(sequence)
      if (!event) throw new Error(`the ledger has no event ${sequence}`)
      yield event
    }
    if (sequences.length < SLICE) return
    after = sequences.at(-1) ?? through
  }
}
