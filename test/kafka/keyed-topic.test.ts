import { randomUUID } from 'node:crypto'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { fromCloudEventMessage } from '@welfare/messaging/cloud-event.ts'
import { createKafkaRelay } from '@welfare/messaging/kafka/kafka-relay.ts'
import { createKeyedConsumer, type KeyedConsumerOptions } from '@welfare/messaging/kafka/keyed-consumer.ts'
import { createKeyedRelay } from '@welfare/messaging/kafka/keyed-relay.ts'
import { openLedgerTopic } from '@welfare/messaging/kafka/ledger-topic.ts'
import { openParkingDesk } from '@welfare/messaging/kafka/parking-desk.ts'
import { keyedTopicName, topicPartitions } from '@welfare/messaging/kafka/topic-settings.ts'
import { createStoreSource } from '@welfare/messaging/relay-source.ts'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { requireKafka } from '../harness/kafka-broker.ts'
import { kafkaClientFor, openTestLedger, recordThings, silentLogger } from '../harness/relayed-ledger.ts'

const brokers = await requireKafka()
const soon = { timeout: 25_000, interval: 10 }

describe.skipIf(brokers === undefined)('the keyed topic, on a real broker', () => {
  const client = kafkaClientFor(brokers ?? [])

  it('has every event, a stream in one partition and in order, spread over the partitions', async () => {
    const { store } = await openRelayedLedger()
    const streams: string[] = []
    for (let round = 0; round < 40; round += 1) streams.push(await recordThings(store, 10))
    const seen: { event: SequencedEvent; partition: number }[] = []
    const reader = client.consumer({ groupId: `reader-${randomUUID()}`, maxWaitTimeInMs: 50 })
    onTestFinished(() => reader.disconnect())
    await reader.connect()
    const topic = keyedTopicName(store.ledger, 1)
    await vi.waitUntil(
      () =>
        reader.subscribe({ topics: [topic], fromBeginning: true }).then(
          () => true,
          () => false,
        ),
      soon,
    )
    await reader.run({
      eachMessage: async ({ message, partition }) =>
        void seen.push({ event: fromCloudEventMessage(message), partition }),
    })
    await vi.waitUntil(() => seen.length >= 400, soon)
    expect(seen.map(({ event }) => event.sequence).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 400 }, (_, index) => index + 1),
    )
    for (const stream of streams) {
      const ofStream = seen.filter(({ event }) => event.stream === stream)
      expect(ofStream.map(({ event }) => event.version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
      expect(new Set(ofStream.map(({ partition }) => partition)).size).toBe(1)
    }
    const used = new Set(seen.map(({ partition }) => partition))
    expect(used.size).toBeGreaterThan(topicPartitions('keyed') / 2)
  })

  it('goes on where it stood when it is started anew, and gives a repeat no second number', async () => {
    const { store, keyed } = await openRelayedLedger()
    await recordThings(store, 20)
    await vi.waitUntil(() => keyed.status().relayed === 20, soon)
    await keyed.stop()
    await recordThings(store, 5)
    const handled: SequencedEvent[] = []
    consume(store.ledger, { handle: async (event) => void handled.push(event) })
    await vi.waitUntil(() => handled.length === 20, soon)
    startKeyedRelay(store.ledger)
    await vi.waitUntil(() => handled.length >= 25, soon)
    expect(new Set(handled.map(({ id }) => id)).size).toBe(25)
  })

  it('takes no late repeat for a gap, though it begins in the middle of one', async () => {
    const { store } = await openTestLedger()
    await recordThings(store, 35)
    const events = await store.readAll({ limit: 35 })
    const topic = await openLedgerTopic({ client, ledger: store.ledger, epoch: 1 })
    onTestFinished(() => topic.close())
    await topic.append(events.slice(0, 30))
    const first = startKeyedRelay(store.ledger)
    await vi.waitUntil(() => first.status().relayed === 30, soon)
    await first.stop()
    // A relay that lost its lease long ago, and then the one that has it.
    await topic.append(events.slice(0, 10))
    await topic.append(events.slice(30))
    const second = startKeyedRelay(store.ledger)
    await vi.waitUntil(() => second.status().relayed === 35, soon)
    expect(second.status()).toEqual({ healthy: true, active: true, relayed: 35 })
    const handled: string[] = []
    consume(store.ledger, { handle: async ({ id }) => void handled.push(id) })
    await vi.waitUntil(() => handled.length === 35, soon)
    expect(new Set(handled).size).toBe(35)
  })

  it('parks what a group cannot handle, goes on with the rest, and gives it again when told to', async () => {
    const { store } = await openRelayedLedger()
    const stream = await recordThings(store, 6)
    let isBroken = true
    const [handled, others]: [number[], number[]] = [[], []]
    const tries = new Map<number, number>()
    const { group } = consume(store.ledger, {
      attempts: 3,
      async handle({ version }) {
        tries.set(version, (tries.get(version) ?? 0) + 1)
        if (version === 2 && isBroken) throw new Error('the message centre does not take it')
        handled.push(version)
      },
    })
    consume(store.ledger, { handle: async ({ version }) => void others.push(version) })
    const desk = await openParkingDesk(client, store.ledger)
    onTestFinished(() => desk.close())
    await vi.waitUntil(() => handled.length === 5 && others.length === 6, soon)
    expect(handled).toEqual([1, 3, 4, 5, 6])
    const [parked, ...more] = await desk.list()
    expect(more).toEqual([])
    expect(parked).toMatchObject({ group, stream, attempts: 3, error: 'Error: the message centre does not take it' })
    expect(tries.get(2)).toBe(3)
    const id = parked?.id ?? ''

    // Tried again while it still cannot be handled: parked anew, with more attempts.
    expect(await desk.retry(group, id)).toBe(true)
    await vi.waitUntil(async () => (await desk.list(group))[0]?.attempts === 6, { ...soon, interval: 200 })
    isBroken = false
    expect(await desk.retry(group, id)).toBe(true)
    await vi.waitUntil(() => handled.length === 6, soon)
    await vi.waitUntil(async () => (await desk.list()).length === 0, { ...soon, interval: 200 })
    expect(handled).toEqual([1, 3, 4, 5, 6, 2])
    expect(others).toEqual([1, 2, 3, 4, 5, 6])
    expect(await desk.retry(group, id)).toBe(false)
  })

  it('gives up what is dropped, for that group alone', async () => {
    const { store } = await openRelayedLedger()
    await recordThings(store, 1)
    const fail = async () => Promise.reject(new Error('never'))
    const groups = [1, 2].map(() => consume(store.ledger, { attempts: 1, handle: fail }).group)
    const desk = await openParkingDesk(client, store.ledger)
    onTestFinished(() => desk.close())
    await vi.waitUntil(async () => (await desk.list()).length === 2, { ...soon, interval: 200 })
    const [event] = await store.readAll({ limit: 1 })
    expect(await desk.drop(groups[0] ?? '', event?.id ?? '')).toBe(true)
    expect((await desk.list()).map(({ group }) => group)).toEqual([groups[1]])
    expect(await desk.drop(groups[0] ?? '', event?.id ?? '')).toBe(false)
  })

  async function openRelayedLedger() {
    const { store } = await openTestLedger()
    const relay = createKafkaRelay({ client, source: createStoreSource(store) })
    relay.start()
    onTestFinished(() => relay.stop())
    return { store, keyed: startKeyedRelay(store.ledger) }
  }

  function startKeyedRelay(ledger: string) {
    const keyed = createKeyedRelay({ client, ledger, epoch: 1, logger: silentLogger })
    keyed.start()
    onTestFinished(() => keyed.stop())
    return keyed
  }

  function consume(ledger: string, options: Pick<KeyedConsumerOptions, 'handle' | 'attempts'>) {
    const group = `outside-${randomUUID()}`
    const times = { firstBackOffMs: 5, logger: silentLogger }
    const consumer = createKeyedConsumer({ client, ledger, epoch: 1, group, ...times, ...options })
    consumer.start()
    onTestFinished(() => consumer.stop())
    return { group, consumer }
  }
})
