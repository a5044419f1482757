import { entryOf, type RunningTotals } from '../budget/running-totals.store.ts'
import type { Projection } from '../read-model/projection.ts'
import type { PostingDimension } from '../read-model/read-model.schema.ts'

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
