import { randomUUID } from 'node:crypto'
import { openSqliteStore, type SqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { type CloudEventMessage, toCloudEventMessage } from '@welfare/messaging/cloud-event.ts'
import { createKafkaClient } from '@welfare/messaging/kafka/kafka-client.ts'
import { openLedgerTopic } from '@welfare/messaging/kafka/ledger-topic.ts'
import { ledgerTopicName } from '@welfare/messaging/kafka/topic-settings.ts'
import type { EventTopic } from '@welfare/messaging/port.ts'
import { createRelay } from '@welfare/messaging/relay.ts'
import { createStoreSource } from '@welfare/messaging/relay-source.ts'
import { readGolden } from '../../shared/contracts/golden/golden-files.ts'
import { type Contender, compare } from './rounds.ts'
import { toMarkdown } from './table.ts'

type Client = ReturnType<typeof createKafkaClient>

/** Events a send, for both. */
const batchSize = 500

/**
 * The relay from store to topic beside the client alone, which sends messages of the same events that were made before: what reading, checking
 * and making messages cost. Every round fills a new topic from the first event.
 */
export async function benchRelay(
  folder: string,
  brokers: readonly string[],
  { rounds, events }: { readonly rounds: number; readonly events: number },
): Promise<string> {
  const silent = () => undefined
  const logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent }
  const client = createKafkaClient({ brokers, clientId: 'bench', logger })
  const store = await openSqliteStore({ folder, clock: { now: () => new Date() } })
  await fill(store, events)
  const bare = await openBareProducer(client, store)
  const plain = await openRelay('relay', client, store, false)
  const gzip = await openRelay('relay, gzip', client, store, true)
  const size = bare.bytesPerMessage.toFixed(0)
  const options = { rounds, commands: events, inFlight: 1 }
  const comparisons = [await compare(bare, plain, options), await compare(bare, gzip, options)]
  for (const contender of [bare, plain, gzip]) await contender.close()
  await store.close()
  const intro = `Events a second from store to topic (acks of all, ${batchSize} a send, one send in flight, ${size} bytes a message), ${rounds} interleaved rounds of ${events.toLocaleString('en')} events: median (lowest – highest).`
  return `${intro}\n\n${toMarkdown(comparisons)}`
}

/** Meals as a till sends most of them, an amount drawn from one credit: about 900 bytes with what the store says of it. */
async function fill(store: SqliteStore, events: number): Promise<void> {
  const { type, schemaVersion, data: golden } = readGolden('MealRedeemed.v1.json')
  const { items: _, draws, ...rest } = golden
  const data = { ...rest, draws: Array.isArray(draws) ? draws.slice(1) : [] }
  const metadata = {
    commandId: randomUUID(),
    inputHash: '0'.repeat(64),
    actor: 'merchant-till/till-1',
    occurredAt: '2025-07-25T04:10:00.000Z',
    accountingDate: '2025-07-25',
  }
  const together = 100
  for (let stored = 0; stored < events; stored += together) {
    const meals = Array.from({ length: together }, () => ({ id: randomUUID(), type, schemaVersion, data, metadata }))
    const { outcome } = await store.append(`wallet-${randomUUID()}`, 'no-stream', meals)
    if (outcome !== 'appended') throw new Error(`the append ended as ${outcome}`)
  }
}

/** Topics of a ledger are told apart by the epoch: each round takes the next. */
function topicsOf(client: Client, gzip: boolean) {
  const ledger = randomUUID()
  let epoch = 0
  return {
    ledger,
    get name() {
      return ledgerTopicName(ledger, epoch)
    },
    open(): Promise<EventTopic> {
      epoch += 1
      return openLedgerTopic({ client, ledger, epoch, gzip })
    },
  }
}

async function openRelay(name: string, client: Client, store: SqliteStore, gzip: boolean): Promise<Contender> {
  const topics = topicsOf(client, gzip)
  let topic = await topics.open()
  return {
    name,
    run: ({ commands }) =>
      new Promise((resolve, reject) => {
        const relay = createRelay({
          source: createStoreSource(store),
          openTopic: async () => ({ ...topic, close: async () => undefined }),
          limits: { batchSize },
          onFailure: reject,
          onRelayed: (events) => {
            if (events.at(-1)?.sequence === commands) relay.stop().then(resolve, reject)
          },
        })
        relay.start()
      }),
    async settle() {
      await topic.close()
      topic = await topics.open()
    },
    close: () => topic.close(),
  }
}

async function openBareProducer(client: Client, store: SqliteStore): Promise<Contender & { bytesPerMessage: number }> {
  const topics = topicsOf(client, false)
  let topic = await topics.open()
  const producer = client.producer({ allowAutoTopicCreation: false, maxInFlightRequests: 1 })
  await producer.connect()
  const messages = (await store.readAll({ limit: batchSize })).map(toCloudEventMessage)
  const bytes = (message: CloudEventMessage) =>
    [message.key, message.value, ...Object.entries(message.headers).flat()].join('').length
  return {
    name: 'kafkajs alone',
    bytesPerMessage: messages.reduce((sum, message) => sum + bytes(message), 0) / messages.length,
    async run({ commands }) {
      for (let sent = 0; sent < commands; sent += batchSize) {
        await producer.send({ topic: topics.name, acks: -1, messages: [...messages] })
      }
    },
    async settle() {
      await topic.close()
      topic = await topics.open()
    },
    async close() {
      await topic.close()
      await producer.disconnect()
    },
  }
}
