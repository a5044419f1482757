import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import { openSqliteLogReader } from '@welfare/event-store/sqlite/log-reader.ts'
import { openLogReplica } from '@welfare/event-store/sqlite/log-replica.ts'
import { openSqliteStore, type SqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { createKafkaClient } from '@welfare/messaging/kafka/kafka-client.ts'
import { openKafkaFeed } from '@welfare/messaging/kafka/kafka-feed.ts'
import { openLedgerTopic } from '@welfare/messaging/kafka/ledger-topic.ts'
import { ledgerTopicName } from '@welfare/messaging/kafka/topic-settings.ts'
import type { EventSource } from '@welfare/reports/read-model/event-source.ts'
import { createProjectionEngine } from '@welfare/reports/read-model/projection-engine.ts'
import { walletCodec } from '@welfare/vouchers/codecs.ts'
import { walletDecider } from '@welfare/vouchers/wallets/wallet.decider.ts'
import { beginHistory, day, MEALS_PER_WALLET, redeem, startsAt } from '../faults/brokers-history.fixture.ts'
import { type Contender, compare } from './rounds.ts'
import { toMarkdown } from './table.ts'

const silent = () => undefined
const logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent }

/**
 * Following a ledger from its first event on: a consumer of the topic beside kafkajs alone, which decodes nothing; a replica's copy of the log and its
 * read models, beside bare reading of the log's rows. Meals, each from a credit of its wallet.
 */
export async function benchFollowers(
  folder: string,
  brokers: readonly string[],
  { rounds, meals }: { readonly rounds: number; readonly meals: number },
): Promise<string> {
  const logFolder = join(folder, 'log')
  const store = await openSqliteStore({ folder: logFolder, clock: { now: () => startsAt } })
  await fill(store, meals)
  const events = (await store.head())?.sequence ?? 0
  await publish(store, brokers)
  const options = { rounds, commands: events, inFlight: 1 }
  const topicComparison = await compare(
    bareConsumer(store, brokers, events),
    feedFollower(store, brokers, events),
    options,
  )
  const reader = rowReader(logFolder)
  const copyComparison = await compare(reader, logCopy(folder, logFolder), options)
  const modelComparison = await compare(reader, readModels(folder, logFolder), options)
  await store.close()
  const intro = `Events a second from the first of ${events.toLocaleString('en')} on, ${rounds} interleaved rounds: median (lowest – highest).`
  return `${intro}\n\n${toMarkdown([topicComparison, copyComparison, modelComparison])}`
}

async function fill(store: SqliteStore, meals: number): Promise<void> {
  const runner = createCommandRunner({ store, inputHashKey: randomBytes(32) })
  const wallets = Math.ceil(meals / MEALS_PER_WALLET)
  await beginHistory(store, runner, wallets)
  const metadata = { actor: 'merchant-till/till-1', occurredAt: startsAt.toISOString(), accountingDate: day }
  for (let number = 0; number < wallets; number += 1) {
    const redemptions = Array.from({ length: MEALS_PER_WALLET }, (_, meal) => redeem(number, meal + 1))
    const results = redemptions.map((command) => {
      const request = { stream: command.wallet, command, commandId: randomUUID(), input: { number }, metadata }
      return runner.execute(walletDecider, walletCodec, request)
    })
    for (const { outcome } of await Promise.all(results)) {
      if (outcome !== 'accepted') throw new Error(`a meal ended as ${outcome}`)
    }
  }
}

async function publish(store: SqliteStore, brokers: readonly string[]): Promise<void> {
  const client = createKafkaClient({ brokers, clientId: 'bench', logger })
  const topic = await openLedgerTopic({ client, ledger: store.ledger, epoch: store.epoch })
  for (let events = await store.readAll({ limit: 500 }); events.length > 0; ) {
    await topic.append(events)
    events = await store.readAll({ after: events.at(-1)?.position, limit: 500 })
  }
  await topic.close()
}

function bareConsumer({ ledger, epoch }: SqliteStore, brokers: readonly string[], events: number): Contender {
  return {
    name: 'kafkajs alone',
    async run() {
      const consumer = createKafkaClient({ brokers, clientId: 'bench-bare', logger }).consumer({
        groupId: randomUUID(),
      })
      await consumer.connect()
      await consumer.subscribe({ topic: ledgerTopicName(ledger, epoch), fromBeginning: true })
      let received = 0
      await new Promise<void>((resolve, reject) => {
        const eachBatch = async ({ batch }: { batch: { messages: readonly unknown[] } }) => {
          received += batch.messages.length
          if (received >= events) resolve()
        }
        consumer.run({ eachBatch }).catch(reject)
      })
      await consumer.disconnect()
    },
    close: async () => {},
  }
}

function feedFollower({ ledger, epoch }: SqliteStore, brokers: readonly string[], events: number): Contender {
  return {
    name: 'a follower of the feed',
    async run() {
      const feed = openKafkaFeed({ brokers, ledger, epoch, instance: `bench-${randomUUID().slice(0, 8)}`, logger })
      const done = new AbortController()
      await feed.feed.follow({ signal: done.signal }, async (batch) => {
        if (batch.at(-1)?.sequence === events) done.abort()
      })
      await feed.close()
    },
    close: async () => {},
  }
}

function rowReader(logFolder: string): Contender {
  return {
    name: 'reading the rows',
    async run() {
      const reader = openSqliteLogReader(logFolder)
      for (let sequence = 0; ; ) {
        const last = reader.readAfter(sequence, 500).at(-1)
        if (!last) break
        sequence = last.sequence
      }
      reader.close()
    },
    close: async () => {},
  }
}

function logCopy(folder: string, logFolder: string): Contender {
  return {
    name: 'a copy of the log',
    async run() {
      const reader = openSqliteLogReader(logFolder)
      const { ledger, epoch } = reader
      const replica = openLogReplica({ folder: join(folder, randomUUID()), ledger, epoch, isDisposable: true })
      for (
        let batch = reader.readAfter(0, 500);
        batch.length > 0;
        batch = reader.readAfter(replica.lastSequence, 500)
      ) {
        replica.apply(batch)
      }
      await replica.close()
      reader.close()
    },
    close: async () => {},
  }
}

function readModels(folder: string, logFolder: string): Contender {
  return {
    name: 'all read models',
    async run() {
      const engine = createProjectionEngine({ folder: join(folder, randomUUID()), source: openSource(logFolder) })
      while (engine.step()) {}
      engine.close()
    },
    close: async () => {},
  }
}

function openSource(logFolder: string): EventSource {
  const reader = openSqliteLogReader(logFolder)
  const { ledger, epoch, readAfter, close } = reader
  return { ledger, epoch, readAfter, close, head: () => reader.head()?.sequence ?? 0 }
}
