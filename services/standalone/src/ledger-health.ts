import type { EventStore } from '@welfare/event-store/port.ts'
import type { Consumer } from '@welfare/facts/consumer.ts'
import type { LedgerHealth } from '@welfare/http/health.routes.ts'
import type { DataFolder } from '@welfare/process/data-folder.ts'
import { diskOf } from '@welfare/process/metrics.ts'
import { readLastBackup } from './last-backup.ts'

/** How the ledger of this process is, as an administrator reads it. */
export async function readLedgerHealth({
  store,
  folder,
  consumers,
}: {
  readonly store: EventStore
  readonly folder: DataFolder
  readonly consumers: readonly Consumer[]
}): Promise<LedgerHealth> {
  // Where they stand before where the log ends: what is recorded in between is no lag.
  const followers = consumers.map(({ name, healthy, failures, position }) => ({ name, healthy, failures, position }))
  const handled = await Promise.all(followers.map(({ position }) => sequenceAt(store, position)))
  const sequence = (await store.head())?.sequence ?? 0
  return {
    sequence,
    followers: followers.map(({ position: _, ...follower }, index) => ({
      ...follower,
      eventsBehind: sequence - (handled[index] ?? sequence),
    })),
    disk: diskOf(folder.root),
    lastBackup: (await readLastBackup(folder)) ?? null,
  }
}

/** Undefined where it stands at the end. */
async function sequenceAt(store: EventStore, position: Consumer['position']): Promise<number | undefined> {
  const [next] = await store.readAll({ after: position, limit: 1 })
  return next && next.sequence - 1
}
