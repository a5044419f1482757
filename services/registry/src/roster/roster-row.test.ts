import { expect, test } from 'vitest'
import type { RosterRow } from '../spreadsheet/roster.ts'
import { checkRosterRow, type RowContext } from './roster-row.ts'

const CONTEXT: RowContext = {
  today: '2025-06-01',
  programmeDivision: '632700',
  defaultDivision: '632701',
  columns: { name: 'A', identityNumber: 'B', phone: 'C', employer: 'D', trade: 'E', division: 'F' },
  missing: new Set(),
  checkFreeText: () => 'clear',
}
const VALUES = {
  name: '虚构甲',
  identityNumber: '11010519491231002x',
  phone: '138-0000 0001',
  employer: '虚构环卫',
  trade: '环卫',
}

test.each([
  ['虚　构', '虚构'],
  ['虚 构 甲', '虚构甲'],
  ['虚构·Tashi Delek', '虚构·Tashi Delek'],
])('a name spaced as %s is taken as %s: blanks between characters only fill a column', (name, taken) => {
  expect(check({ name }).person?.fields.name).toBe(taken)
})

test('a good row is taken in its normal form', () => {
  expect(check({ division: '６３２７２２' })).toEqual({
    row: 2,
    problems: [],
    person: {
      fields: {
        name: '虚构甲',
        identityNumber: '11010519491231002X',
        birthDate: '1949-12-31',
        sex: 'female',
        phone: '13800000001',
      },
      employerName: '虚构环卫',
      division: '632722',
      trade: '环卫',
    },
  })
  expect(check({}).person?.division).toBe('632701')
  expect(check({ phone: undefined }).person?.fields).not.toHaveProperty('phone')
})

test.each([
  ['A name-missing', { name: undefined }],
  ['A name-malformed', { name: '甲'.repeat(101) }],
  ['A name-malformed', { name: '甲\u0007' }],
  ['A name-malformed', { name: '2025-01-01' }],
  ['B identity-number-missing', { identityNumber: undefined }],
  ['B identity-number-old-form', { identityNumber: '110105491231002' }],
  ['C phone-malformed', { phone: '1234' }],
  ['D employer-missing', { employer: undefined }],
  ['D employer-malformed', { employer: '甲'.repeat(101) }],
  ['E trade-malformed', { trade: '工'.repeat(41) }],
  ['F division-malformed', { division: '6327' }],
  ['F division-outside-programme', { division: '130302' }],
])('%s', (problem, values) => {
  const { problems, person } = check(values)
  expect(problems.map(({ column, code }) => `${column} ${code}`)).toEqual([problem])
  expect(person).toBeUndefined()
})

test('every problem of a row is named, warnings alone do not refuse it', () => {
  const { problems } = check({ name: undefined, phone: 'abc', division: '632799' })
  expect(problems.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
    'error name-missing',
    'error phone-malformed',
    'notice division-unknown',
  ])
  expect(check({ division: '632799' }).person).toBeDefined()
})

test('what the cell is wrong about is said once', () => {
  const row: RosterRow = {
    row: 2,
    values: { ...VALUES, name: '甲' },
    problems: [{ code: 'identity-number-was-number', field: 'identityNumber' }],
  }
  const { identityNumber: _, ...values } = row.values
  const { problems } = checkRosterRow({ ...row, values }, CONTEXT)
  expect(problems.map(({ code }) => code)).toEqual(['identity-number-was-number'])
})

function check(values: { readonly [Field in keyof RosterRow['values']]: string | undefined }) {
  const given = Object.entries({ ...VALUES, ...values }).filter(([, value]) => value !== undefined)
  return checkRosterRow({ row: 2, values: Object.fromEntries(given), problems: [] }, CONTEXT)
}
