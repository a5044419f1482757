import { daysOfUse, termsBreach } from '@welfare/contracts/donor-terms.ts'
import { expect, it } from 'vitest'
import { forbiddenLast } from './forbidden-option.ts'

const terms = { purposes: ['cooling'], divisions: ['130300'], until: '2025-08-31' }
const programmes = [
  { id: 'far', kind: 'cooling', division: '632701', windows: [] },
  { id: 'meals', kind: 'festival-meal', division: '130302', windows: [] },
  { id: 'late', kind: 'cooling', division: '130302', windows: [{ from: '2025-08-01', until: '2025-09-01' }] },
  { id: 'fits', kind: 'cooling', division: '130302', windows: [{ from: '2025-07-01', until: '2025-08-31' }] },
]

it('what the donor forbids comes last, cannot be chosen and says why', () => {
  const options = forbiddenLast(
    programmes,
    ({ id }) => ({ value: id, label: id }),
    ({ id, windows, ...use }) => termsBreach(terms, { ...use, ...daysOfUse(windows), programme: id }),
    (label, code) => `${label}: ${code}`,
  )
  expect(options).toEqual([
    { value: 'fits', label: 'fits' },
    { value: 'far', label: 'far: division-not-allowed', disabled: true },
    { value: 'meals', label: 'meals: purpose-not-allowed', disabled: true },
    { value: 'late', label: 'late: period-not-allowed', disabled: true },
  ])
})
