import fc from 'fast-check'
import { expect, test } from 'vitest'
import { earliestUndoable, undoableUntil } from './meal-entry.ts'

const instant = fc
  .integer({ min: Date.parse('2025-01-01T00:00:00Z'), max: Date.parse('2026-01-01T00:00:00Z') })
  .map((ms) => new Date(ms))

test('what a till is told of how long it may take a meal back is the rule by which it then may', () => {
  fc.assert(
    fc.property(instant, fc.integer({ min: 0, max: 40 * 3_600_000 }), (enteredAt, laterMs) => {
      const now = new Date(enteredAt.getTime() + laterMs)
      expect(now <= undoableUntil(enteredAt)).toBe(enteredAt >= earliestUndoable(now))
    }),
  )
})

test.each([
  ['at noon', '2025-10-06T04:00:00.000Z', '2025-10-06T16:00:00.000Z'],
  ['before breakfast', '2025-10-05T16:00:00.000Z', '2025-10-06T15:59:59.999Z'],
  ['late in the evening', '2025-10-06T15:30:00.000Z', '2025-10-07T03:30:00.000Z'],
])('a meal that was entered %s', (_, enteredAt, until) => {
  expect(undoableUntil(new Date(enteredAt)).toISOString()).toBe(until)
})
