import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { JsonObject } from '../decider/decider.ts'
import { storeLimits } from '../limits.ts'
import { type ExpectedVersion, InvalidAppendError, type NewEvent, type StreamName } from '../port.ts'
import {
  appendOrThrow,
  type ContractCase,
  newEvent,
  newEvents,
  newStream,
  type Place,
  readEverything,
} from './contract-case.fixture.ts'

class Money {
  readonly fen = 5
}

export const invalidAppends: readonly ContractCase[] = [
  refuses('an append without events is refused', () => [{ events: [] }]),
  refuses('an integer from 2^53 on is refused', () => withData([2 ** 53, -(2 ** 53), 1e300])),
  refuses('what is not a number is refused as one', () =>
    withData([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]),
  ),
  refuses('a value that is not there is refused', () => withData([undefined, [undefined], { a: undefined }])),
  refuses('a hole in a list is refused', () => withData([new Array(3)])),
  refuses('what is not plain data is refused', () =>
    withData([new Date(0), new Map(), new Money(), new Uint8Array(2), /x/]),
  ),
  refuses('a value that JSON has no word for is refused', () => withData([1n, () => 1, Symbol('x')])),
  refuses('text with half a character is refused', () => withData(['\ud800', 'x\udc00', { '\ud83d': 1 }])),
  refuses('nesting without end is refused', () => {
    const circle: Record<string, unknown> = {}
    circle.self = circle
    return withData([circle, nest(storeLimits.maxJsonDepth)])
  }),
  refuses('what may not be in data may not be in metadata', () =>
    [Number.NaN, 2 ** 53, undefined, '\ud800'].map((value) => ({ events: [asEvent({ metadata: { value } })] })),
  ),
  refuses('data or metadata that is not an object is refused', () =>
    [null, [], 'text', 1].flatMap((value) => [
      { events: [asEvent({ data: value })] },
      { events: [asEvent({ metadata: value })] },
    ]),
  ),
  refuses('an event over the size limit is refused, counted in bytes', () => [
    { events: [newEvent({ text: 'x'.repeat(storeLimits.maxEventBytes) })] },
    { events: [newEvent({ text: '汉'.repeat(storeLimits.maxEventBytes / 3) })] },
    { events: [newEvent({ text: 'x'.repeat(40_000) }, { metadata: { text: 'x'.repeat(40_000) } })] },
  ]),
  refuses('an append over the size limit is refused though each event is not', () => [
    { events: Array.from({ length: 9 }, () => newEvent({ text: 'x'.repeat(60_000) })) },
  ]),
  refuses('more events than one append may hold are refused', () => [
    { events: newEvents(storeLimits.maxEventsPerAppend + 1) },
  ]),
  refuses('a malformed stream name is refused', () =>
    [
      '',
      'wallet',
      'wallet-1',
      `-${randomUUID()}`,
      randomUUID(),
      `Wallet-${randomUUID()}`,
      `wallet-${randomUUID().toUpperCase()}`,
      `wallet-${randomUUID()}x`,
      `wallet-${randomUUID()}\n`,
      `$all-${randomUUID()}`,
      `wal let-${randomUUID()}`,
      `王-${randomUUID()}`,
      `${'x'.repeat(storeLimits.maxStreamNameLength)}-${randomUUID()}`,
    ].map((stream) => ({ stream })),
  ),
  refuses('an expected version that counts nothing is refused', () =>
    [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53].map((expected) => ({ expected })),
  ),
  refuses('an event id that is not a UUID is refused', () =>
    ['', 'x', randomUUID().toUpperCase(), `${randomUUID()} `].map((id) => ({ events: [newEvent({}, { id })] })),
  ),
  refuses('two events of one append under one id are refused', () => {
    const event = newEvent()
    return [{ events: [event, newEvent(), event] }]
  }),
  refuses('a type that is not a name is refused', () =>
    ['', 'meal-redeemed', 'Meal Redeemed', '餐', 'X'.repeat(101)].map((type) => ({ events: [newEvent({}, { type })] })),
  ),
  refuses('a schema version that counts nothing is refused', () =>
    [0, -1, 1.5, Number.NaN].map((schemaVersion) => ({ events: [newEvent({}, { schemaVersion })] })),
  ),
  refuses('one bad event among good ones keeps all of them out', () => [
    { events: [newEvent(), newEvent(), asEvent({ data: { amountFen: Number.NaN } }), newEvent()] },
  ]),
  {
    promise: 'a bad append does not touch the good ones beside it',
    keeps: async ({ open }) => {
      const store = await open()
      const bad = store.append(newStream(), 'no-stream', [])
      const good = Array.from({ length: 5 }, () => appendOrThrow(store, newStream(), 'no-stream', [newEvent()]))
      await expect(bad).rejects.toThrow(InvalidAppendError)
      await Promise.all(good)
      expect(await readEverything(store)).toHaveLength(5)
    },
  },
]

interface BadAppend {
  readonly stream?: StreamName
  readonly expected?: ExpectedVersion
  readonly events?: readonly NewEvent[]
}

/** Each of the appends is refused as invalid, and the store is as empty as before. */
function refuses(promise: string, getBad: () => readonly BadAppend[]): ContractCase {
  const keeps = async ({ open }: Place): Promise<void> => {
    const store = await open()
    for (const { stream = newStream(), expected = 'no-stream', events = [newEvent()] } of getBad()) {
      await expect(store.append(stream, expected, events)).rejects.toThrow(InvalidAppendError)
    }
    expect(await store.head()).toBeUndefined()
    expect(await readEverything(store)).toEqual([])
  }
  return { promise, keeps }
}

function withData(values: readonly unknown[]): readonly BadAppend[] {
  return values.map((value) => ({ events: [asEvent({ data: { deep: [{ value }] } })] }))
}

/** What TypeScript would not let through. */
function asEvent(others: { readonly data?: unknown; readonly metadata?: unknown }): NewEvent {
  return { ...newEvent(), ...(others as { data?: JsonObject; metadata?: JsonObject }) }
}

function nest(levels: number): object {
  return levels === 0 ? {} : { inner: nest(levels - 1) }
}
