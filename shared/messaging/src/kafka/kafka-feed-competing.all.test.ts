import { randomUUID } from 'node:crypto'
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
import type { KafkaFeed, KafkaFeedOptions } from './kafka-feed.ts'
import { ledgerTopicName } from './topic-settings.ts'

const found = await requireKafka()
const brokers = found ?? []

describe.skipIf(found === undefined)('instances that share work', () => {
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

  it('one has the work, the other waits in health, and goes on where that one stopped', async () => {
    await write(1, 100)
    const first = startFollower(open('1').competing('issue'))
    await first.given(100)
    const waitingFeed = open('2')
    const second = startFollower(waitingFeed.competing('issue'))
    await expect.poll(members).toBe(2)
    await write(101, 200)
    // Whichever has it after the second came in: one of them, and no event twice.
    await expect.poll(() => first.sequences.length + second.sequences.length).toBe(200)
    expect(await waitingFeed.ready()).toBe(true)
    await first.stop()
    await write(201, 210)
    await second.given(210)
    expect([...first.sequences, ...second.sequences]).toEqual(range(1, 210))
  })

  it('groups do not share with each other', async () => {
    await write(1, 10)
    const feed = open('1')
    const followers = ['issue', 'release'].map((group) => startFollower(feed.competing(group)))
    await Promise.all(followers.map((follower) => follower.given(10)))
    expect(followers.map(({ sequences }) => sequences)).toEqual([range(1, 10), range(1, 10)])
  })

  it('goes on behind what the group has done, or behind what it is told, where that is further', async () => {
    await write(1, 100)
    const once = startFollower(open('1').competing('issue'), { batchSize: 10 })
    await once.given(100)
    await once.stop()
    await write(101, 150)
    const lower = startFollower(open('2').competing('issue'), { after: positionOf(ledger, 40) })
    await lower.given(150)
    await lower.stop()
    expect(lower.sequences).toEqual(range(101, 150))
    await write(151, 200)
    const higher = startFollower(open('3').competing('issue'), { after: positionOf(ledger, 180) })
    await higher.given(200)
    expect(higher.sequences).toEqual(range(181, 200))
  })

  it('gives a batch whose handler failed to the next, and rejects with that error', async () => {
    await write(1, 30)
    const failure = new Error('not now')
    const failing = startFollower(open('1').competing('issue'), { batchSize: 10 }, async (events) => {
      if (events.some(({ sequence }) => sequence === 15)) throw failure
    })
    await expect(failing.ended).rejects.toBe(failure)
    const next = startFollower(open('2').competing('issue'), { batchSize: 10 })
    await next.given(30)
    expect(next.sequences).toEqual(range(11, 30))
  })

  it('nothing that a member did after it was given up moves the group', async () => {
    const limits = { rebalanceMs: 1_000, heartbeatMs: 200 }
    const door = createDoor()
    await write(1, 20)
    const stuck = startFollower(open('1', limits).competing('issue'), { batchSize: 10 }, () => door.opened)
    await stuck.given(10)
    const other = startFollower(open('2', limits).competing('issue'), { batchSize: 10 })
    await other.given(20)
    expect(other.sequences).toEqual(range(1, 20))
    door.open()
    await expect.poll(members).toBe(2)
    await write(21, 40)
    await expect.poll(() => [...stuck.sequences, ...other.sequences].includes(40)).toBe(true)
    const [mine, theirs] = [stuck.sequences.slice(10), other.sequences.slice(20)]
    expect([...mine, ...theirs].sort((a, b) => a - b)).toEqual(range(21, 40))
    expect(await committed()).toEqual({ offset: '40', metadata: '40' })
  })

  it('handles every event at least once, in order and without a gap, while instances join and leave under load', async () => {
    const [ROUNDS, PER_ROUND] = [4, 5_000]
    const total = ROUNDS * PER_ROUND
    const handled = new Map<number, number>()
    const stints: number[][] = []
    const steady = join('steady')
    for (let round = 0; round < ROUNDS; round += 1) {
      const writing = writeInSmall(round * PER_ROUND + 1, (round + 1) * PER_ROUND)
      const guest = join(`guest-${round}`)
      await expect.poll(members, { timeout: 30_000 }).toBe(2)
      const wanted = Math.min(handled.size + 1, (round + 1) * PER_ROUND)
      await expect.poll(() => handled.size, { timeout: 30_000 }).toBeGreaterThanOrEqual(wanted)
      await guest.stop()
      await writing
    }
    await expect.poll(() => handled.size, { timeout: 30_000 }).toBe(total)
    await steady.stop()
    for (const stint of stints) {
      expect(stint).toEqual(range(stint[0] ?? 0, (stint[0] ?? 0) + stint.length - 1))
    }
    const repeats = [...handled.values()].reduce((sum, times) => sum + times - 1, 0)
    process.stdout.write(`${total} events in ${stints.length} stints, ${repeats} given twice\n`)

    /** Each time the work is given it begins a stint: what is given then has no gap. */
    function join(instance: string) {
      let stint: number[] = []
      return startFollower(open(instance).competing('issue'), { batchSize: 100 }, async (events) => {
        if (events[0]?.sequence !== (stint.at(-1) ?? 0) + 1) {
          stint = []
          stints.push(stint)
        }
        for (const { sequence } of events) {
          stint.push(sequence)
          handled.set(sequence, (handled.get(sequence) ?? 0) + 1)
        }
        await new Promise((resolve) => setImmediate(resolve))
      })
    }

    async function writeInSmall(first: number, last: number): Promise<void> {
      for (let next = first; next <= last; next += 50) await write(next, next + 49)
    }
  }, 150_000)

  function open(instance: string, limits: KafkaFeedOptions['limits'] = {}): KafkaFeed {
    const feed = openFeed(brokers, { ledger, instance, limits })
    opened.push(feed)
    return feed
  }

  async function write(first: number, last: number): Promise<void> {
    await topic.append(madeEvents(ledger, first, last - first + 1))
  }

  async function members(): Promise<number> {
    const { groups } = await ask((admin) => admin.describeGroups([groupId()]))
    return groups[0]?.members.length ?? 0
  }

  async function committed() {
    const [group] = await ask((admin) =>
      admin.fetchOffsets({ groupId: groupId(), topics: [ledgerTopicName(ledger, 1)] }),
    )
    const { offset, metadata } = group?.partitions[0] ?? {}
    return { offset, metadata }
  }

  function groupId(): string {
    return `${ledgerTopicName(ledger, 1)}.issue`
  }

  function ask<Answer>(question: Parameters<typeof withAdmin<Answer>>[1]): Promise<Answer> {
    return withAdmin(createKafkaClient({ brokers, clientId: 'test-groups', logger: silent }), question)
  }
})
