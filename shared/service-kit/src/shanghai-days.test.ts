import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  daysBetween,
  endOfShanghaiDay,
  formatShanghai,
  isDay,
  shanghaiDay,
  startOfShanghaiDay,
} from './shanghai-days.ts'

describe('a day in Shanghai', () => {
  it.each([
    ['2025-05-31T15:59:59.999Z', '2025-05-31'],
    ['2025-05-31T16:00:00.000Z', '2025-06-01'],
    ['2024-12-31T16:00:00.000Z', '2025-01-01'],
    ['2024-02-28T16:00:00.000Z', '2024-02-29'],
  ])('at %s is %s', (instant, day) => {
    expect(shanghaiDay(new Date(instant))).toBe(day)
  })

  it('begins and ends at midnight there', () => {
    expect(startOfShanghaiDay('2025-05-31').toISOString()).toBe('2025-05-30T16:00:00.000Z')
    expect(endOfShanghaiDay('2025-05-31').toISOString()).toBe('2025-05-31T16:00:00.000Z')
  })

  it('had 23 hours when summer time began in 1986', () => {
    const lengthMs = endOfShanghaiDay('1986-05-04').getTime() - startOfShanghaiDay('1986-05-04').getTime()
    expect(lengthMs / 3_600_000).toBe(23)
  })

  it('contains exactly its own instants', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1950-01-01'), max: new Date('2150-01-01'), noInvalidDate: true }),
        (date) => {
          const day = shanghaiDay(date)
          expect(startOfShanghaiDay(day).getTime()).toBeLessThanOrEqual(date.getTime())
          expect(endOfShanghaiDay(day).getTime()).toBeGreaterThan(date.getTime())
          expect(daysBetween(day, addDays(day, 400))).toBe(400)
        },
      ),
    )
  })

  it.each(['2025-02-29', '2025-13-01', '2025-6-1', '20250601', '2025-06-01T00:00', '', '+012025-06-01'])(
    'is not %j',
    (text) => {
      expect(isDay(text)).toBe(false)
    },
  )

  it('is 2024-02-29', () => {
    expect(isDay('2024-02-29')).toBe(true)
  })

  it('counts across months and years, both ways', () => {
    expect([addDays('2024-12-31', 1), addDays('2025-03-01', -1)]).toEqual(['2025-01-01', '2025-02-28'])
    expect([daysBetween('2025-06-01', '2025-09-30'), daysBetween('2025-06-02', '2025-06-01')]).toEqual([121, -1])
  })
})

it('an instant is written with the offset of Shanghai', () => {
  expect(formatShanghai(new Date('2025-06-01T00:00:00.000Z'))).toBe('2025-06-01T08:00:00.000+08:00')
  expect(formatShanghai(new Date('2025-06-01T00:00:00.070Z'))).toBe('2025-06-01T08:00:00.070+08:00')
})
