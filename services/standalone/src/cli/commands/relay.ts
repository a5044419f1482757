import { relayColumns } from '@welfare/contracts/words/terminal-words.ts'
import { listRelayedEpochs, type RelayedEpoch } from '@welfare/messaging/kafka/relay-list.ts'
import { columnOf } from '@welfare/printouts/printout.ts'
import { writeTextTable } from '@welfare/printouts/text-table.ts'
import { ConfigError } from '@welfare/process/config.ts'
import { createShutdown } from '@welfare/process/lifecycle.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { createMetrics } from '@welfare/process/metrics.ts'
import { hostRelay } from '@welfare/service-host/hosted-relay.ts'
import type { CliContext } from '../cli-context.ts'
import { refused } from '../failure.ts'
import { openSource, withBrokers } from '../with-brokers.ts'

/** Every ledger that these brokers carry: how far, who writes it, and how far behind the store it is where that store is ours. */
export async function listRelays(context: CliContext, { ledger }: { ledger?: string }): Promise<void> {
  const epochs = await withBrokers(context, (client) => listRelayedEpochs(client, ledger))
  const own = await findOwnHead(context)
  const items = epochs.map((epoch) => toItem(epoch, own))
  context.terminal.answer({ items }, () =>
    items.length === 0
      ? 'These brokers carry no ledger.'
      : writeTextTable({
          english: 'Relayed ledgers',
          columns: [
            columnOf(relayColumns.ledger, 'text'),
            ...[relayColumns.epoch, relayColumns.relayed, relayColumns.head, relayColumns.lag].map((word) =>
              columnOf(word, 'count'),
            ),
            columnOf(relayColumns.holder, 'text'),
          ],
          rows: items.map(({ ledger: id, epoch, relayed, head, lag, holder, problem }) => [
            ...[id, epoch, relayed ?? null, head ?? null, lag ?? null, problem ?? holder ?? 'none'],
          ]),
        }),
  )
}

/** Writes the ledger of the data folder, or of the configured store, to the brokers until the process is told to stop. */
export async function runRelay(context: CliContext): Promise<void> {
  const { config, folder, terminal } = context
  const { kafka, instance } = config
  if (kafka === undefined) throw new ConfigError([], ['WELFARE_KAFKA_BROKERS'])
  const opened = await openSource(context)
  if (opened === undefined) throw refused('no-ledger', { folder: folder.root })
  const { source } = opened
  const logger = createLogger({ level: config.logLevel ?? 'info' })
  const shutdown = createShutdown(logger)
  shutdown.add('source', () => opened.close())
  const relay = hostRelay({ kafka, source, instance: `relay-${instance}`, logger, metrics: createMetrics() })
  shutdown.add('relay', () => relay.stop())
  shutdown.onSignals()
  relay.start()
  const { ledger, epoch } = source
  const brokers = kafka.brokers.join(', ')
  terminal.answer(
    { ledger, epoch, brokers: kafka.brokers },
    () =>
      `Ledger ${ledger}, epoch ${epoch}, is written to ${brokers}, by this process or another one that waits its turn.`,
  )
}

interface OwnHead {
  readonly ledger: string
  readonly epoch: number
  readonly head: number
}

async function findOwnHead(context: CliContext): Promise<OwnHead | undefined> {
  const opened = await openSource(context)
  if (opened === undefined) return undefined
  try {
    const { ledger, epoch } = opened.source
    return { ledger, epoch, head: (await opened.source.head())?.sequence ?? 0 }
  } finally {
    await opened.close()
  }
}

function toItem(epoch: RelayedEpoch, own: OwnHead | undefined): RelayedEpoch & { head?: number; lag?: number } {
  if (own?.ledger !== epoch.ledger || own.epoch !== epoch.epoch) return epoch
  const { relayed } = epoch
  return { ...epoch, head: own.head, ...(relayed !== undefined && { lag: Math.max(0, own.head - relayed) }) }
}
