import type { CliContext } from '../cli-context.ts'
import { misused } from '../failure.ts'

/** After an EventStoreDB cluster was put back from its backup; an embedded ledger's `restore` does it by itself. */
export async function beginEpoch({ config, terminal }: CliContext, ledger: string): Promise<void> {
  const { store } = config
  if (!store?.url.startsWith('esdb')) {
    throw misused('no-cluster')
  }
  const { url, namespace } = store
  const { beginEventStoreDbEpoch } = await import('@welfare/event-store/eventstoredb/eventstoredb-epoch.ts')
  const begun = await beginEventStoreDbEpoch({ url, ledger, ...(namespace !== undefined && { namespace }) })
  terminal.answer({ ...begun }, () =>
    [
      `Ledger ${begun.ledger} is in epoch ${begun.epoch} from event ${begun.beginsAt} on.`,
      'Start its services again: they make their copies anew, and the relay fills a new topic.',
    ].join('\n'),
  )
}
