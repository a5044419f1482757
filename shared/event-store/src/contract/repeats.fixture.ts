import { expect } from 'vitest'
import {
  appendOrThrow,
  type ContractCase,
  idsOf,
  newEvent,
  newEvents,
  newStream,
  readEverything,
  readStream,
} from './contract-case.fixture.ts'

export const repeats: readonly ContractCase[] = [
  {
    promise: 'an identical repeat is answered as the first time',
    keeps: async ({ open, clock }) => {
      const store = await open()
      const stream = newStream()
      const events = newEvents(3)
      const first = await appendOrThrow(store, stream, 'no-stream', events)
      clock.time = new Date('2025-06-02T00:00:00.000Z')
      expect(await store.append(stream, 'no-stream', events)).toEqual(first)
    },
  },
  {
    promise: 'an identical repeat stores nothing',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      const events = newEvents(2)
      await appendOrThrow(store, stream, 'no-stream', events)
      const before = await readEverything(store)
      await store.append(stream, 'no-stream', events)
      expect(await readEverything(store)).toEqual(before)
    },
  },
  {
    promise: 'a repeat is known again after the stream and others have gone on',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      await appendOrThrow(store, stream, 'no-stream', newEvents(2))
      const events = newEvents(3)
      const first = await appendOrThrow(store, stream, 2, events)
      for (let version = 5; version < 40; version++) {
        await appendOrThrow(store, stream, version, [newEvent()])
        await appendOrThrow(store, newStream(), 'no-stream', [newEvent()])
      }
      expect(await store.append(stream, 2, events)).toEqual(first)
      expect(await readStream(store, stream)).toHaveLength(40)
    },
  },
  {
    promise: 'the same append made many times at once is stored once and answered alike',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      const events = newEvents(2)
      const results = await Promise.all(Array.from({ length: 20 }, () => store.append(stream, 'no-stream', events)))
      expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1)
      expect(results[0]).toMatchObject({ outcome: 'appended', version: 2 })
      expect(await readEverything(store)).toHaveLength(2)
    },
  },
  {
    promise: 'the same ids at another version are a conflict',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      const events = newEvents(2)
      await appendOrThrow(store, stream, 'no-stream', newEvents(3))
      await appendOrThrow(store, stream, 3, events)
      expect(await store.append(stream, 2, events)).toEqual({ outcome: 'conflict', actualVersion: 5 })
      expect(await store.append(stream, 4, events)).toEqual({ outcome: 'conflict', actualVersion: 5 })
    },
  },
  {
    promise: 'other ids at the same version are a conflict',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      await appendOrThrow(store, stream, 'no-stream', newEvents(2))
      expect(await store.append(stream, 'no-stream', newEvents(2))).toEqual({ outcome: 'conflict', actualVersion: 2 })
    },
  },
  {
    promise: 'a repeat with one id changed is a conflict',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      const events = newEvents(3)
      await appendOrThrow(store, stream, 'no-stream', events)
      const changed = events.with(1, newEvent())
      expect(await store.append(stream, 'no-stream', changed)).toEqual({ outcome: 'conflict', actualVersion: 3 })
    },
  },
  {
    promise: 'a repeat in another order is a conflict',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      const events = newEvents(2)
      await appendOrThrow(store, stream, 'no-stream', events)
      expect(await store.append(stream, 'no-stream', events.toReversed())).toMatchObject({ outcome: 'conflict' })
    },
  },
  {
    promise: 'a repeat with an event more is a conflict, and the event more is not stored',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      const events = newEvents(2)
      await appendOrThrow(store, stream, 'no-stream', events)
      expect(await store.append(stream, 'no-stream', [...events, newEvent()])).toMatchObject({ outcome: 'conflict' })
      expect(idsOf(await readStream(store, stream))).toEqual(idsOf(events))
    },
  },
  {
    promise: 'the same ids in another stream are events of their own',
    keeps: async ({ open }) => {
      const store = await open()
      const [one, other] = [newStream(), newStream()]
      const events = newEvents(2)
      const first = await appendOrThrow(store, one, 'no-stream', events)
      const second = await appendOrThrow(store, other, 'no-stream', events)
      expect(store.comparePositions(first.position, second.position)).toBeLessThan(0)
      expect(await readEverything(store)).toHaveLength(4)
    },
  },
  {
    promise: 'a repeat with other data under the same ids changes nothing that is stored',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      const event = newEvent({ amountFen: 1_000 })
      const first = await appendOrThrow(store, stream, 'no-stream', [event])
      expect(await store.append(stream, 'no-stream', [{ ...event, data: { amountFen: 9_999 } }])).toEqual(first)
      expect((await readStream(store, stream)).map(({ data }) => data)).toEqual([{ amountFen: 1_000 }])
    },
  },
]
