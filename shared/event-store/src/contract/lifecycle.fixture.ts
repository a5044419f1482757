import { expect } from 'vitest'
import { StoreClosedError } from '../port.ts'
import {
  appendOrThrow,
  type ContractCase,
  newEvent,
  newEvents,
  newStream,
  readEverything,
  readStream,
} from './contract-case.fixture.ts'

export const lifecycle: readonly ContractCase[] = [
  {
    promise: 'everything is there when the store is opened again',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      await appendOrThrow(store, stream, 'no-stream', newEvents(5))
      await appendOrThrow(store, newStream(), 'no-stream', newEvents(5))
      const before = {
        all: await readEverything(store),
        one: await readStream(store, stream),
        head: await store.head(),
      }
      await store.close()
      const again = await open()
      expect({
        all: await readEverything(again),
        one: await readStream(again, stream),
        head: await again.head(),
      }).toEqual(before)
    },
  },
  {
    promise: 'versions and sequence go on when the store is opened again',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      await appendOrThrow(store, stream, 'no-stream', newEvents(2))
      await store.close()
      const again = await open()
      expect(await again.append(stream, 1, [newEvent()])).toEqual({ outcome: 'conflict', actualVersion: 2 })
      await appendOrThrow(again, stream, 2, [newEvent()])
      expect((await readEverything(again)).at(-1)).toMatchObject({ version: 3, sequence: 3 })
    },
  },
  {
    promise: 'positions handed out before still hold when the store is opened again',
    keeps: async ({ open }) => {
      const store = await open()
      const { position } = await appendOrThrow(store, newStream(), 'no-stream', newEvents(2))
      const next = newEvent()
      await appendOrThrow(store, newStream(), 'no-stream', [next])
      await store.close()
      expect(await (await open()).readAll({ after: position, limit: 5 })).toMatchObject([{ id: next.id }])
    },
  },
  {
    promise: 'an identical repeat is known when the store is opened again',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      const events = newEvents(3)
      const first = await appendOrThrow(store, stream, 'no-stream', events)
      await store.close()
      expect(await (await open()).append(stream, 'no-stream', events)).toEqual(first)
    },
  },
  {
    promise: 'the recorded time does not go back when the store is opened again',
    keeps: async ({ open, clock }) => {
      clock.time = new Date('2025-06-10')
      const store = await open()
      await appendOrThrow(store, newStream(), 'no-stream', [newEvent()])
      await store.close()
      clock.time = new Date('2025-06-01')
      const again = await open()
      const { recordedAt } = await appendOrThrow(again, newStream(), 'no-stream', [newEvent()])
      expect(recordedAt).toBe('2025-06-10T00:00:00.000Z')
    },
  },
  {
    promise: 'ledger and epoch stay when the store is opened again',
    keeps: async ({ open }) => {
      const { ledger, epoch, ...store } = await open()
      await store.close()
      expect(await open()).toMatchObject({ ledger, epoch })
    },
  },
  {
    promise: 'every new store is a ledger of its own',
    keeps: async ({ open }) => {
      expect((await open()).ledger).not.toBe((await open({ name: 'other' })).ledger)
    },
  },
  {
    promise: 'closing finishes what was accepted',
    keeps: async ({ open }) => {
      const store = await open()
      const appends = Array.from({ length: 100 }, () => store.append(newStream(), 'no-stream', newEvents(2)))
      await store.close()
      for (const result of await Promise.all(appends)) expect(result).toMatchObject({ outcome: 'appended' })
      expect(await readEverything(await open())).toHaveLength(200)
    },
  },
  {
    promise: 'a closed store takes and gives nothing more',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      await appendOrThrow(store, stream, 'no-stream', [newEvent()])
      await store.close()
      await expect(store.append(stream, 1, [newEvent()])).rejects.toThrow(StoreClosedError)
      await expect(store.readAll({ limit: 1 })).rejects.toThrow(StoreClosedError)
      await expect(readStream(store, stream)).rejects.toThrow(StoreClosedError)
      await expect(store.head()).rejects.toThrow(StoreClosedError)
      const { signal } = new AbortController()
      await expect(store.subscribe({ signal }, async () => undefined)).rejects.toThrow(StoreClosedError)
    },
  },
  {
    promise: 'a store may be closed twice',
    keeps: async ({ open }) => {
      const store = await open()
      await Promise.all([store.close(), store.close()])
      await expect(store.close()).resolves.toBeUndefined()
    },
  },
  {
    promise: 'past its bound the store is overloaded, and says so instead of waiting',
    keeps: async ({ open }) => {
      const store = await open({ maxInFlight: 8 })
      const appends = Array.from({ length: 20 }, () => store.append(newStream(), 'no-stream', [newEvent()]))
      const outcomes = (await Promise.all(appends)).map(({ outcome }) => outcome)
      expect(outcomes.filter((outcome) => outcome === 'appended')).toHaveLength(8)
      expect(outcomes.filter((outcome) => outcome === 'overloaded')).toHaveLength(12)
    },
  },
  {
    promise: 'an append answered as overloaded left no trace and may be made again',
    keeps: async ({ open }) => {
      const store = await open({ maxInFlight: 1 })
      const streams = [newStream(), newStream()] as const
      const [, overloaded] = await Promise.all(streams.map((stream) => store.append(stream, 'no-stream', [newEvent()])))
      expect(overloaded).toEqual({ outcome: 'overloaded' })
      expect(await readStream(store, streams[1])).toEqual([])
      expect(await store.append(streams[1], 'no-stream', [newEvent()])).toMatchObject({
        outcome: 'appended',
        version: 1,
      })
    },
  },
]
