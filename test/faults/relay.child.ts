import { writeSync } from 'node:fs'
import { openSqliteLogReader } from '@welfare/event-store/sqlite/log-reader.ts'
import { createKafkaClient } from '@welfare/messaging/kafka/kafka-client.ts'
import { createKafkaRelay } from '@welfare/messaging/kafka/kafka-relay.ts'
import { openLedgerTopic } from '@welfare/messaging/kafka/ledger-topic.ts'
import { createRelay } from '@welfare/messaging/relay.ts'
import { createLogSource } from '@welfare/messaging/relay-source.ts'

/**
 * Relays the log that another process writes, and writes a line for each batch that is durable in the topic, until it is killed. `with-lease`: as
 * one of several. `dies-after=N`: kills itself after N batches, between what the topic has and the next batch.
 */
const [folder = '', brokers = '', ...settings] = process.argv.slice(2)
const diesAfter = Number(
  settings.find((one) => one.startsWith('dies-after='))?.split('=')[1] ?? Number.POSITIVE_INFINITY,
)

const silent = () => undefined
const logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent }
const client = createKafkaClient({ brokers: brokers.split(','), clientId: `child-${process.pid}`, logger })
const log = openSqliteLogReader(folder)
const source = createLogSource(log)
let batches = 0

const options = {
  source,
  limits: { batchSize: 100 },
  onRelayed(events: readonly { readonly sequence: number }[]) {
    batches += 1
    writeSync(1, `${events.at(-1)?.sequence}\n`)
    if (batches >= diesAfter) process.kill(process.pid, 'SIGKILL')
  },
}
const relay = settings.includes('with-lease')
  ? createKafkaRelay({ client, ...options })
  : createRelay({
      openTopic: () => openLedgerTopic({ client, ledger: log.ledger, epoch: log.epoch }),
      ...options,
    })
relay.start()
