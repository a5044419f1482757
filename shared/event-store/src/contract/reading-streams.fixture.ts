import { expect } from 'vitest'
import {
  appendOrThrow,
  type ContractCase,
  idsOf,
  newEvent,
  newEvents,
  newStream,
  readStream,
} from './contract-case.fixture.ts'

export const readingStreams: readonly ContractCase[] = [
  {
    promise: 'a stream that does not exist has no events',
    keeps: async ({ open }) => {
      const store = await open()
      await appendOrThrow(store, newStream(), 'no-stream', newEvents(2))
      expect(await readStream(store, newStream())).toEqual([])
    },
  },
  {
    promise: 'a stream is read from a version on, that one included',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      await appendOrThrow(store, stream, 'no-stream', newEvents(10))
      expect((await readStream(store, stream, 7)).map(({ version }) => version)).toEqual([7, 8, 9, 10])
    },
  },
  {
    promise: 'reading from behind the end gives nothing',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      await appendOrThrow(store, stream, 'no-stream', newEvents(3))
      expect(await readStream(store, stream, 4)).toEqual([])
      expect(await readStream(store, stream, 4_000)).toEqual([])
    },
  },
  {
    promise: 'versions count 1, 2, 3 … over all appends, however the streams interleave',
    keeps: async ({ open }) => {
      const store = await open()
      const streams = [newStream(), newStream(), newStream()]
      for (let round = 0; round < 5; round++) {
        for (const stream of streams) {
          await appendOrThrow(store, stream, round === 0 ? 'no-stream' : round * 2, newEvents(2))
        }
      }
      for (const stream of streams) {
        const events = await readStream(store, stream)
        expect(events.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
        expect(new Set(events.map((event) => event.stream))).toEqual(new Set([stream]))
      }
    },
  },
  {
    promise: 'a long stream is read whole and in order',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      const events = newEvents(2_000)
      for (let start = 0; start < events.length; start += 500) {
        await appendOrThrow(store, stream, start === 0 ? 'no-stream' : start, events.slice(start, start + 500))
      }
      expect(idsOf(await readStream(store, stream))).toEqual(idsOf(events))
    },
  },
  {
    promise: 'streams whose names begin alike are kept apart',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream('wallet')
      const [alike, within] = [stream.replace('wallet-', 'wallet-card-'), newStream('wallet')]
      for (const name of [stream, alike, within]) await appendOrThrow(store, name, 'no-stream', [newEvent({ name })])
      for (const name of [stream, alike, within]) {
        expect((await readStream(store, name)).map(({ data }) => data)).toEqual([{ name }])
      }
    },
  },
  {
    promise: 'a reader that stops early harms nobody',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      await appendOrThrow(store, stream, 'no-stream', newEvents(100))
      for await (const event of store.readStream(stream)) if (event.version === 3) break
      expect(await store.append(stream, 100, [newEvent()])).toMatchObject({ outcome: 'appended', version: 101 })
      expect(await readStream(store, stream)).toHaveLength(101)
    },
  },
  {
    promise: 'a stream that grows while it is read shows no gap and nothing twice',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      await appendOrThrow(store, stream, 'no-stream', newEvents(20))
      const versions: number[] = []
      for await (const { version } of store.readStream(stream)) {
        versions.push(version)
        if (version <= 20) await appendOrThrow(store, stream, 19 + version, [newEvent()])
      }
      expect(versions.length).toBeGreaterThanOrEqual(20)
      expect(versions).toEqual(versions.map((_, index) => index + 1))
    },
  },
  {
    promise: 'many readers at once each get the whole stream',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      const events = newEvents(50)
      await appendOrThrow(store, stream, 'no-stream', events)
      const readings = await Promise.all(Array.from({ length: 10 }, () => readStream(store, stream)))
      for (const reading of readings) expect(idsOf(reading)).toEqual(idsOf(events))
    },
  },
]
