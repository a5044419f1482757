import { describe, expect, it } from 'vitest'
import { createOffsetClock, createSimulatedClock, systemClock } from './clock.ts'

const june = new Date('2025-06-01T00:00:00.000Z')

describe('a simulated clock', () => {
  it('stands where it was put until it is moved', () => {
    const clock = createSimulatedClock({ startAt: june })
    expect(clock.now()).toEqual(june)
    clock.advanceTo(new Date('2025-06-02T08:30:00.000Z'))
    expect(clock.now().toISOString()).toBe('2025-06-02T08:30:00.000Z')
  })

  it('cannot be changed through a date that it handed out', () => {
    const clock = createSimulatedClock({ startAt: june })
    clock.now().setFullYear(1999)
    expect(clock.now()).toEqual(june)
  })

  it('does not go back, nor to a date that is none', () => {
    const clock = createSimulatedClock({ startAt: june })
    expect(() => clock.advanceTo(new Date('2025-05-31T23:59:59.999Z'))).toThrow(RangeError)
    expect(() => clock.advanceTo(new Date('nonsense'))).toThrow(RangeError)
    clock.advanceTo(june)
    expect(clock.now()).toEqual(june)
  })

  it('runs on at real speed from where it stands, and is then not moved', () => {
    const base = createSimulatedClock({ startAt: new Date('2026-01-01T00:00:00.000Z') })
    const clock = createSimulatedClock({ startAt: june, base })
    const { offsetMs } = clock.runOn()
    base.advanceTo(new Date('2026-01-01T00:00:05.000Z'))
    expect(clock.now().toISOString()).toBe('2025-06-01T00:00:05.000Z')
    expect(createOffsetClock({ offsetMs, base }).now()).toEqual(clock.now())
    expect(clock.runOn()).toEqual({ offsetMs })
    expect(() => clock.advanceTo(new Date('2027-01-01T00:00:00.000Z'))).toThrow('runs on')
  })
})

it('the system’s clock is the machine’s', () => {
  expect(Math.abs(systemClock.now().getTime() - Date.now())).toBeLessThan(1000)
})
