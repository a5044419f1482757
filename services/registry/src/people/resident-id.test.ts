import { areaList } from '@vant/area-data'
import fc from 'fast-check'
import IdValidator from 'id-validator'
import GB2260 from 'id-validator/src/GB2260.js'
import { describe, expect, test } from 'vitest'
import { checkResidentId, residentIdCheckCharacter } from './resident-id.ts'

const TODAY = '2025-08-31'

describe('an identity number is accepted', () => {
  test.each([
    ['with X as check character', '11010519491231002X', '11010519491231002X'],
    ['with a small x', '11010519491231002x', '11010519491231002X'],
    ['with a full-width Ｘ and full-width digits', '１１０１０５１９４９１２３１００２Ｘ', '11010519491231002X'],
    ['with blanks of every kind around and inside', '\u3000110105 19491231\u00a0002X\u200b\t', '11010519491231002X'],
    ['born on 29 February of a leap year', withCheck('11010520000229001'), withCheck('11010520000229001')],
    ['born today', withCheck('11010520250831001'), withCheck('11010520250831001')],
    ['permit of Hong Kong', withCheck('81000019900101001'), withCheck('81000019900101001')],
    ['permit of Macao', withCheck('82000019900101001'), withCheck('82000019900101001')],
    ['permit of Taiwan', withCheck('83000019900101001'), withCheck('83000019900101001')],
  ])('%s', (_, typed, number) => {
    expect(checkResidentId(typed, TODAY)).toMatchObject({ valid: true, number, warnings: [] })
  })

  test('and tells birth date, sex and division', () => {
    expect(checkResidentId('11010519491231002X', TODAY)).toMatchObject({
      birthDate: '1949-12-31',
      sex: 'female',
      division: '110105',
    })
  })

  test('with a warning where the division is in no table', () => {
    expect(checkResidentId(withCheck('99000019900101001'), TODAY)).toMatchObject({
      valid: true,
      warnings: [{ code: 'identity-number-division-unknown', facts: { division: '990000' } }],
    })
  })
})

test.each([
  ['identity-number-missing', '', {}],
  ['identity-number-missing', ' \u3000', {}],
  ['identity-number-old-form', '110105491231002', {}],
  ['identity-number-length-wrong', '1101051949123100', { length: 16 }],
  ['identity-number-length-wrong', '11010519491231002X1'.replace('X', '1'), { length: 19 }],
  ['identity-number-character-wrong', '1101051949I231002X', { position: 11 }],
  ['identity-number-character-wrong', '1101051949123X0021', { position: 14 }],
  ['identity-number-character-wrong', '1.10105194912E+17', { position: 2 }],
  ['identity-number-birth-date-wrong', withCheck('11010519490230002'), {}],
  ['identity-number-birth-date-wrong', withCheck('11010520250229002'), {}],
  ['identity-number-birth-date-wrong', withCheck('11010519491301002'), {}],
  ['identity-number-birth-date-wrong', withCheck('11010518991231002'), {}],
  ['identity-number-birth-date-in-future', withCheck('11010520250901002'), {}],
  ['identity-number-check-character-wrong', '110105194912310021', {}],
])('%s: %j', (code, typed, facts) => {
  expect(checkResidentId(typed, TODAY)).toEqual({ valid: false, error: { code, facts } })
})

test('a wrong birth date is named before a wrong check character', () => {
  const digits = '11010519490230002'
  const wrong = residentIdCheckCharacter(digits) === '1' ? '2' : '1'
  expect(checkResidentId(digits + wrong, TODAY)).toMatchObject({ error: { code: 'identity-number-birth-date-wrong' } })
})

test('agrees with id-validator on every number of a county both know, save that it takes 30 February for a day', () => {
  const oracle = new IdValidator(GB2260)
  const counties = Object.keys(areaList.county_list).filter((code) => oracle.isValid(withCheck(`${code}19800101001`)))
  expect(counties.length).toBeGreaterThan(2_500)
  const number = fc
    .tuple(
      fc.constantFrom(...counties),
      fc.integer({ min: 1950, max: 2020 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
      fc.integer({ min: 1, max: 999 }),
      fc.oneof(
        { weight: 3, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.constantFrom(...'0123456789X') },
      ),
    )
    .map(([county, year, month, day, order, check]) => {
      const digits = `${county}${year}${pad(month, 2)}${pad(day, 2)}${pad(order, 3)}`
      return check === undefined ? withCheck(digits) : digits + check
    })
  let valid = 0
  fc.assert(
    fc.property(number, (candidate) => {
      const ours = checkResidentId(candidate, TODAY)
      if (ours.valid) valid++
      const dayBeyondMonth =
        !ours.valid &&
        ours.error.code === 'identity-number-birth-date-wrong' &&
        /^(29|3[01])$/.test(candidate.slice(12, 14))
      expect(ours.valid).toBe(oracle.isValid(candidate) && !dayBeyondMonth)
      if (ours.valid) {
        const info = oracle.getInfo(candidate)
        expect(ours.birthDate).toBe(info.birth)
        expect(ours.sex).toBe(info.sex === 0 ? 'female' : 'male')
      }
    }),
    { numRuns: 3_000 },
  )
  expect(valid).toBeGreaterThan(500)
})

test('one digit changed or two neighbours swapped is always found by the check character', () => {
  const digits = fc.stringMatching(/^[1-9][0-9]{16}$/)
  fc.assert(
    fc.property(digits, fc.nat(16), fc.integer({ min: 1, max: 9 }), (number, index, shift) => {
      const changed = number.slice(0, index) + ((Number(number[index]) + shift) % 10) + number.slice(index + 1)
      expect(residentIdCheckCharacter(changed)).not.toBe(residentIdCheckCharacter(number))
    }),
  )
})

function withCheck(digits: string): string {
  return digits + residentIdCheckCharacter(digits)
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0')
}
