import { expect, test } from 'vitest'
import { maskIdentityNumber, maskName, maskPhone } from './masks.ts'

test.each([
  ['王明', '王*'],
  ['王小明', '王*明'],
  ['欧阳小明', '欧**明'],
  ['𠮷野家', '𠮷*家'],
  ['王', '*'],
  ['', ''],
])('a name: %s → %s', (name, masked) => {
  expect(maskName(name)).toBe(masked)
})

test.each([
  ['632701199001011234', '632701********1234'],
  ['63270119900101123X', '632701********123X'],
  ['H12345678', 'H******78'],
  ['12', '**'],
])('an identity number: %s → %s', (number, masked) => {
  expect(maskIdentityNumber(number)).toBe(masked)
})

test.each([
  ['13812345678', '138****5678'],
  ['8812345', '*****45'],
])('a phone number: %s → %s', (number, masked) => {
  expect(maskPhone(number)).toBe(masked)
})
