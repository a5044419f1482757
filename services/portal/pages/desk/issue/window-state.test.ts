import { expect, test } from 'vitest'
import { stateOfWindow } from './window-state.ts'

test.each([
  ['2025-07-31', 'open'],
  ['2025-08-01', 'late'],
  ['2025-08-03', 'late'],
  ['2025-08-04', 'ended'],
])('a window until the end of July with three days for late papers is on %s: %s', (today, state) => {
  expect(stateOfWindow({ until: '2025-07-31' }, 3, today)).toBe(state)
})
