import { expect, test } from 'vitest'
import { isCreditCode } from './credit-code.ts'

test('codes of the standard and of public registers are right', () => {
  for (const code of ['91350100M000100Y43', '91110108551385082Q', '914403001922038216', '91440300708461136T'])
    expect(isCreditCode(code), code).toBe(true)
})

test('no other last character is, nor two characters that changed places, nor letters that it does not have', () => {
  for (const character of '0123456789ABCDEFGHJKLMNPQRTUWXY')
    expect(isCreditCode(`91350100M000100Y4${character}`), character).toBe(character === '3')
  expect(isCreditCode('91350100M000100Y34')).toBe(false)
  expect(isCreditCode('91350100I000100Y43')).toBe(false)
  expect(isCreditCode('91350100m000100y43')).toBe(false)
  expect(isCreditCode('91350100M000100Y4')).toBe(false)
})
