import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOwnKafka } from '../../../../test/harness/kafka-broker.ts'
import { createKafkaClient } from './kafka-client.ts'
import { madeEvents, openFeed, range, silent, startFollower, writeTo } from './kafka-feed.fixture.ts'
import type { KafkaFeed } from './kafka-feed.ts'
import { openLedgerTopic } from './ledger-topic.ts'
import { ledgerTopicName } from './topic-settings.ts'

const kafka = await startOwnKafka(1)
const brokers = kafka?.brokers ?? []
const [node] = kafka?.nodes ?? []

/** One broker, and it goes: everything waits, and goes on by itself when it is back. */
describe.skipIf(kafka === undefined)('a broker that goes and comes back', () => {
  const ledger = randomUUID()
  let feed: KafkaFeed

  beforeAll(async () => {
    feed = openFeed(brokers, { ledger, limits: { windowEvents: 200 } })
    await write(1, 500)
  })
  afterAll(async () => {
    await feed.close()
    await kafka?.stop()
  })

  it('after kill -9: followers, one that is catching up and a group go on without loss or repeat', async () => {
    const live = startFollower(feed.feed)
    const group = startFollower(feed.competing('issue'), { batchSize: 50 })
    await Promise.all([live.given(500), group.given(500)])
    expect(await feed.ready()).toBe(true)
    const slow = startFollower(feed.feed, { batchSize: 10 }, async ([event]) => {
      if (event?.sequence === 101) await node?.kill('SIGKILL')
    })
    await slow.given(101)
    await expect.poll(() => feed.ready(), { timeout: 15_000 }).toBe(false)
    expect(live.sequences).toEqual(range(1, 500))
    await node?.start()
    await kafka?.answers()
    await write(501, 600)
    await Promise.all([live, group, slow].map((follower) => follower.given(600)))
    for (const { sequences } of [live, group, slow]) expect(sequences).toEqual(range(1, 600))
    await expect.poll(() => feed.ready(), { timeout: 15_000 }).toBe(true)
    await Promise.all([live.stop(), group.stop(), slow.stop()])
  }, 90_000)

  it('after it was stopped in the middle and went on: the same', async () => {
    const live = startFollower(feed.feed)
    await live.given(600)
    await node?.kill('SIGSTOP')
    await expect.poll(() => feed.ready(), { timeout: 15_000 }).toBe(false)
    await node?.kill('SIGCONT')
    await write(601, 700)
    await live.given(700)
    expect(live.sequences).toEqual(range(1, 700))
    await live.stop()
  }, 90_000)

  it('a feed that is opened while no broker answers begins when one does', async () => {
    await node?.kill('SIGKILL')
    const early = openFeed(brokers, { ledger })
    const follower = startFollower(early.feed)
    expect(await early.ready()).toBe(false)
    expect(early.lag()).toBeUndefined()
    await node?.start()
    await follower.given(700)
    expect(follower.sequences).toEqual(range(1, 700))
    await early.close()
  }, 90_000)

  it('closes while no broker answers', async () => {
    const closing = openFeed(brokers, { ledger })
    const follower = startFollower(closing.feed)
    await follower.given(700)
    await node?.kill('SIGKILL')
    const begun = performance.now()
    await closing.close()
    expect(performance.now() - begun).toBeLessThan(10_000)
    await node?.start()
    await kafka?.answers()
  }, 90_000)

  it('a topic that was deleted and filled anew is followed on, without repeat', async () => {
    const refilled = openFeed(brokers, { ledger })
    const follower = startFollower(refilled.feed)
    await follower.given(700)
    const client = createKafkaClient({ brokers, clientId: 'test-refill', logger: silent })
    const admin = client.admin()
    await admin.connect()
    await admin.deleteTopics({ topics: [ledgerTopicName(ledger, 1)] })
    await expect.poll(async () => (await admin.listTopics()).includes(ledgerTopicName(ledger, 1))).toBe(false)
    await admin.disconnect()
    const topic = await openLedgerTopic({ client, ledger, epoch: 1 })
    for (const first of [1, 401, 801]) await topic.append(madeEvents(ledger, first, 400))
    await topic.close()
    await follower.given(1_200)
    expect(follower.sequences).toEqual(range(1, 1_200))
    await refilled.close()
  }, 90_000)

  async function write(first: number, last: number): Promise<void> {
    const topic = await writeTo(brokers, ledger)
    await topic.append(madeEvents(ledger, first, last - first + 1))
    await topic.close()
  }
})
