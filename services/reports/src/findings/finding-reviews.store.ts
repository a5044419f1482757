import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { ReadModel } from '../read-model/read-model.store.ts'

/** What people said of findings: every word, in the order in which they were said. */
export interface FindingReviews {
  record(event: SequencedEvent, review: DataOf<'FindingReviewed'>): void
}

export function createFindingReviews(model: ReadModel): FindingReviews {
  const insert = model.prepare('INSERT INTO finding_review VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  return {
    record({ sequence, stream, version, metadata }, { outcome, reason, eventCount, throughSequence, correction }) {
      const said = [outcome, reason, eventCount, throughSequence, correction ?? null] as const
      insert.run(sequence, stream, version, String(metadata.actor), ...said)
    },
  }
}
