import { randomUUID } from 'node:crypto'
import {
  type EventStore,
  InvalidPositionError,
  type NewEvent,
  type Position,
  type SequencedEvent,
} from '@welfare/event-store/port.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Feed } from './port.ts'

/** A feed with the ledger that it carries. */
export interface FeedUnderTest {
  readonly store: EventStore
  readonly feed: Feed
  close(): Promise<void>
}

/** What a follower may rely on, whichever adapter carries the events. An adapter enrols with one call. */
export function feedContract({ name, open }: { name: string; open: () => Promise<FeedUnderTest> }): void {
  describe(`feed: ${name}`, () => {
    let subject: FeedUnderTest
    const followers: { stop: () => Promise<void> }[] = []

    beforeEach(async () => {
      subject = await open()
    })
    afterEach(async () => {
      for (const follower of followers.splice(0)) await follower.stop()
      await subject.close()
    })

    it('gives what was recorded before, from the first event', async () => {
      await publish(subject.store, 5)
      const follower = follow()
      expect(sequences(await follower.receive(5))).toEqual([1, 2, 3, 4, 5])
    })

    it('gives what is recorded while it is followed', async () => {
      const follower = follow()
      await publish(subject.store, 3)
      expect(sequences(await follower.receive(3))).toEqual([1, 2, 3])
    })

    it('goes from the past to the present without loss or repeat while events keep coming', async () => {
      await publish(subject.store, 20)
      const follower = follow({ batchSize: 3 })
      for (let round = 0; round < 40; round += 1) await publish(subject.store, 2)
      expect(sequences(await follower.receive(100))).toEqual(oneTo(100))
    })

    it('begins after the position it is given, without that event', async () => {
      await publish(subject.store, 4)
      const [, second] = await follow().receive(4)
      const follower = follow({ after: second?.position })
      expect(sequences(await follower.receive(2))).toEqual([3, 4])
    })

    it('waits at the last position for the next event', async () => {
      await publish(subject.store, 2)
      const received = await follow().receive(2)
      const follower = follow({ after: received.at(-1)?.position })
      await publish(subject.store, 1)
      expect(sequences(await follower.receive(1))).toEqual([3])
    })

    it('gives no batch larger than asked for, and no empty one', async () => {
      await publish(subject.store, 25)
      const follower = follow({ batchSize: 4 })
      await follower.receive(25)
      expect(Math.max(...follower.batchSizes)).toBeLessThanOrEqual(4)
      expect(Math.min(...follower.batchSizes)).toBeGreaterThan(0)
    })

    it('gives the next batch only when the one before is handled', async () => {
      await publish(subject.store, 12)
      let handling = 0
      let mostAtOnce = 0
      const follower = follow({ batchSize: 2 }, async () => {
        handling += 1
        mostAtOnce = Math.max(mostAtOnce, handling)
        await new Promise((resolve) => setImmediate(resolve))
        handling -= 1
      })
      await follower.receive(12)
      expect(mostAtOnce).toBe(1)
    })

    it('carries every event as it was recorded', async () => {
      await publish(subject.store, 3)
      const received = await follow().receive(3)
      expect(received).toEqual(await subject.store.readAll({ limit: 3 }))
      expect(received.every((event) => event.ledger === subject.store.ledger && event.epoch === 1)).toBe(true)
    })

    it('keeps the events of one append together in order', async () => {
      await Promise.all([publish(subject.store, 4), publish(subject.store, 4), publish(subject.store, 4)])
      const received = await follow({ batchSize: 5 }).receive(12)
      const versions = received.map((event) => event.version)
      expect(versions).toEqual([1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4])
    })

    it('rejects with the error of a handler that fails', async () => {
      await publish(subject.store, 1)
      const failure = new Error('the room cannot store it')
      const follower = follow({}, () => Promise.reject(failure))
      await expect(follower.ended).rejects.toBe(failure)
    })

    it('gives a batch whose handler failed again to whoever follows anew from its checkpoint', async () => {
      await publish(subject.store, 6)
      const failing = follow({ batchSize: 2 }, (events) =>
        events[0]?.sequence === 3 ? Promise.reject(new Error('not this one')) : Promise.resolve(),
      )
      await expect(failing.ended).rejects.toThrow('not this one')
      const checkpoint = failing.received.find((event) => event.sequence === 2)?.position
      expect(sequences(await follow({ after: checkpoint }).receive(4))).toEqual([3, 4, 5, 6])
    })

    it('gives nothing more after a handler failed', async () => {
      await publish(subject.store, 4)
      const failing = follow({ batchSize: 1 }, () => Promise.reject(new Error('the first one')))
      await expect(failing.ended).rejects.toThrow('the first one')
      await publish(subject.store, 1)
      expect(sequences(await follow().receive(5))).toEqual([1, 2, 3, 4, 5])
      expect(sequences(failing.received)).toEqual([1])
    })

    it('resolves when it is aborted, and never in the middle of a batch', async () => {
      await publish(subject.store, 2)
      const stopping = new AbortController()
      let isHandled = false
      await subject.feed.follow({ signal: stopping.signal }, async () => {
        stopping.abort()
        await new Promise((resolve) => setImmediate(resolve))
        isHandled = true
      })
      expect(isHandled).toBe(true)
    })

    it('resolves at once where it was aborted before', async () => {
      await publish(subject.store, 1)
      const received: SequencedEvent[] = []
      await subject.feed.follow({ signal: AbortSignal.abort() }, async (events) => void received.push(...events))
      expect(received).toEqual([])
    })

    it('serves each follower by itself: a failing one does not hold up another', async () => {
      await publish(subject.store, 3)
      const failing = follow({}, () => Promise.reject(new Error('mine alone')))
      const other = follow()
      await expect(failing.ended).rejects.toThrow('mine alone')
      await publish(subject.store, 3)
      expect(sequences(await other.receive(6))).toEqual(oneTo(6))
    })

    it('orders positions as it gives the events', async () => {
      await publish(subject.store, 12)
      const positions = (await follow().receive(12)).map((event) => event.position)
      expect([...positions].reverse().sort(subject.feed.comparePositions)).toEqual(positions)
      const [first] = positions
      if (first) expect(subject.feed.comparePositions(first, first)).toBe(0)
    })

    it('refuses to compare a position that the ledger never handed out', async () => {
      await publish(subject.store, 1)
      const [event] = await follow().receive(1)
      const compare = () => subject.feed.comparePositions('made-up' as Position, event?.position ?? ('' as Position))
      expect(compare).toThrow(InvalidPositionError)
    })

    function follow(
      options: { after?: Position | undefined; batchSize?: number } = {},
      onBatch: (events: readonly SequencedEvent[]) => Promise<void> = async () => undefined,
    ) {
      const follower = startFollowing(subject.feed, options, onBatch)
      followers.push(follower)
      return follower
    }
  })
}

