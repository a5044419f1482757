import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteLogReader } from '@welfare/event-store/sqlite/log-reader.ts'
import { createKafkaClient } from '@welfare/messaging/kafka/kafka-client.ts'
import { openLedgerTopic } from '@welfare/messaging/kafka/ledger-topic.ts'
import { dataFolder } from '@welfare/process/data-folder.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { startKafka } from './kafka/kafka-cluster.ts'

/**
 * `node infra/measure-storage.ts FOLDER PORT`: what one event takes, of the ledger that lies in FOLDER and that nobody has open (`welfare demo --exit`
 * plays one). Bytes an event, as JSON. A broker of its own is started on PORT, given every event by the relay's own way, and stopped.
 */
const [root = '', port = ''] = process.argv.slice(2)
const folder = dataFolder(root)
const relayBatch = 500

const reader = openSqliteLogReader(folder.log)
const events = readEvents()
const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value))
const redemptions = events.filter(({ type }) => type === 'MealRedeemed')
const jsonOf = (list: typeof events) =>
  list.reduce((sum, { data, metadata }) => sum + bytesOf(data) + bytesOf(metadata), 0)
const perEvent = (bytes: number) => Math.round(bytes / events.length)
process.stdout.write(
  `${JSON.stringify(
    {
      events: events.length,
      redemptions: redemptions.length,
      jsonPerEvent: perEvent(jsonOf(events)),
      jsonPerRedemption: Math.round(jsonOf(redemptions) / redemptions.length),
      logPerEvent: perEvent(sizeOf(folder.log)),
      readModelPerEvent: perEvent(sizeOf(join(folder.copies, 'read-model'))),
      otherCopiesPerEvent: perEvent(sizeOf(folder.copies) - sizeOf(join(folder.copies, 'read-model'))),
      treePerEvent: perEvent(sizeOf(folder.transparency)),
      topicPerEvent: perEvent(await measureTopic()),
    },
    null,
    2,
  )}\n`,
)
reader.close()

function readEvents() {
  const all: ReturnType<typeof reader.readAfter>[number][] = []
  for (;;) {
    const more = reader.readAfter(all.length, 5_000)
    if (more.length === 0) return all
    all.push(...more)
  }
}

/** Of one replica; indexes of the topic, which the broker lays out before they are needed, left out. */
async function measureTopic(): Promise<number> {
  const data = mkdtempSync(join(tmpdir(), 'welfare-topic-'))
  const cluster = await startKafka({ port: Number(port), folder: data })
  try {
    const logger = createLogger({ level: 'error' })
    const client = createKafkaClient({
      brokers: cluster.brokers,
      clientId: 'measure',
      logger,
    })
    const [{ ledger, epoch } = { ledger: '', epoch: 1 }] = events
    const topic = await openLedgerTopic({ client, ledger, epoch })
    for (let from = 0; from < events.length; from += relayBatch)
      await topic.append(events.slice(from, from + relayBatch))
    await topic.close()
    return sizeOf(data, (name, path) => name.endsWith('.log') && path.includes(ledger))
  } finally {
    await cluster.stop()
    rmSync(data, { recursive: true, force: true })
  }
}

function sizeOf(path: string, isCounted: (name: string, path: string) => boolean = () => true): number {
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && isCounted(entry.name, entry.parentPath))
    .reduce((sum, { name, parentPath }) => sum + statSync(join(parentPath, name)).size, 0)
}
