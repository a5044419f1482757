import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, daysBetween, isDay, mondayOf } from './days.ts'

describe('a calendar day', () => {
  it.each(['2025-02-29', '2025-02-30', '2025-13-01', '2025-6-1', '20250601', '2025-06-01T00:00', '', '+012025-06-01'])(
    'is not %j',
    (text) => {
      expect(isDay(text)).toBe(false)
      expect(() => addDays(text, 1)).toThrow(RangeError)
      expect(() => daysBetween('2025-06-01', text)).toThrow(RangeError)
    },
  )

  it('is of a week that begins on Monday', () => {
    const days = ['2025-06-01', '2025-06-02', '2025-06-08', '1969-12-31', '2024-12-31']
    expect(days.map(mondayOf)).toEqual(['2025-05-26', '2025-06-02', '2025-06-02', '1969-12-29', '2024-12-30'])
  })

  it('is 2024-02-29', () => expect(isDay('2024-02-29')).toBe(true))

  it('is counted across months and years, both ways', () => {
    expect([addDays('2024-12-31', 1), addDays('2025-03-01', -1)]).toEqual(['2025-01-01', '2025-02-28'])
    expect([addDays('9999-12-31', 3), addDays('9999-12-30', 1)]).toEqual(['9999-12-31', '9999-12-31'])
    expect([addDays('0000-01-01', -1), mondayOf('0000-01-01')]).toEqual(['0000-01-01', '0000-01-01'])
    expect([daysBetween('2025-06-01', '2025-09-30'), daysBetween('2025-06-02', '2025-06-01')]).toEqual([121, -1])
  })

  it('is found again from any other', () => {
    const days = fc.integer({ min: -200_000, max: 200_000 })
    fc.assert(
      fc.property(days, (count) => {
        const day = addDays('2025-06-01', count)
        expect(isDay(day)).toBe(true)
        expect(daysBetween('2025-06-01', day)).toBe(count)
      }),
    )
  })
})