function startFollowing(
  feed: Feed,
  options: { after?: Position | undefined; batchSize?: number },
  onBatch: (events: readonly SequencedEvent[]) => Promise<void>,
) {
  const stopping = new AbortController()
  const received: SequencedEvent[] = []
  const batchSizes: number[] = []
  let wake: () => void = () => undefined
  const ended = feed.follow({ ...options, signal: stopping.signal }, async (events) => {
    received.push(...events)
    batchSizes.push(events.length)
    await onBatch(events)
    wake()
  })
  ended.catch(() => wake())
  return {
    received,
    batchSizes,
    ended,
    /** Resolves with all that was received as soon as that is `count` events. */
    async receive(count: number): Promise<readonly SequencedEvent[]> {
      while (received.length < count) {
        const next = new Promise<void>((resolve) => {
          wake = resolve
        })
        await Promise.race([next, ended])
      }
      return received
    },
    async stop() {
      stopping.abort()
      await ended.catch(() => undefined)
    },
  }
}

/** One append of `count` events to a stream of its own. */
async function publish(store: EventStore, count: number): Promise<void> {
  const events = Array.from({ length: count }, (_, index): NewEvent => {
    return { id: randomUUID(), type: 'ThingNoted', schemaVersion: 1, data: { index }, metadata: {} }
  })
  const result = await store.append(`thing-${randomUUID()}`, 'no-stream', events)
  expect(result.outcome).toBe('appended')
}

function sequences(events: readonly SequencedEvent[]): number[] {
  return events.map((event) => event.sequence)
}

function oneTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1)
}
