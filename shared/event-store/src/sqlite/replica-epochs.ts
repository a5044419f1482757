import type { DatabaseSync } from 'node:sqlite'
import { ImportDivergedError } from '../ledger-import.ts'
import type { SequencedEvent } from '../port.ts'

/**
 * The epochs of a ledger, learned from its events. The present one stands in the table from the first, and begins after the last event
 * until one of its own has come: at every commit the file is right for the events in it, and for what a store would append next.
 */
export interface ReplicaEpochs {
  /** Inside a transaction, before the events of the batch are written. */
  begin(): void
  /** @throws ImportDivergedError when the event's epoch does not follow */
  record(event: Pick<SequencedEvent, 'epoch' | 'sequence'>): void
  /** At the end of the transaction. */
  settle(lastSequence: number): void
}

export function prepareReplicaEpochs(database: DatabaseSync, present: number): ReplicaEpochs {
  const write = database.prepare(
    'INSERT INTO epochs VALUES (?, ?) ON CONFLICT (epoch) DO UPDATE SET begins_at = excluded.begins_at',
  )
  const newest = database.prepare(`
    SELECT coalesce(max(epoch), 0) AS epoch FROM epochs
    WHERE begins_at <= (SELECT coalesce(max(position), 0) FROM events)`)
  let begun = 0

  return {
    begin() {
      begun = Number((newest.get() as { epoch: number }).epoch)
    },
    record({ epoch, sequence }) {
      if (epoch === begun) return
      if (!(epoch > begun && epoch <= present)) {
        throw new ImportDivergedError(
          `event ${sequence} is of epoch ${epoch}, after one of ${begun}; the present epoch is ${present}`,
        )
      }
      write.run(epoch, sequence)
      begun = epoch
    },
    settle(lastSequence) {
      if (begun < present) write.run(present, lastSequence + 1)
    },
  }
}

export function readPresentEpoch(database: DatabaseSync): number {
  return Number((database.prepare('SELECT max(epoch) AS epoch FROM epochs').get() as { epoch: number }).epoch)
}
