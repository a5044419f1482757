import { randomUUID } from 'node:crypto'
import { createKafkaRelay } from '@welfare/messaging/kafka/kafka-relay.ts'
import { openLedgerTopic } from '@welfare/messaging/kafka/ledger-topic.ts'
import { findLeaseHolder } from '@welfare/messaging/kafka/relay-lease.ts'
import { ledgerTopicName } from '@welfare/messaging/kafka/topic-settings.ts'
import { createRelay, type Relay, TopicDivergedError } from '@welfare/messaging/relay.ts'
import { createStoreSource } from '@welfare/messaging/relay-source.ts'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { readOnce } from '../../shared/messaging/src/faulty-topic.fixture.ts'
import { requireKafka } from '../harness/kafka-broker.ts'
import { kafkaClientFor, openTestLedger, readTopic, recordThings } from '../harness/relayed-ledger.ts'

const brokers = await requireKafka()
const soon = { timeout: 20_000, interval: 10 }

describe.skipIf(brokers === undefined)('the relay, on a real broker', () => {
  const client = kafkaClientFor(brokers ?? [])

  it('brings every event of the store into the topic, as it was recorded, before and while it runs', async () => {
    const { store } = await openTestLedger()
    for (let round = 0; round < 8; round += 1) await recordThings(store, 300)
    const relay = start(createKafkaRelay({ client, source: createStoreSource(store) }))
    await isRelayed(relay, 2_400)
    for (let round = 0; round < 20; round += 1) await recordThings(store, 3)
    await isRelayed(relay, 2_460)
    expect(await relay.status()).toEqual({ relayed: 2_460, head: 2_460, lag: 0, healthy: true, active: true })
    const topic = await readTopic(client, ledgerTopicName(store.ledger, 1))
    expect(topic).toEqual(await store.readAll({ limit: 5_000 }))
  })

  it('finds its place by the topic alone, in less than a second', async () => {
    const { store } = await openTestLedger()
    await recordThings(store, 120)
    const first = start(createKafkaRelay({ client, source: createStoreSource(store) }))
    await isRelayed(first, 120)
    await first.stop()
    await recordThings(store, 30)
    const topic = await openLedgerTopic({ client, ledger: store.ledger, epoch: 1 })
    onTestFinished(() => topic.close())
    const startedAtMs = performance.now()
    expect((await topic.tail())?.sequence).toBe(120)
    expect(performance.now() - startedAtMs).toBeLessThan(1_000)
    await isRelayed(start(createKafkaRelay({ client, source: createStoreSource(store) })), 150)
    const sequences = (await readTopic(client, ledgerTopicName(store.ledger, 1))).map(({ sequence }) => sequence)
    expect(sequences).toEqual(Array.from({ length: 150 }, (_, index) => index + 1))
  })

  it('finds the last event behind marks of transactions, which are no events', async () => {
    const { store } = await openTestLedger()
    await recordThings(store, 5)
    const topic = await openLedgerTopic({ client, ledger: store.ledger, epoch: 1 })
    onTestFinished(() => topic.close())
    expect(await topic.tail()).toBeUndefined()
    await topic.append(await store.readAll({ limit: 5 }))
    const stranger = client.producer({ transactionalId: randomUUID(), idempotent: true, maxInFlightRequests: 1 })
    await stranger.connect()
    const transaction = await stranger.transaction()
    await transaction.send({ topic: ledgerTopicName(store.ledger, 1), messages: [{ value: 'taken back' }] })
    await transaction.abort()
    await stranger.disconnect()
    expect((await topic.tail())?.sequence).toBe(5)
  })

  it('sends nothing to a topic that ends with another event than the store', async () => {
    const { store } = await openTestLedger()
    await recordThings(store, 10)
    const events = await store.readAll({ limit: 10 })
    const topic = await openLedgerTopic({ client, ledger: store.ledger, epoch: 1 })
    onTestFinished(() => topic.close())
    await topic.append(
      events.slice(0, 4).map((event) => (event.sequence === 4 ? { ...event, id: randomUUID() } : event)),
    )
    const failures: unknown[] = []
    const relay = start(
      createKafkaRelay({ client, source: createStoreSource(store), onFailure: (error) => failures.push(error) }),
    )
    await vi.waitUntil(() => failures.length >= 3, soon)
    expect(failures.every((error) => error instanceof TopicDivergedError)).toBe(true)
    expect((await relay.status()).healthy).toBe(false)
    expect(await readTopic(client, ledgerTopicName(store.ledger, 1))).toHaveLength(4)
  })

  it('refuses to write behind a hole, and says that records are gone', async () => {
    const { store } = await openTestLedger()
    await recordThings(store, 10)
    const events = await store.readAll({ limit: 10 })
    const topic = await openLedgerTopic({ client, ledger: store.ledger, epoch: 1 })
    onTestFinished(() => topic.close())
    await expect(topic.append(events.slice(5))).rejects.toThrow('records before it are gone')
    await expect(topic.tail()).rejects.toThrow('records before it are gone')
  })

  it('fills a topic of its own for every epoch', async () => {
    const { store } = await openTestLedger()
    await recordThings(store, 7)
    const restored = { ...createStoreSource(store), epoch: 2 }
    await isRelayed(start(createKafkaRelay({ client, source: createStoreSource(store) })), 7)
    await isRelayed(start(createKafkaRelay({ client, source: restored })), 7)
    for (const epoch of [1, 2]) {
      expect(await readTopic(client, ledgerTopicName(store.ledger, epoch))).toEqual(await store.readAll({ limit: 10 }))
    }
  })

  it('is one of several at a time; who waits goes on when it ends', async () => {
    const { store } = await openTestLedger()
    await recordThings(store, 20)
    const admin = client.admin()
    await admin.connect()
    onTestFinished(() => admin.disconnect())
    const topic = ledgerTopicName(store.ledger, 1)
    const open = (name: string) =>
      start(createKafkaRelay({ client: kafkaClientFor(brokers ?? [], name), source: createStoreSource(store) }))
    const first = open('first')
    await isRelayed(first, 20)
    const second = open('second')
    await vi.waitUntil(async () => (await countMembers(topic)) === 2, soon)
    await recordThings(store, 20)
    await isRelayed(first, 40)
    expect(await findLeaseHolder(admin, topic)).toMatch(/^first /)
    expect((await second.status()).active).toBe(false)
    await first.stop()
    await recordThings(store, 20)
    await isRelayed(second, 60)
    expect(await findLeaseHolder(admin, topic)).toMatch(/^second /)
    expect(await readTopic(client, topic)).toEqual(await store.readAll({ limit: 100 }))

    async function countMembers(of: string): Promise<number> {
      const { groups } = await admin.describeGroups([`${of}.relay`])
      return groups[0]?.state === 'Stable' ? groups[0].members.length : 0
    }
  })

  it('does no harm where two write at once without a lease', async () => {
    const { store } = await openTestLedger()
    for (let round = 0; round < 10; round += 1) await recordThings(store, 300)
    const open = () => {
      const openTopic = () => openLedgerTopic({ client, ledger: store.ledger, epoch: 1 })
      return start(createRelay({ source: createStoreSource(store), openTopic, limits: { batchSize: 40 } }))
    }
    const relays = [open(), open()]
    for (let round = 0; round < 50; round += 1) await recordThings(store, 5)
    await Promise.all(relays.map((relay) => isRelayed(relay, 3_250)))
    const records = await readTopic(client, ledgerTopicName(store.ledger, 1))
    expect(readOnce(records)).toEqual(await store.readAll({ limit: 5_000 }))
    expect(records.length).toBeGreaterThan(3_250)
  })
})

function start(relay: Relay): Relay {
  relay.start()
  onTestFinished(() => relay.stop())
  return relay
}

async function isRelayed(relay: Relay, sequence: number): Promise<void> {
  await vi.waitUntil(async () => (await relay.status()).relayed === sequence, soon)
}
