import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import { openEventStoreDbStore } from '@welfare/event-store/eventstoredb/eventstoredb-store.ts'
import type { EventStore } from '@welfare/event-store/port.ts'
import { createKafkaClient } from '@welfare/messaging/kafka/kafka-client.ts'
import { openKafkaFeed } from '@welfare/messaging/kafka/kafka-feed.ts'
import { ensureTopic } from '@welfare/messaging/kafka/topic-settings.ts'
import { inheritedEnvironment } from '@welfare/process/config.ts'
import { walletCodec } from '@welfare/vouchers/codecs.ts'
import { walletDecider } from '@welfare/vouchers/wallets/wallet.decider.ts'
import { type Child, startChild } from '../../infra/cluster/child.ts'
import { createFileClock } from '../../infra/cluster/file-clock.ts'
import type { CaughtUp } from '../../infra/cluster/parent.ts'
import { beginHistory, day, MEALS_PER_WALLET, redeem, startsAt } from '../faults/brokers-history.fixture.ts'
import { startChild as startServer } from '../faults/child-process.fixture.ts'

export interface LagLoad {
  readonly rounds: number
  readonly seconds: number
  readonly perSecond: number
}

/** Milliseconds of one round. */
interface Lags {
  readonly p50: number
  readonly p99: number
  readonly highest: number
}

const TICK_MS = 5
const silent = () => undefined
const logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent }

/**
 * How long a redemption takes from being durable until another process is handed it, and until a replica of the read models reflects it, at a steady
 * load; beside kafkajs alone, which sends and receives messages of the same size at the same rate. Rounds of the two alternate.
 */
export async function benchLag(folder: string, brokers: readonly string[], load: LagLoad): Promise<string> {
  const server = startServer('../../infra/event-store/main.ts', [join(folder, 'store')])
  await server.hasWritten(1)
  const url = server.lines[0]?.split(' ', 1)[0] ?? ''
  const store = await openEventStoreDbStore({ url, clock: { now: () => startsAt } })
  const ledger = await openFollowedLedger(folder, { store, url }, brokers, load)
  const bare = await openBareLine(brokers)
  const [handed, visible, alone]: [Lags[], Lags[], Lags[]] = [[], [], []]
  for (let round = 0; round < load.rounds; round += 1) {
    alone.push(await bare.run(load))
    const measured = await ledger.run(load)
    handed.push(measured.handed)
    visible.push(measured.visible)
  }
  await bare.close()
  await ledger.close()
  await store.close()
  await server.kill()
  const rate = load.perSecond.toLocaleString('en')
  const intro = `Milliseconds at ${rate} redemptions a second, ${load.rounds} rounds of ${load.seconds} s each, alternating: median of the rounds (lowest – highest).`
  const rows = [
    ['kafkajs alone, from its send on', alone],
    ['durable → handed to another consumer', handed],
    ['durable → reflected by a replica', visible],
  ] as const
  const lines = rows.map(
    ([name, lags]) => `| ${name} | ${told(lags, 'p50')} | ${told(lags, 'p99')} | ${told(lags, 'highest')} |`,
  )
  return [intro, '', '| | p50 | p99 | highest |', '| --- | --- | --- | --- |', ...lines].join('\n')
}

async function openFollowedLedger(
  folder: string,
  { store, url }: { readonly store: EventStore; readonly url: string },
  brokers: readonly string[],
  load: LagLoad,
) {
  const runner = createCommandRunner({ store, inputHashKey: randomBytes(32), sharedWriters: true })
  const wallets = Math.ceil((load.rounds * load.seconds * load.perSecond) / MEALS_PER_WALLET) + 1
  await beginHistory(store, runner, wallets)
  const start = prepareChildren(folder, url, brokers)
  const relay = await start('relay', {})
  const replica = await start('reports', {})
  const feed = openKafkaFeed({ brokers, ledger: store.ledger, epoch: store.epoch, instance: 'bench', logger })
  const stopping = new AbortController()
  const handedAtMs = new Map<string, number>()
  const following = feed.feed.follow({ signal: stopping.signal }, async (events) => {
    const atMs = performance.now()
    for (const { stream, version } of events) handedAtMs.set(`${stream} ${version}`, atMs)
  })
  let redeemed = 0

  const redeemOne = async (durable: Map<string, number>): Promise<void> => {
    const number = redeemed % wallets
    const command = redeem(number, Math.floor(redeemed / wallets) + 1)
    redeemed += 1
    const metadata = { actor: 'merchant-till/till-1', occurredAt: startsAt.toISOString(), accountingDate: day }
    const request = { stream: command.wallet, command, commandId: randomUUID(), input: { number }, metadata }
    const result = await runner.execute(walletDecider, walletCodec, request)
    if (result.outcome !== 'accepted') throw new Error(`a meal ended as ${result.outcome}`)
    durable.set(`${command.wallet} ${result.version}`, performance.now())
  }
  return {
    async run({ seconds, perSecond }: LagLoad): Promise<{ handed: Lags; visible: Lags }> {
      await reflects(replica)
      const durable = new Map<string, number>()
      const visible: number[] = []
      const looking = new AbortController()
      const looked = lookAgainAndAgain(replica, visible, looking.signal)
      await atRate({ seconds, perSecond }, () => redeemOne(durable))
      looking.abort()
      await looked
      while ([...durable.keys()].some((key) => !handedAtMs.has(key))) await delay(TICK_MS)
      return {
        handed: lagsOf([...durable].map(([key, atMs]) => Math.max(0, (handedAtMs.get(key) ?? Number.NaN) - atMs))),
        visible: lagsOf(visible),
      }
    },
    async close() {
      stopping.abort()
      await following
      await feed.close()
      await replica.stop()
      await relay.stop()
    },
  }
}

