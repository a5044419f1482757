import type { Projection } from './projection.ts'
import type { PostingDimension } from './read-model.schema.ts'
import { entryOf, type RunningTotals } from './running-totals.store.ts'

/** Every leg of every event, on its posting account, in the order of `postings`. */
export function createJournalProjection(postings: RunningTotals<PostingDimension>): Projection {
  return {
    project({ legs, sequence, date }) {
      for (const [ordinal, leg] of legs.entries()) postings.add(leg, entryOf(sequence, ordinal), date, leg.amount)
    },
    flush: () => postings.flush(),
    forget: () => postings.forget(),
  }
}
