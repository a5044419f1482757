import { expect, test } from 'vitest'
import { enclosingDivisions } from './divisions.ts'

test.each([
  ['632701', ['632701', '632700', '630000', '000000']],
  ['632700', ['632700', '630000', '000000']],
  ['630000', ['630000', '000000']],
  ['000000', ['000000']],
])('%s lies in these, the nearest first', (code, expected) => {
  expect(enclosingDivisions(code)).toEqual(expected)
})