function prepareChildren(folder: string, url: string, brokers: readonly string[]) {
  const [keys, clockFile] = [join(folder, 'keys'), join(folder, 'clock')]
  for (const path of [keys, join(folder, 'logs')]) mkdirSync(path, { recursive: true })
  createFileClock(clockFile, startsAt)
  return (name: string, more: Record<string, string>): Promise<Child> =>
    startChild({
      name,
      words: [name, clockFile],
      environment: {
        ...inheritedEnvironment(),
        ...{ PORT: '0', WELFARE_LOG_LEVEL: 'warn', WELFARE_KEYS_DIR: keys },
        ...{ WELFARE_DATA_DIR: join(folder, name), WELFARE_STORE_URL: url },
        ...{ WELFARE_KAFKA_BROKERS: brokers.join(','), ...more },
      },
      logFile: join(folder, 'logs', `${name}.log`),
    })
}

/** Until everything that was recorded when it was asked is in all that the replica keeps: read models, tree, its copy of the log. */
async function reflects(replica: Child): Promise<void> {
  for (;;) {
    const { consumers } = await replica.ask<CaughtUp>('caught-up')
    if (Object.values(consumers).every(Boolean)) return
  }
}

const LOOK_EVERY_MS = 50

/** From a look at the store's end until all of it is reflected, the question's own way between the processes included. */
async function lookAgainAndAgain(replica: Child, lags: number[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const askedAtMs = performance.now()
    await reflects(replica)
    lags.push(performance.now() - askedAtMs)
    await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
}

/** As many as are due at each tick, whether or not those before are done: a slow line does not slow down who comes. */
async function atRate({ seconds, perSecond }: Omit<LagLoad, 'rounds'>, work: () => Promise<void>): Promise<void> {
  const startedAtMs = performance.now()
  const total = seconds * perSecond
  const underWay: Promise<void>[] = []
  while (underWay.length < total) {
    const due = Math.min(total, ((performance.now() - startedAtMs) * perSecond) / 1_000)
    while (underWay.length < due) underWay.push(work())
    await delay(TICK_MS)
  }
  await Promise.all(underWay)
}

const MESSAGE_BYTES = 1_370

async function openBareLine(brokers: readonly string[]) {
  const client = createKafkaClient({ brokers, clientId: 'bench-bare', logger })
  const topic = `welfare-bench.${randomUUID()}`
  const [admin, producer] = [client.admin(), client.producer({ allowAutoTopicCreation: false, maxInFlightRequests: 1 })]
  const consumer = client.consumer({ groupId: topic, maxWaitTimeInMs: 100, allowAutoTopicCreation: false })
  await Promise.all([admin.connect(), producer.connect(), consumer.connect()])
  await ensureTopic(admin, topic)
  const filling = 'x'.repeat(MESSAGE_BYTES)
  let lags: number[] = []
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({
    eachBatch: async ({ batch }) => {
      const atMs = performance.now()
      for (const { value } of batch.messages) lags.push(atMs - Number(value?.toString().split(' ', 1)[0]))
    },
  })
  return {
    async run({ seconds, perSecond }: LagLoad): Promise<Lags> {
      lags = []
      let waiting: { value: string }[] = []
      let sending: Promise<unknown> | undefined
      const sendWaiting = (): void => {
        if (sending || waiting.length === 0) return
        const messages = waiting
        waiting = []
        sending = producer.send({ topic, messages, acks: -1 }).then(() => {
          sending = undefined
          sendWaiting()
        })
      }
      await atRate({ seconds, perSecond }, async () => {
        waiting.push({ value: `${performance.now()} ${filling}` })
        sendWaiting()
      })
      while (lags.length < seconds * perSecond) await delay(TICK_MS)
      return lagsOf(lags)
    },
    async close() {
      await Promise.all([consumer.disconnect(), producer.disconnect()])
      await admin.deleteTopics({ topics: [topic] })
      await admin.disconnect()
    },
  }
}

function lagsOf(values: readonly number[]): Lags {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99), highest: sorted.at(-1) ?? Number.NaN }
}

function told(lags: readonly Lags[], name: keyof Lags): string {
  const values = lags.map((one) => one[name]).toSorted((a, b) => a - b)
  const [lowest = 0, median = 0, highest = 0] = [values[0], values[values.length >> 1], values.at(-1)]
  return `${median.toFixed(1)} (${lowest.toFixed(1)} – ${highest.toFixed(1)})`
}
