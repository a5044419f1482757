import { expect, test } from 'vitest'
import { holdsNumberOfPerson } from './numbers-of-people.ts'

test.each([
  ['问过本人，电话13800000001', true],
  ['138 0000 0001', true],
  ['１３８-００００-０００１', true],
  ['身份证99000119600101101X', true],
  ['990001 19600101 1014', true],
  ['旧证990001600101101', true],
  ['2025-07-01 至 2025-07-31 逐笔核对', false],
  ['发票 01100210031112345678', false],
  ['小票 S-20250701-0001，金额 1,380.00', false],
  ['wallet-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d.3', false],
])('%s: %s', (text, held) => {
  expect(holdsNumberOfPerson(text)).toBe(held)
})
