import { expect } from 'vitest'
import { type EventStore, InvalidPositionError, type Position, type SequencedEvent } from '../port.ts'
import {
  appendOrThrow,
  type ContractCase,
  idsOf,
  newEvent,
  newEvents,
  newStream,
  readEverything,
} from './contract-case.fixture.ts'

export const readingAll: readonly ContractCase[] = [
  {
    promise: 'an empty store has no events and no head',
    keeps: async ({ open }) => {
      const store = await open()
      expect(await store.readAll({ limit: 10 })).toEqual([])
      expect(await store.head()).toBeUndefined()
    },
  },
  {
    promise: 'the global order is that of the acknowledgements',
    keeps: async ({ open }) => {
      const store = await open()
      const events = newEvents(20)
      for (const event of events) await appendOrThrow(store, newStream(), 'no-stream', [event])
      expect(idsOf(await readEverything(store))).toEqual(idsOf(events))
    },
  },
  {
    promise: 'the events of one append are neighbours',
    keeps: async ({ open }) => {
      const store = await open()
      const appends = Array.from({ length: 20 }, () => ({ stream: newStream(), events: newEvents(5) }))
      await Promise.all(appends.map(({ stream, events }) => appendOrThrow(store, stream, 'no-stream', events)))
      const all = idsOf(await readEverything(store))
      for (const { events } of appends) {
        const start = all.indexOf(events[0]?.id ?? '')
        expect(all.slice(start, start + 5)).toEqual(idsOf(events))
      }
    },
  },
  {
    promise: 'the sequence counts 1, 2, 3 … without a gap, refused appends notwithstanding',
    keeps: async ({ open }) => {
      const store = await open()
      await fill(store)
      await store.append(newStream(), 3, newEvents(4))
      await fill(store)
      const all = await readEverything(store)
      expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => index + 1))
    },
  },
  {
    promise: 'pages of every size cover everything once',
    keeps: async ({ open }) => {
      const store = await open()
      await fill(store)
      const all = await readEverything(store)
      for (const limit of [1, 7, 29, 30, 31]) expect(await readPages(store, limit)).toEqual(all)
    },
  },
  {
    promise: 'a page is never larger than asked for',
    keeps: async ({ open }) => {
      const store = await open()
      await fill(store)
      expect(await store.readAll({ limit: 4 })).toHaveLength(4)
    },
  },
  {
    promise: 'a page size that counts nothing is refused',
    keeps: async ({ open }) => {
      const store = await open()
      for (const limit of [0, -1, 1.5, Number.NaN]) await expect(store.readAll({ limit })).rejects.toThrow(RangeError)
    },
  },
  {
    promise: 'after the last event there is nothing, until there is more',
    keeps: async ({ open }) => {
      const store = await open()
      await fill(store)
      const after = (await store.head())?.position
      expect(await store.readAll({ after, limit: 10 })).toEqual([])
      const event = newEvent()
      await appendOrThrow(store, newStream(), 'no-stream', [event])
      expect(idsOf(await store.readAll({ after, limit: 10 }))).toEqual([event.id])
    },
  },
  {
    promise: 'the head is the last event',
    keeps: async ({ open }) => {
      const store = await open()
      await fill(store)
      const last = (await readEverything(store)).at(-1)
      expect(await store.head()).toEqual({ position: last?.position, sequence: last?.sequence })
    },
  },
  {
    promise: 'every event names ledger and epoch of its store',
    keeps: async ({ open }) => {
      const store = await open()
      await fill(store)
      const { ledger, epoch } = store
      for (const event of await readEverything(store)) expect(event).toMatchObject({ ledger, epoch })
      expect(epoch).toBe(1)
    },
  },
  {
    promise: 'positions compare as the sequence does',
    keeps: async ({ open }) => {
      const store = await open()
      await fill(store)
      const all = await readEverything(store)
      for (const a of all) {
        for (const b of all) {
          expect(Math.sign(store.comparePositions(a.position, b.position))).toBe(Math.sign(a.sequence - b.sequence))
        }
      }
    },
  },
  {
    promise: 'what was never a position is refused as one',
    keeps: async ({ open }) => {
      const store = await open()
      await fill(store)
      const real = (await store.head())?.position ?? ''
      for (const text of [
        '',
        'x',
        '1',
        `${real}0`,
        ` ${real}`,
        `${real} `,
        `${real}.1`,
        real.replace(/^./, 'x'),
        '-1',
      ]) {
        await expectRefused(store, text as Position)
      }
    },
  },
  {
    promise: "another store's position is refused",
    keeps: async ({ open }) => {
      const [store, other] = [await open(), await open({ name: 'other' })]
      await fill(store)
      await fill(other)
      const head = await other.head()
      if (head === undefined) throw new Error('the other store is empty')
      await expectRefused(store, head.position)
    },
  },
  {
    promise: 'events are recorded at the time of the clock, in UTC with milliseconds',
    keeps: async ({ open, clock }) => {
      const store = await open()
      clock.time = new Date('2025-06-27T08:30:00.123+08:00')
      await fill(store)
      for (const { recordedAt } of await readEverything(store)) expect(recordedAt).toBe('2025-06-27T00:30:00.123Z')
    },
  },
  {
    promise: 'an append answers with the time its events are recorded at',
    keeps: async ({ open, clock }) => {
      const store = await open()
      for (const time of ['2025-06-27T00:30:00.123Z', '2025-06-28T00:00:00.000Z']) {
        clock.time = new Date(time)
        expect((await appendOrThrow(store, newStream(), 'no-stream', newEvents(2))).recordedAt).toBe(time)
      }
    },
  },
  {
    promise: 'the recorded time never goes back, though the clock does',
    keeps: async ({ open, clock }) => {
      const store = await open()
      for (const time of ['2025-06-03', '2025-06-01', '2025-06-02', '2025-06-04']) {
        clock.time = new Date(time)
        await appendOrThrow(store, newStream(), 'no-stream', [newEvent()])
      }
      const days = (await readEverything(store)).map(({ recordedAt }) => recordedAt.slice(0, 10))
      expect(days).toEqual(['2025-06-03', '2025-06-03', '2025-06-03', '2025-06-04'])
    },
  },
]

/** 30 events in 10 streams. */
async function fill(store: EventStore): Promise<void> {
  await Promise.all(Array.from({ length: 10 }, () => appendOrThrow(store, newStream(), 'no-stream', newEvents(3))))
}

async function readPages(store: EventStore, limit: number): Promise<SequencedEvent[]> {
  const all: SequencedEvent[] = []
  for (;;) {
    const page = await store.readAll({ after: all.at(-1)?.position, limit })
    if (page.length === 0) return all
    all.push(...page)
  }
}

async function expectRefused(store: EventStore, after: Position): Promise<void> {
  await expect(store.readAll({ after, limit: 1 })).rejects.toThrow(InvalidPositionError)
  const signal = AbortSignal.abort()
  await expect(store.subscribe({ after, signal }, async () => undefined)).rejects.toThrow(InvalidPositionError)
  expect(() => store.comparePositions(after, after)).toThrow(InvalidPositionError)
}
