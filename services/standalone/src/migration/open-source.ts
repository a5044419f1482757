import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type LedgerSource, toSourceOfReader, toSourceOfStore } from '@welfare/event-store/migrate.ts'
import { StoreLockedError, takeLock } from '@welfare/event-store/sqlite/lock.ts'
import { logFileName } from '@welfare/event-store/sqlite/log-file.ts'
import { openSqliteLogReader } from '@welfare/event-store/sqlite/log-reader.ts'
import { systemClock } from '@welfare/process/clock.ts'
import { ProblemError } from '@welfare/process/problem-error.ts'
import type { StoreLocation } from './store-location.ts'

export interface OpenedSource {
  readonly source: LedgerSource
  /** Somebody may be recording events there. */
  readonly isInUse: boolean
  close(): Promise<void>
}

/** There is no ledger in the folder. */
export class NoLedgerError extends ProblemError {
  override readonly name = 'NoLedgerError'

  constructor(folder: string) {
    super('no-ledger', { folder })
  }
}

/**
 * Opens a ledger to be read. Where nobody has a folder's ledger open, nobody can until `close`.
 * @throws NoLedgerError, NotALedgerError, TransportError
 */
export async function openSource(place: StoreLocation): Promise<OpenedSource> {
  switch (place.kind) {
    case 'folder':
      return openFolder(place.folder.log)
    case 'eventstoredb':
      return openCluster(place)
  }
}

async function openFolder(folder: string): Promise<OpenedSource> {
  if (!existsSync(join(folder, logFileName))) throw new NoLedgerError(folder)
  const lock = tryLock(folder)
  try {
    const reader = openSqliteLogReader(folder)
    return {
      source: toSourceOfReader(reader),
      isInUse: lock === undefined,
      close: async () => {
        reader.close()
        lock?.release()
      },
    }
  } catch (error) {
    lock?.release()
    throw error
  }
}

function tryLock(folder: string): { release(): void } | undefined {
  try {
    return takeLock(folder)
  } catch (error) {
    if (error instanceof StoreLockedError) return undefined
    throw error
  }
}

/** @param ledger which must be there; otherwise any */
export async function openCluster(
  { url, namespace }: Extract<StoreLocation, { kind: 'eventstoredb' }>,
  ledger?: string,
): Promise<OpenedSource> {
  // Its client takes a third of a second to load.
  const { openEventStoreDbStore } = await import('@welfare/event-store/eventstoredb/eventstoredb-store.ts')
  const store = await openEventStoreDbStore({
    url,
    clock: systemClock,
    ...(namespace !== undefined && { namespace }),
    ...(ledger !== undefined && { ledger }),
  })
  return { source: toSourceOfStore(store), isInUse: true, close: () => store.close() }
}
