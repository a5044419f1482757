import { randomUUID } from 'node:crypto'
import { InvalidPositionError } from '@welfare/event-store/port.ts'
import { formatLogPosition } from '@welfare/event-store/position-token.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { requireKafka } from '../../../../test/harness/kafka-broker.ts'
import type { EventTopic } from '../port.ts'
import { createKafkaClient, withAdmin } from './kafka-client.ts'
import {
  createDoor,
  madeEvents,
  openFeed,
  positionOf,
  range,
  silent,
  startFollower,
  writeTo,
} from './kafka-feed.fixture.ts'
import { FeedClosedError, type KafkaFeed, type KafkaFeedOptions } from './kafka-feed.ts'
import { TopicBrokenError } from './kafka-feed-records.ts'
import { ledgerTopicName } from './topic-settings.ts'

const found = await requireKafka()
const brokers = found ?? []

describe.skipIf(found === undefined)('the feed of a topic', () => {
  let ledger: string
  let topic: EventTopic
  const opened: KafkaFeed[] = []

  beforeEach(async () => {
    ledger = randomUUID()
    topic = await writeTo(brokers, ledger)
  })
  afterEach(async () => {
    for (const feed of opened.splice(0)) await feed.close()
    await topic.close()
  })

  it('waits for a topic that nobody has made yet', async () => {
    const feed = open({ ledger: randomUUID() })
    const unborn = open({ ledger: `${ledger}-later` })
    const follower = startFollower(unborn.feed)
    const other = startFollower(feed.feed)
    expect(await unborn.ready()).toBe(false)
    const made = await writeTo(brokers, `${ledger}-later`)
    await made.append(madeEvents(`${ledger}-later`, 1, 2))
    await follower.given(2)
    expect(await unborn.ready()).toBe(true)
    expect(other.sequences).toEqual([])
    await made.close()
  })

  it('reads once for all followers near the end', async () => {
    await write(1, 50)
    const { feed } = open()
    const followers = Array.from({ length: 5 }, (_, index) =>
      startFollower(feed, { after: positionOf(ledger, 10 * index + 1) }),
    )
    await Promise.all(followers.map((follower) => follower.given(50)))
    await write(51, 60)
    await Promise.all(followers.map((follower) => follower.given(60)))
    expect(followers.map(({ sequences }) => sequences)).toEqual(range(0, 4).map((index) => range(10 * index + 2, 60)))
    expect(await readersOf(ledger)).toBe(1)
  })

  it('lets a slow follower fall behind without holding up another, and takes it back near the end', async () => {
    const { feed } = open({ limits: { windowEvents: 100 } })
    const door = createDoor()
    const fast = startFollower(feed)
    const slow = startFollower(feed, { batchSize: 20 }, () => door.opened)
    await write(1, 1)
    await slow.given(1)
    await write(2, 3_000)
    await fast.given(3_000)
    expect(slow.sequences).toEqual([1])
    door.open()
    await slow.given(3_000)
    await write(3_001, 3_010)
    await Promise.all([slow.given(3_010), fast.given(3_010)])
    expect(slow.sequences).toEqual(range(1, 3_010))
    expect(fast.sequences).toEqual(range(1, 3_010))
    await expect.poll(() => readersOf(ledger)).toBe(1)
  })

  it('ends a failing follower alone, also one that reads by itself', async () => {
    await write(1, 2_000)
    const { feed } = open({ limits: { windowEvents: 100 } })
    const good = startFollower(feed, { batchSize: 50 })
    const failure = new Error('mine alone')
    const bad = startFollower(feed, { batchSize: 50 }, async (events) => {
      if (events.some(({ sequence }) => sequence === 777)) throw failure
    })
    await expect(bad.ended).rejects.toBe(failure)
    await good.given(2_000)
    expect(good.sequences).toEqual(range(1, 2_000))
    expect(bad.sequences).toEqual(range(1, 800))
  })

  it('begins far from the end behind the position it is given', async () => {
    await write(1, 2_000)
    const { feed } = open({ limits: { windowEvents: 100 } })
    const follower = startFollower(feed, { after: positionOf(ledger, 1_234) })
    await follower.given(2_000)
    expect(follower.sequences).toEqual(range(1_235, 2_000))
  })

  it('drops what a writer repeated after an unknown outcome', async () => {
    for (const [first, last] of [
      [1, 30],
      [11, 40],
      [1, 5],
      [31, 60],
    ] as const)
      await write(first, last)
    const { feed } = open({ limits: { windowEvents: 20 } })
    const [all, some] = [startFollower(feed), startFollower(feed, { after: positionOf(ledger, 35) })]
    await Promise.all([all.given(60), some.given(60)])
    expect(all.sequences).toEqual(range(1, 60))
    expect(some.sequences).toEqual(range(36, 60))
  })

  it.each([
    ['a gap', () => [...madeEvents(ledger, 1, 2), ...madeEvents(ledger, 12, 1)]],
    ['an event of another ledger', () => madeEvents(randomUUID(), 11, 1)],
    ['an event of a later epoch', () => madeEvents(ledger, 11, 1, 2)],
  ])('stops at %s, again and again, after what came before', async (_, wrongEvents) => {
    await write(1, 10)
    await topic.append(wrongEvents())
    await write(11, 300)
    for (const limits of [{}, { windowEvents: 20 }]) {
      const { feed } = open({ limits })
      for (let round = 0; round < 2; round += 1) {
        const follower = startFollower(feed)
        await expect(follower.ended).rejects.toThrow(TopicBrokenError)
        expect(follower.sequences).toEqual(range(1, 10))
      }
    }
  })

  it('stops at a record that is no event, and names it', async () => {
    await write(1, 3)
    const producer = createKafkaClient({ brokers, clientId: 'stranger', logger: silent }).producer()
    await producer.connect()
    await producer.send({ topic: ledgerTopicName(ledger, 1), messages: [{ value: 'not from here' }] })
    await producer.disconnect()
    const follower = startFollower(open().feed)
    await expect(follower.ended).rejects.toThrow(`${ledgerTopicName(ledger, 1)} at offset 3`)
    expect(follower.sequences).toEqual([1, 2, 3])
  })

  it('has the events of an earlier epoch as they were, and goes on from them', async () => {
    const restored = await writeTo(brokers, ledger, 2)
    await restored.append([...madeEvents(ledger, 1, 5, 1), ...madeEvents(ledger, 6, 5, 2)])
    await restored.close()
    const { feed } = open({ epoch: 2 })
    const follower = startFollower(feed, { after: positionOf(ledger, 4, 1) })
    await follower.given(10)
    expect(follower.sequences).toEqual(range(5, 10))
    const leftBehind = startFollower(feed, { after: positionOf(ledger, 7, 1) })
    await expect(leftBehind.ended).rejects.toThrow(InvalidPositionError)
    expect(leftBehind.sequences).toEqual([])
  })

  it.each([
    ['of another ledger', () => positionOf(randomUUID(), 3)],
    ['of a later epoch', () => positionOf(ledger, 3, 2)],
    ['without a sequence', () => formatLogPosition(`${ledger}.1.`, { commit: 3n, prepare: 3n })],
  ])('refuses a position %s', async (_, position) => {
    await write(1, 5)
    const follower = startFollower(open().feed, { after: position() })
    await expect(follower.ended).rejects.toThrow(InvalidPositionError)
  })

  it('waits with a follower that is further than the topic', async () => {
    await write(1, 2)
    const { feed } = open()
    const ahead = startFollower(feed, { after: positionOf(ledger, 4) })
    const other = startFollower(feed)
    await other.given(2)
    await write(3, 6)
    await ahead.given(6)
    expect(ahead.sequences).toEqual([5, 6])
  })

  it('says how far the one furthest behind is', async () => {
    await write(1, 10)
    const feed = open()
    expect(feed.lag()).toBeUndefined()
    const door = createDoor()
    const slow = startFollower(feed.feed, { batchSize: 4 }, () => door.opened)
    const fast = startFollower(feed.feed)
    await Promise.all([slow.given(4), fast.given(10)])
    expect(feed.lag()).toBe(10)
    door.open()
    await slow.given(10)
    await expect.poll(() => feed.lag()).toBe(0)
  })

  it('ends whoever follows when it is closed', async () => {
    const feed = open()
    const follower = startFollower(feed.feed)
    await feed.close()
    await expect(follower.ended).rejects.toThrow(FeedClosedError)
  })

  function open(options: Partial<KafkaFeedOptions> = {}): KafkaFeed {
    const feed = openFeed(brokers, { ledger, ...options })
    opened.push(feed)
    return feed
  }

  async function write(first: number, last: number): Promise<void> {
    await topic.append(madeEvents(ledger, first, last - first + 1))
  }
})

/** Groups at the broker that read the ledger's topic and have somebody in them. */
async function readersOf(ledger: string): Promise<number> {
  const kafka = createKafkaClient({ brokers, clientId: 'test-readers', logger: silent })
  return withAdmin(kafka, async (admin) => {
    const { groups } = await admin.listGroups()
    const ids = groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(ledgerTopicName(ledger, 1)))
    const described = await admin.describeGroups(ids)
    return described.groups.filter(({ members }) => members.length > 0).length
  })
}
