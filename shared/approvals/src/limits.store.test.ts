import { periodFacts } from '@welfare/facts/periods/period.facts.ts'
import { openProjectionFile } from '@welfare/facts/projection-file.store.ts'
import { expect, test } from 'vitest'
import { createLimits, limitsSchema, setLimits } from './limits.store.ts'

function open() {
  const copy = openProjectionFile(':memory:', {
    schema: `${limitsSchema} ${periodFacts.schema}`,
    version: 1,
    ledger: 'test',
    epoch: 1,
  })
  return {
    ...createLimits(copy.prepare),
    set: (data: Parameters<typeof setLimits>[1]) => setLimits(copy.prepare, data, { stream: 'limit-1', version: 1 }),
  }
}

test('of each kind the nearest enclosing division that says anything decides, also where it says that nothing waits', () => {
  const { limitsOf, set } = open()
  const both = (division: string) => [limitsOf(division, 'allocation'), limitsOf(division, 'issuance')]
  expect(both('632701')).toEqual([undefined, undefined])
  set({ division: '000000', limits: { allocation: { perAct: 1_000 }, issuance: { perAct: 2_000 } } })
  expect(both('632701')).toEqual([{ perAct: 1_000 }, { perAct: 2_000 }])
  set({ division: '632700', limits: { allocation: { within24Hours: 300 }, issuance: null } })
  expect(both('632701')).toEqual([{ within24Hours: 300 }, undefined])
  expect(both('632700')).toEqual([{ within24Hours: 300 }, undefined])
  expect(both('632801')).toEqual([{ perAct: 1_000 }, { perAct: 2_000 }])
  set({ division: '632701', limits: { issuance: { perAct: 5 } } })
  expect(both('632701')).toEqual([{ within24Hours: 300 }, { perAct: 5 }])
  set({ division: '632701', limits: { allocation: null, issuance: {} } })
  expect(both('632701')).toEqual([undefined, {}])
})

test('each word on late entries is taken from the nearest division that says it', () => {
  const { latePolicyOf, set } = open()
  expect(latePolicyOf('632701')).toEqual({ days: 62 })
  set({ division: '630000', limits: {}, lateEntry: { days: 30, secondPersonAboveDays: 10 } })
  set({ division: '632700', limits: {} })
  set({ division: '632701', limits: {}, lateEntry: { secondPersonAboveDays: 3 } })
  expect(latePolicyOf('632701')).toEqual({ days: 30, secondPersonAboveDays: 3 })
  expect(latePolicyOf('632702')).toEqual({ days: 30, secondPersonAboveDays: 10 })
})
