import { existsSync, readdirSync } from 'node:fs'
import { rename, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { LedgerImport } from '@welfare/event-store/ledger-import.ts'
import type { Epoch } from '@welfare/event-store/migrate.ts'
import { toSourceOfReader } from '@welfare/event-store/migrate.ts'
import { TargetInUseError } from '@welfare/event-store/sqlite/backup.ts'
import { logFileName } from '@welfare/event-store/sqlite/log-file.ts'
import { openSqliteLogReader } from '@welfare/event-store/sqlite/log-reader.ts'
import { openLogReplica } from '@welfare/event-store/sqlite/log-replica.ts'
import { type OpenedSource, openCluster } from './open-source.ts'
import type { StoreLocation } from './store-location.ts'

export interface CopiedLedger {
  readonly ledger: string
  readonly epoch: number
  readonly epochs: readonly Epoch[]
}

export interface OpenedTarget {
  readonly copy: LedgerImport
  /** What is there; after `copy` was closed. */
  read(): Promise<OpenedSource>
  /** The copy is whole and compared: from now on it can be used. */
  settle(): Promise<void>
}

/**
 * Opens a place to be filled. A folder's log lies beside its place until it is whole, so that nobody serves a part of a ledger.
 * @throws TargetInUseError, StoreLockedError, NotThisReplicaError, WrongLedgerError, ImportDivergedError, TransportError
 */
export async function openTarget(place: StoreLocation, copied: CopiedLedger): Promise<OpenedTarget> {
  switch (place.kind) {
    case 'folder':
      return openFolder(place.folder.log, copied)
    case 'eventstoredb':
      return openClusterToFill(place, copied)
  }
}

function openFolder(log: string, { ledger, epoch }: CopiedLedger): OpenedTarget {
  const unfinished = `${log}.unfinished`
  const holdsLedger = existsSync(join(log, logFileName))
  if (holdsLedger && existsSync(unfinished)) {
    throw new TargetInUseError(
      `there is a ledger in ${log}, and an unfinished copy in ${unfinished}: remove one of them`,
    )
  }
  // A whole copy may be gone on with where it is: it ends earlier, and is right as far as it goes.
  const folder = holdsLedger ? log : unfinished
  const copy = openLogReplica({ folder, ledger, epoch })
  return {
    copy,
    read: async () => {
      const reader = openSqliteLogReader(folder)
      return { source: toSourceOfReader(reader), isInUse: false, close: async () => reader.close() }
    },
    settle: async () => {
      if (holdsLedger) return
      if (existsSync(log) && readdirSync(log).length === 0) await rmdir(log)
      await rename(unfinished, log)
    },
  }
}

async function openClusterToFill(
  place: Extract<StoreLocation, { kind: 'eventstoredb' }>,
  { ledger, epochs }: CopiedLedger,
): Promise<OpenedTarget> {
  const { openEventStoreDbImport } = await import('@welfare/event-store/eventstoredb/eventstoredb-import.ts')
  const { url, namespace } = place
  const copy = await openEventStoreDbImport({ url, ledger, epochs, ...(namespace !== undefined && { namespace }) })
  return { copy, read: () => openCluster(place, ledger), settle: async () => undefined }
}
