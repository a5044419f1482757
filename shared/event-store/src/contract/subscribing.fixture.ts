import { expect } from 'vitest'
import { type EventStore, StoreClosedError } from '../port.ts'
import {
  appendOrThrow,
  type ContractCase,
  idsOf,
  newEvent,
  newEvents,
  newStream,
  readEverything,
} from './contract-case.fixture.ts'
import { startSubscriber } from './subscriber.fixture.ts'

export const subscribing: readonly ContractCase[] = [
  {
    promise: 'a subscriber catches up from the first event',
    keeps: async ({ open }) => {
      const store = await open()
      await appendOneByOne(store, 30)
      const subscriber = startSubscriber(store, { batchSize: 7 })
      await subscriber.hasSeen(30)
      expect(subscriber.events).toEqual(await readEverything(store))
    },
  },
  {
    promise: 'a subscriber begins after the position it names',
    keeps: async ({ open }) => {
      const store = await open()
      await appendOneByOne(store, 10)
      const all = await readEverything(store)
      const subscriber = startSubscriber(store, { after: all[3]?.position })
      await subscriber.hasSeen(6)
      expect(subscriber.events).toEqual(all.slice(4))
    },
  },
  {
    promise: 'a subscriber of an empty store sees the first event when it comes',
    keeps: async ({ open }) => {
      const store = await open()
      const subscriber = startSubscriber(store)
      await appendOneByOne(store, 1)
      await subscriber.hasSeen(1)
      expect(subscriber.events).toEqual(await readEverything(store))
    },
  },
  {
    promise: 'from catching up to living nothing is lost and nothing comes twice',
    keeps: async ({ open }) => {
      const store = await open()
      await appendOneByOne(store, 50)
      const writing = appendOneByOne(store, 300)
      const subscriber = startSubscriber(store, { batchSize: 10 })
      await writing
      await subscriber.hasSeen(350)
      expect(subscriber.events).toEqual(await readEverything(store))
    },
  },
  {
    promise: 'two subscribers each get everything',
    keeps: async ({ open }) => {
      const store = await open()
      const subscribers = [startSubscriber(store, { batchSize: 3 }), startSubscriber(store, { batchSize: 100 })]
      await appendOneByOne(store, 60)
      await Promise.all(subscribers.map((subscriber) => subscriber.hasSeen(60)))
      const all = await readEverything(store)
      for (const { events } of subscribers) expect(events).toEqual(all)
    },
  },
  {
    promise: 'a batch is never larger than asked for',
    keeps: async ({ open }) => {
      const store = await open()
      await appendOrThrow(store, newStream(), 'no-stream', newEvents(25))
      const subscriber = startSubscriber(store, { batchSize: 10 })
      await subscriber.hasSeen(25)
      expect(Math.max(...subscriber.batchSizes)).toBeLessThanOrEqual(10)
    },
  },
  {
    promise: 'a batch size that counts nothing is refused',
    keeps: async ({ open }) => {
      const store = await open()
      for (const batchSize of [0, -1, 1.5]) {
        await expect(startSubscriber(store, { batchSize }).ended).rejects.toThrow(RangeError)
      }
    },
  },
  {
    promise: 'a slow subscriber holds up no writer and misses nothing',
    keeps: async ({ open }) => {
      const store = await open()
      const gate = Promise.withResolvers<void>()
      const slow = startSubscriber(store, { batchSize: 5 }, () => gate.promise)
      await appendOneByOne(store, 200)
      expect(slow.events).toEqual([])
      gate.resolve()
      await slow.hasSeen(200)
      expect(slow.events).toEqual(await readEverything(store))
    },
  },
  {
    promise: 'a subscriber gets its next batch only when it has finished the last',
    keeps: async ({ open }) => {
      const store = await open()
      let running = 0
      let most = 0
      const subscriber = startSubscriber(store, { batchSize: 2 }, async (events) => {
        most = Math.max(most, ++running)
        await store.readAll({ limit: events.length })
        running--
      })
      await appendOneByOne(store, 40)
      await subscriber.hasSeen(40)
      expect(most).toBe(1)
    },
  },
  {
    promise: 'a subscriber that waits ends quietly when it is stopped',
    keeps: async ({ open }) => {
      const store = await open()
      await appendOneByOne(store, 1)
      const subscriber = startSubscriber(store)
      await subscriber.hasSeen(1)
      subscriber.stop()
      await expect(subscriber.ended).resolves.toBeUndefined()
    },
  },
  {
    promise: 'a subscriber stopped in the middle of a batch finishes it and gets no other',
    keeps: async ({ open }) => {
      const store = await open()
      await appendOneByOne(store, 10)
      const [begun, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      const subscriber = startSubscriber(store, { batchSize: 4 }, async () => {
        begun.resolve()
        await gate.promise
      })
      await begun.promise
      subscriber.stop()
      gate.resolve()
      await subscriber.ended
      expect(subscriber.batchSizes).toEqual([4])
    },
  },
  {
    promise: 'a subscriber stopped beforehand gets nothing',
    keeps: async ({ open }) => {
      const store = await open()
      await appendOneByOne(store, 1)
      let called = false
      await store.subscribe({ signal: AbortSignal.abort() }, async () => {
        called = true
      })
      expect(called).toBe(false)
    },
  },
  {
    promise: "a subscriber's failure ends its subscription with that error",
    keeps: async ({ open }) => {
      const store = await open()
      await appendOneByOne(store, 1)
      const failure = new Error('cannot store')
      await expect(startSubscriber(store, {}, () => Promise.reject(failure)).ended).rejects.toBe(failure)
    },
  },
  {
    promise: "a subscriber's failure touches neither the writers nor the other subscribers",
    keeps: async ({ open }) => {
      const store = await open()
      const failing = startSubscriber(store, {}, () => Promise.reject(new Error('cannot store')))
      const other = startSubscriber(store)
      await appendOneByOne(store, 20)
      await expect(failing.ended).rejects.toThrow('cannot store')
      await appendOneByOne(store, 20)
      await other.hasSeen(40)
      expect(other.events).toEqual(await readEverything(store))
    },
  },
  {
    promise: 'who subscribes again after a failure goes on where it stood',
    keeps: async ({ open }) => {
      const store = await open()
      await appendOneByOne(store, 20)
      const first = startSubscriber(store, { batchSize: 6 }, async ([event]) => {
        if (event?.sequence === 13) throw new Error('cannot store')
      })
      await expect(first.ended).rejects.toThrow('cannot store')
      const second = startSubscriber(store, { after: first.events.at(-1)?.position })
      await second.hasSeen(8)
      expect([...first.events, ...second.events]).toEqual(await readEverything(store))
    },
  },
  {
    promise: 'a subscriber may append to the store it listens to',
    keeps: async ({ open }) => {
      const store = await open()
      const subscriber = startSubscriber(store, {}, async (events) => {
        for (const { type } of events) {
          const answer = newEvent({}, { type: 'ThingAnswered' })
          if (type === 'ThingHappened') await appendOrThrow(store, newStream(), 'no-stream', [answer])
        }
      })
      await appendOneByOne(store, 5)
      await subscriber.hasSeen(10)
      expect(idsOf(subscriber.events)).toEqual(idsOf(await readEverything(store)))
    },
  },
  {
    promise: 'closing the store ends a waiting subscription with an error',
    keeps: async ({ open }) => {
      const store = await open()
      await appendOneByOne(store, 1)
      const subscriber = startSubscriber(store)
      await subscriber.hasSeen(1)
      await store.close()
      await expect(subscriber.ended).rejects.toThrow(StoreClosedError)
    },
  },
]

async function appendOneByOne(store: EventStore, count: number): Promise<void> {
  for (const event of newEvents(count)) await appendOrThrow(store, newStream(), 'no-stream', [event])
}
