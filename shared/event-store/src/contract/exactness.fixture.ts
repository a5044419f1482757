import { expect } from 'vitest'
import type { JsonObject } from '../decider/decider.ts'
import { storeLimits } from '../limits.ts'
import type { EventStore, NewEvent, RecordedEvent } from '../port.ts'
import {
  appendOrThrow,
  asGiven,
  type ContractCase,
  newEvent,
  newStream,
  readEverything,
  readStream,
} from './contract-case.fixture.ts'

export const exactness: readonly ContractCase[] = [
  {
    promise: 'id, type, schema version, data and metadata come back as they were given',
    keeps: async ({ open }) => {
      const event = newEvent(
        { amountFen: 1 },
        { type: 'MealRedeemed', schemaVersion: 7, metadata: { actor: 'till-7' } },
      )
      expect(asGiven(await storeAndRead(await open(), event))).toStrictEqual(event)
    },
  },
  {
    promise: 'text of every script is kept to the character',
    keeps: async ({ open }) => {
      const texts = [
        '王小明',
        '𠮷野家 𠮷',
        '👩‍👩‍👧‍👦',
        'é e\u0301',
        'مرحبا',
        '\u0000\u0001\u001f',
        '"\\/\b\f\n\r\t',
        '\u2028\u2029\ufeff',
        '',
      ]
      await expectKept(await open(), { texts })
    },
  },
  {
    promise: 'text is not normalised: composed and decomposed forms stay apart',
    keeps: async ({ open }) => {
      const { data } = await storeAndRead(await open(), newEvent({ composed: 'é', decomposed: 'e\u0301' }))
      expect(data.composed).not.toBe(data.decomposed)
    },
  },
  {
    promise: 'text that looks like a number stays text',
    keeps: async ({ open }) =>
      expectKept(await open(), { identity: '320902199001011234', zeros: '007', exponent: '1e5' }),
  },
  {
    promise: 'the largest and smallest numbers are kept to the last digit',
    keeps: async ({ open }) => {
      const numbers = [
        Number.MAX_SAFE_INTEGER,
        Number.MIN_SAFE_INTEGER,
        0,
        1,
        -1,
        0.1,
        1 / 3,
        1e-7,
        Number.MIN_VALUE,
        4503599627370495.5,
      ]
      await expectKept(await open(), { numbers })
    },
  },
  {
    promise: 'true, false, null and what is empty are kept apart',
    keeps: async ({ open }) =>
      expectKept(await open(), { yes: true, no: false, nothing: null, text: '', list: [], object: {}, zero: 0 }),
  },
  {
    promise: 'keys keep their order',
    keeps: async ({ open }) => {
      const event = newEvent({ zebra: 1, alpha: { two: 2, one: 1 } }, { metadata: { b: 1, a: 2 } })
      const { data, metadata } = await storeAndRead(await open(), event)
      expect(JSON.stringify([data, metadata])).toBe('[{"zebra":1,"alpha":{"two":2,"one":1}},{"b":1,"a":2}]')
    },
  },
  {
    promise: 'keys of every kind are kept, those of JavaScript itself included',
    keeps: async ({ open }) => {
      const data = JSON.parse(
        '{"__proto__":{"a":1},"constructor":2,"toString":"x","":3,"姓名":4,"a.b[0]":5}',
      ) as JsonObject
      const kept = await storeAndRead(await open(), newEvent(data))
      expect(Object.entries(kept.data)).toEqual(Object.entries(data))
    },
  },
  {
    promise: 'lists in lists and objects in objects are kept down to the deepest level allowed',
    keeps: async ({ open }) => {
      let data: JsonObject = { leaf: [[['x']]] }
      for (let depth = 4; depth < storeLimits.maxJsonDepth; depth++) data = { level: depth, inner: data }
      await expectKept(await open(), data)
    },
  },
  {
    promise: 'an event of exactly the largest size is kept',
    keeps: async ({ open }) => {
      const overhead = Buffer.byteLength(JSON.stringify({ text: '' }) + JSON.stringify({}))
      await expectKept(await open(), { text: 'x'.repeat(storeLimits.maxEventBytes - overhead) })
    },
  },
  {
    promise: 'an append of the most events allowed is kept whole',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      const events = Array.from({ length: storeLimits.maxEventsPerAppend }, (_, index) =>
        newEvent({ index, text: 'x'.repeat(900) }),
      )
      await appendOrThrow(store, stream, 'no-stream', events)
      expect((await readStream(store, stream)).map(asGiven)).toEqual(events)
    },
  },
  {
    promise: 'a stream and everything together show the same events',
    keeps: async ({ open }) => {
      const store = await open()
      const stream = newStream()
      await appendOrThrow(store, stream, 'no-stream', [newEvent({ a: 1 }), newEvent({ b: '二' })])
      const all = await readEverything(store)
      for (const [index, { position, ...event }] of (await readStream(store, stream)).entries()) {
        expect(all[index]).toMatchObject(event)
        expect(store.comparePositions(all[index]?.position ?? position, position)).toBe(0)
      }
      expect(all).toHaveLength(2)
    },
  },
]

async function storeAndRead(store: EventStore, event: NewEvent): Promise<RecordedEvent> {
  const stream = newStream()
  await appendOrThrow(store, stream, 'no-stream', [event])
  const [recorded] = await readStream(store, stream)
  if (recorded === undefined) throw new Error('the event is not there')
  return recorded
}

/** As data and as metadata. */
async function expectKept(store: EventStore, data: JsonObject): Promise<void> {
  expect((await storeAndRead(store, newEvent(data))).data).toStrictEqual(data)
  if (JSON.stringify(data).length < storeLimits.maxEventBytes / 2) {
    expect((await storeAndRead(store, newEvent({}, { metadata: data }))).metadata).toStrictEqual(data)
  }
}
