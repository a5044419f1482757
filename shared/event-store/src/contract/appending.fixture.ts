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

export const appending: readonly ContractCase[] = [
  {
    promise: 'a new stream begins with version 1',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      expect(await store.append(stream, 'no-stream', [newEvent()])).toMatchObject({ outcome: 'appended', version: 1 })
      expect(await readStream(store, stream)).toMatchObject([{ version: 1, stream }])
    },
  },
  {
    promise: 'an append answers with version and position of its last event',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      const { version, position } = await appendOrThrow(store, stream, 'no-stream', newEvents(3))
      const last = (await readStream(store, stream)).at(-1)
      expect(last).toMatchObject({ version })
      expect(store.comparePositions(position, last?.position ?? position)).toBe(0)
      expect(version).toBe(3)
    },
  },
  {
    promise: 'several events of one append are stored whole and in order',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      const events = newEvents(20)
      await appendOrThrow(store, stream, 'no-stream', events)
      expect(idsOf(await readStream(store, stream))).toEqual(idsOf(events))
    },
  },
  {
    promise: 'an append at the present version goes on from it',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      await appendOrThrow(store, stream, 'no-stream', newEvents(2))
      expect(await store.append(stream, 2, newEvents(3))).toMatchObject({ outcome: 'appended', version: 5 })
    },
  },
  {
    promise: "'no-stream' conflicts with a stream that exists",
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      await appendOrThrow(store, stream, 'no-stream', newEvents(2))
      expect(await store.append(stream, 'no-stream', [newEvent()])).toEqual({ outcome: 'conflict', actualVersion: 2 })
    },
  },
  {
    promise: 'an earlier version conflicts and the actual one is named',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      await appendOrThrow(store, stream, 'no-stream', newEvents(5))
      expect(await store.append(stream, 4, [newEvent()])).toEqual({ outcome: 'conflict', actualVersion: 5 })
    },
  },
  {
    promise: 'a later version than the actual one conflicts',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      await appendOrThrow(store, stream, 'no-stream', newEvents(2))
      expect(await store.append(stream, 3, [newEvent()])).toEqual({ outcome: 'conflict', actualVersion: 2 })
    },
  },
  {
    promise: 'any version conflicts with a stream that does not exist',
    keeps: async ({ open }) => {
      const store = await open()
      expect(await store.append(newStream(), 1, [newEvent()])).toEqual({ outcome: 'conflict', actualVersion: 0 })
    },
  },
  {
    promise: 'a refused append leaves no trace',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      const refusedStream = newStream()
      await appendOrThrow(store, stream, 'no-stream', newEvents(2))
      const before = { head: await store.head(), all: await readEverything(store) }
      await store.append(stream, 1, newEvents(3))
      await store.append(refusedStream, 7, newEvents(3))
      expect({ head: await store.head(), all: await readEverything(store) }).toEqual(before)
      expect(await readStream(store, refusedStream)).toEqual([])
    },
  },
  {
    promise: 'a stream goes on after a refused append as if there had been none',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      const [first, second] = [newEvent(), newEvent()]
      expect(await store.append(stream, 1, [second])).toMatchObject({ outcome: 'conflict' })
      await appendOrThrow(store, stream, 'no-stream', [first])
      expect(await store.append(stream, 1, [second])).toMatchObject({ outcome: 'appended', version: 2 })
      expect(idsOf(await readStream(store, stream))).toEqual(idsOf([first, second]))
    },
  },
  {
    promise: 'of many racers at one version exactly one wins',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      await appendOrThrow(store, stream, 'no-stream', [newEvent()])
      const results = await Promise.all(newEvents(50).map((event) => store.append(stream, 1, [event])))
      expect(results.filter(({ outcome }) => outcome === 'appended')).toHaveLength(1)
      expect(results.filter(({ outcome }) => outcome === 'conflict')).toHaveLength(49)
      expect(await readStream(store, stream)).toHaveLength(2)
    },
  },
  {
    promise: 'of many racers for a new stream exactly one wins, with all its events',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      const racers = Array.from({ length: 30 }, () => newEvents(3))
      const results = await Promise.all(racers.map((events) => store.append(stream, 'no-stream', events)))
      const winners = racers.filter((_, index) => results[index]?.outcome === 'appended')
      expect(winners).toHaveLength(1)
      expect(idsOf(await readStream(store, stream))).toEqual(idsOf(winners.flat()))
    },
  },
  {
    promise: 'who loses a race can go on at the version it was told',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      const results = await Promise.all(newEvents(2).map((event) => store.append(stream, 'no-stream', [event])))
      const lost = results.find(({ outcome }) => outcome === 'conflict')
      const actualVersion = lost?.outcome === 'conflict' ? lost.actualVersion : 0
      expect(await store.append(stream, actualVersion, [newEvent()])).toMatchObject({ outcome: 'appended', version: 2 })
    },
  },
  {
    promise: 'appends of one stream made without waiting are taken in order',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      const events = newEvents(10)
      const results = await Promise.all(
        events.map((event, index) => store.append(stream, index === 0 ? 'no-stream' : index, [event])),
      )
      expect(results.map((result) => result.outcome === 'appended' && result.version)).toEqual([
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
      ])
      expect(idsOf(await readStream(store, stream))).toEqual(idsOf(events))
    },
  },
  {
    promise: 'a bulk write to many streams at once stores each of them',
    keeps: async ({ open }) => {
      const store = await open()
      const streams = Array.from({ length: 500 }, () => newStream())
      await Promise.all(streams.map((stream) => appendOrThrow(store, stream, 'no-stream', newEvents(2))))
      const all = await readEverything(store)
      expect(new Set(all.map(({ stream }) => stream))).toEqual(new Set(streams))
      expect(all).toHaveLength(1_000)
    },
  },
  {
    promise: 'a conflict on one stream does not touch the appends beside it',
    keeps: async ({ open }) => {
      const store = await open()
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          store.append(newStream(), index % 2 === 0 ? 'no-stream' : 1, [newEvent()]),
        ),
      )
      expect(results.map(({ outcome }) => outcome === 'appended')).toEqual(results.map((_, index) => index % 2 === 0))
      expect(await readEverything(store)).toHaveLength(10)
    },
  },
  {
    promise: 'what is acknowledged is seen at once by every way of reading',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      for (const [index, event] of newEvents(10).entries()) {
        const { position } = await appendOrThrow(store, stream, index === 0 ? 'no-stream' : index, [event])
        const head = await store.head()
        expect(head && store.comparePositions(head.position, position)).toBe(0)
        expect((await readStream(store, stream)).at(-1)?.id).toBe(event.id)
        expect((await readEverything(store)).at(-1)?.id).toBe(event.id)
      }
    },
  },
  {
    promise: 'what a caller does to its objects after the call changes nothing',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      const data = { amountFen: 100 }
      const events = [newEvent(data)]
      const appended = store.append(stream, 'no-stream', events)
      data.amountFen = 999
      events.push(newEvent())
      expect(await appended).toMatchObject({ version: 1 })
      expect((await readStream(store, stream)).map((event) => event.data)).toEqual([{ amountFen: 100 }])
    },
  },
]
