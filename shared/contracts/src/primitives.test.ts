import { describe, expect, it, test } from 'vitest'
import { addDays } from './days.ts'
import { divisionHolds, divisionPrefix } from './divisions.ts'
import { budgetOf } from './events/funds.ts'
import { MAX_AMOUNT_FEN } from './money.ts'
import {
  amountFen,
  CATEGORIES,
  categoryOf,
  commodity,
  day,
  division,
  idOf,
  name,
  partOf,
  splitPart,
} from './primitives.ts'

const uuid = '0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d'

describe('ids', () => {
  it.each(CATEGORIES)('of a %s are its category and a uuid', (category) => {
    const id = `${category}-${uuid}`
    expect(idOf(category).parse(id)).toBe(id)
    expect(categoryOf(id)).toBe(category)
    expect(categoryOf(`${id}.3`)).toBe(category)
    expect(splitPart(partOf(category).parse(`${id}.12`))).toEqual({ stream: id, version: 12 })
  })

  it.each([
    ['another category', `wallet-${uuid}`],
    ['upper case', `fund-${uuid.toUpperCase()}`],
    ['blanks', ` fund-${uuid}`],
    ['a line break at the end', `fund-${uuid}\n`],
    ['a part', `fund-${uuid}.1`],
    ['no uuid', 'fund-1'],
  ])('with %s are refused', (_, id) => {
    expect(idOf('fund').safeParse(id).success).toBe(false)
  })

  it.each(['', '.0', '.01', '.-1', '.1.5', '.1e3', '.9999999999'])('no part ends with "%s"', (end) => {
    expect(partOf('fund').safeParse(`fund-${uuid}${end}`).success).toBe(false)
  })

  it.each(['fund', `fund-${uuid}`, '.3', `fund-${uuid}.0`, `fund-${uuid}.x`])('%s is not split', (part) => {
    expect(() => splitPart(part)).toThrow(RangeError)
  })

  it('of unknown categories have none', () => {
    expect(categoryOf(`person-${uuid}`)).toBeUndefined()
    expect(categoryOf('fund')).toBeUndefined()
  })

  it("a budget has its programme's uuid", () => {
    expect(budgetOf(`programme-${uuid}`)).toBe(`budget-${uuid}`)
  })
})

test.each([
  ['630000', '632700', true],
  ['630000', '632701', true],
  ['632700', '632701', true],
  ['632701', '632701', true],
  ['632701', '632700', false],
  ['632701', '632702', false],
  ['632700', '632801', false],
  ['110000', '632701', false],
])('does division %s hold %s: %s', (outer, inner, holds) => {
  expect(divisionHolds(outer, inner)).toBe(holds)
})

test('the prefix of a division is what its own counties share', () => {
  expect(['630000', '632700', '632701'].map(divisionPrefix)).toEqual(['63', '6327', '632701'])
})

test.each(['6327', '063270', '6327011', '63270a', ''])('"%s" is no division', (code) => {
  expect(division.safeParse(code).success).toBe(false)
})

test.each([-1, 0.5, MAX_AMOUNT_FEN + 1, Number.NaN, Number.POSITIVE_INFINITY, '5', null])(
  '%s is no amount',
  (given) => {
    expect(amountFen.safeParse(given).success).toBe(false)
  },
)

test('goods are items, or kits in a version', () => {
  expect(commodity.safeParse(`item-${uuid}`).success).toBe(true)
  expect(commodity.safeParse(`kit-${uuid}@2`).success).toBe(true)
  for (const other of [`kit-${uuid}`, `item-${uuid}@1`, `kit-${uuid}@0`, 'CNY'])
    expect(commodity.safeParse(other).success).toBe(false)
})

test('text for people is trimmed and holds nothing that cannot be seen', () => {
  expect(name.parse('  玉树市总工会 ')).toBe('玉树市总工会')
  for (const other of ['', '   ', 'a\u0000b', 'a\nb', '\ud800', 'x'.repeat(101)])
    expect(name.safeParse(other).success).toBe(false)
})

test('days are days of the calendar and counted over its ends', () => {
  expect(day.safeParse('2025-02-29').success).toBe(false)
  expect(addDays('2025-07-31', 3)).toBe('2025-08-03')
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
  expect(addDays('2025-01-01', -1)).toBe('2024-12-31')
  expect(addDays('2025-06-01', 0)).toBe('2025-06-01')
})
