import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endOfShanghaiDay, formatShanghai, shanghaiDay, startOfShanghaiDay } from './shanghai-days.ts'

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

  it('is as the time zone has it, whichever way it is told', () => {
    const dates = fc.date({ min: new Date('1930-01-01'), max: new Date('9999-12-31T15:59:59Z'), noInvalidDate: true })
    fc.assert(
      fc.property(dates, (date) => {
        const zoned = Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO('Asia/Shanghai')
        expect(shanghaiDay(date)).toBe(zoned.toPlainDate().toString())
        expect(startOfShanghaiDay(shanghaiDay(date)).getTime()).toBe(zoned.startOfDay().epochMilliseconds)
      }),
    )
    expect(shanghaiDay(new Date('9999-12-31T16:00:00Z'))).toBe('9999-12-31')
    expect(() => shanghaiDay(new Date(Number.NaN))).toThrow(RangeError)
    for (const none of ['2025-02-30', '2025-1-1', 'today']) expect(() => startOfShanghaiDay(none)).toThrow(RangeError)
  })

  it('contains exactly its own instants', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1950-01-01'), max: new Date('2150-01-01'), noInvalidDate: true }),
        (date) => {
          const day = shanghaiDay(date)
          expect(startOfShanghaiDay(day).getTime()).toBeLessThanOrEqual(date.getTime())
          expect(endOfShanghaiDay(day).getTime()).toBeGreaterThan(date.getTime())
        },
      ),
    )
  })
})

it('an instant is written with the offset of Shanghai', () => {
  expect(formatShanghai(new Date('2025-06-01T00:00:00.000Z'))).toBe('2025-06-01T08:00:00.000+08:00')
  expect(formatShanghai(new Date('2025-06-01T00:00:00.070Z'))).toBe('2025-06-01T08:00:00.070+08:00')
})
