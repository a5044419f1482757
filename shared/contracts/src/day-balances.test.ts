import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addOnDay, balanceOn, type DayBalances, emptyDayBalances, lowestFrom } from './day-balances.ts'

function balances(...movements: readonly (readonly [string, number])[]): DayBalances {
  const all = emptyDayBalances()
  for (const [day, amount] of movements) addOnDay(all, day, amount)
  return all
}

describe('the lowest balance from a day on', () => {
  it('is the balance where nothing comes later', () => {
    expect(lowestFrom(balances(['2025-07-02', 100]), '2025-07-26')).toEqual({ amount: 100, day: '2025-07-26' })
    expect(lowestFrom(emptyDayBalances(), '2025-07-26')).toEqual({ amount: 0, day: '2025-07-26' })
  })

  it('is nothing before the day on which it came', () => {
    expect(lowestFrom(balances(['2025-07-02', 100]), '2025-07-01')).toEqual({ amount: 0, day: '2025-07-01' })
  })

  it('names the day on which a later decrease leaves least', () => {
    const all = balances(['2025-07-02', 100], ['2025-07-10', -90], ['2025-07-20', 50])
    expect(lowestFrom(all, '2025-07-05')).toEqual({ amount: 10, day: '2025-07-10' })
    expect(lowestFrom(all, '2025-07-10')).toEqual({ amount: 10, day: '2025-07-10' })
    expect(lowestFrom(all, '2025-07-20')).toEqual({ amount: 60, day: '2025-07-20' })
  })

  it('does not ask how entries came, only on which day they count', () => {
    expect(balances(['2025-07-20', 5], ['2025-07-02', 7], ['2025-07-20', -5])).toEqual(balances(['2025-07-02', 7]))
  })
})

it('is what looking at every day finds', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((number) => `2025-02-${String(number).padStart(2, '0')}`)
  const movement = fc.tuple(day, fc.integer({ min: -50, max: 50 }))
  fc.assert(
    fc.property(fc.array(movement, { maxLength: 30 }), day, (movements, from) => {
      const all = balances(...movements)
      const every = Array.from({ length: 28 }, (_, index) => `2025-02-${String(index + 1).padStart(2, '0')}`)
      const ends = every.map((one) => ({
        day: one,
        amount: movements.filter(([on]) => on <= one).reduce((sum, [, amount]) => sum + amount, 0),
      }))
      for (const { day: one, amount } of ends) expect(balanceOn(all, one)).toBe(amount)
      const asked = ends.filter((end) => end.day >= from)
      const lowest = Math.min(...asked.map(({ amount }) => amount))
      const found = lowestFrom(all, from)
      expect(found.amount).toBe(lowest)
      expect(ends.find((end) => end.day === found.day)?.amount).toBe(lowest)
      expect(found.day >= from).toBe(true)
    }),
  )
})
