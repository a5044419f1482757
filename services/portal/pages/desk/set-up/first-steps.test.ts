import { describe, expect, test } from 'vitest'
import { firstStepsOf } from './first-steps.ts'

const nothing = {
  unions: [],
  limits: [],
  merchants: [],
  phones: [],
  programmes: [],
  accounts: [{ role: 'administrator', kind: 'person', closed: false }],
  total: { turnovers: { donatedTotalFen: 0, allocatedTotalFen: 0, issuedTotalFen: 0, redeemedTotalFen: 0 } },
  coverage: { people: { eligible: 0 } },
}
const yushu = { division: '632701' }
const account = (role: string, more: object = {}) => ({ role, kind: 'person', closed: false, ...more })

describe('the first steps', () => {
  test('of an empty ledger begin with the union', () => {
    const steps = firstStepsOf(nothing)
    expect([...steps.done]).toEqual(['administrator'])
    expect(steps).toMatchObject({ isOpened: false, next: 'union', division: undefined })
  })

  test('go on in the division of the union, from the moment at which it is there', () => {
    expect(firstStepsOf({ ...nothing, unions: [yushu] })).toMatchObject({ next: 'officer', division: '632701' })
  })

  test('need an officer who is a person and whose account is open', () => {
    const union = { ...nothing, unions: [yushu] }
    const machine = account('officer', { kind: 'machine' })
    const gone = account('officer', { closed: true })
    expect(firstStepsOf({ ...union, accounts: [machine, gone] }).next).toBe('officer')
    expect(firstStepsOf({ ...union, accounts: [account('officer')] }).next).toBe('approver')
  })

  test('are not done with a merchant that has no phone', () => {
    expect(firstStepsOf({ ...nothing, merchants: [{}] }).done.has('merchant')).toBe(false)
    expect(firstStepsOf({ ...nothing, merchants: [{}], phones: [{}] }).done.has('merchant')).toBe(true)
  })

  test('that are done out of turn are ticked, and the first that is left is next', () => {
    const steps = firstStepsOf({
      ...nothing,
      unions: [yushu],
      merchants: [{}],
      phones: [{}],
      accounts: undefined,
      limits: [{}],
    })
    expect(steps).toMatchObject({ isOpened: true, next: 'donation' })
    expect(steps.done.has('merchant')).toBe(true)
  })

  test('end with a meal', () => {
    const all = nothing
    const turnovers = { donatedTotalFen: 1, allocatedTotalFen: 1, issuedTotalFen: 1, redeemedTotalFen: 1 }
    const done = {
      ...all,
      unions: [yushu],
      limits: [{}],
      merchants: [{}],
      phones: [{}],
      programmes: [{}],
      accounts: undefined,
    }
    expect(firstStepsOf({ ...done, total: { turnovers }, coverage: { people: { eligible: 3 } } }).next).toBeUndefined()
  })
})
