import { type EventStore, LedgerChangedError } from '@welfare/event-store/port.ts'
import type { Clock } from '@welfare/process/clock.ts'
import { ConfigError } from '@welfare/process/config.ts'
import type { StoreConfig } from '@welfare/process/distributed-config.ts'
import type { Logger } from '@welfare/process/logger.ts'

export interface OpenedStore {
  readonly store: EventStore
  /** Whether it answers now. */
  ready(): Promise<boolean>
}

/** The store of the configuration. @throws ConfigError where none is named: an embedded one belongs to one process alone */
export async function openStore(
  { store: config }: { readonly store: StoreConfig | undefined },
  {
    clock,
    logger,
    onLedgerChanged = () => {},
  }: {
    readonly clock: Clock
    readonly logger: Logger
    /** The ledger is in another epoch now: what was made of the one before is to be made again. Told again at each look. */
    readonly onLedgerChanged?: () => void
  },
): Promise<OpenedStore> {
  if (config === undefined) throw new ConfigError([], ['WELFARE_STORE_URL'])
  const { url, namespace } = config
  // Its client takes a third of a second to load.
  const { openEventStoreDbStore } = await import('@welfare/event-store/eventstoredb/eventstoredb-store.ts')
  const store = await openEventStoreDbStore({
    url,
    clock,
    onTrouble: (error) => logger.warn({ err: error }, 'store-trouble'),
    ...(namespace !== undefined && { namespace }),
  })
  const ready = () =>
    store.ready().catch((error: unknown) => {
      if (error instanceof LedgerChangedError) onLedgerChanged()
      throw error
    })
  return { store, ready }
}
