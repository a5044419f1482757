import { describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { createEventCodec, eventCatalogue, UnknownEventError } from './catalogue.ts'
import type { EventData, EventDefinition } from './event-definition.ts'
import { CATEGORIES } from './primitives.ts'

/** A seat that was once reserved by name, then by rows, now by row and number. */
const seats = {
  SeatTaken: {
    category: 'hall',
    schemaVersion: 3,
    schema: z.strictObject({ row: z.int(), number: z.int(), child: z.boolean() }),
    upcasters: {
      1: ({ seat }: EventData): EventData => ({
        row: Number(String(seat).split('/')[0]),
        number: Number(String(seat).split('/')[1]),
      }),
      2: (data: EventData): EventData => ({ ...data, child: false }),
    },
  },
  HallClosed: { category: 'hall', schemaVersion: 1, schema: z.strictObject({}) },
} satisfies Record<string, EventDefinition>
type Seats =
  | { readonly type: 'SeatTaken'; readonly data: z.infer<typeof seats.SeatTaken.schema> }
  | { readonly type: 'HallClosed'; readonly data: Record<string, never> }
const codec = createEventCodec<Seats>(seats)

describe('the codec', () => {
  it('stores the newest version and reads it back', () => {
    const event: Seats = { type: 'SeatTaken', data: { row: 4, number: 7, child: true } }
    const stored = codec.encode(event)
    expect(stored).toEqual({ type: 'SeatTaken', schemaVersion: 3, data: { row: 4, number: 7, child: true } })
    expect(codec.decode(stored)).toEqual(event)
  })

  it('lifts every older version, one step at a time', () => {
    const newest = { type: 'SeatTaken', data: { row: 4, number: 7, child: false } }
    expect(codec.decode({ type: 'SeatTaken', schemaVersion: 1, data: { seat: '4/7' } })).toEqual(newest)
    expect(codec.decode({ type: 'SeatTaken', schemaVersion: 2, data: { row: 4, number: 7 } })).toEqual(newest)
  })

  it('leaves what is stored as it is', () => {
    const data = Object.freeze({ row: 4, number: 7 })
    codec.decode({ type: 'SeatTaken', schemaVersion: 2, data })
    expect(data).toEqual({ row: 4, number: 7 })
  })

  it.each([
    ['a type of nobody', { type: 'SeatBroken', schemaVersion: 1 }],
    ['a type that every object has', { type: 'constructor', schemaVersion: 1 }],
    ['a version newer than this program', { type: 'SeatTaken', schemaVersion: 4 }],
    ['version 0', { type: 'SeatTaken', schemaVersion: 0 }],
    ['half a version', { type: 'SeatTaken', schemaVersion: 1.5 }],
  ])('does not guess at %s', (_, stored) => {
    expect(() => codec.decode({ ...stored, data: {} })).toThrow(UnknownEventError)
  })

  it('stores nothing that breaks the schema', () => {
    const tooMuch = { type: 'SeatTaken' as const, data: { row: 4, number: 7, child: false, colour: 'red' } }
    expect(() => codec.encode(tooMuch)).toThrow(z.ZodError)
    expect(() => codec.encode({ type: 'SeatTaken', data: { row: 4.5, number: 7, child: false } })).toThrow(z.ZodError)
  })
})

test('every event names a category of streams, and has an upcaster for each version before its own', () => {
  for (const [type, definition] of Object.entries<EventDefinition>(eventCatalogue)) {
    expect(CATEGORIES, type).toContain(definition.category)
    const lifted = Object.keys(definition.upcasters ?? {}).map(Number)
    expect(lifted, type).toEqual(Array.from({ length: definition.schemaVersion - 1 }, (_, index) => index + 1))
  }
})
