import { expect, test } from 'vitest'
import { refusedAndOpen } from './refused-payments.ts'

const payment = (id: string, ...numbers: number[]) => ({
  id,
  parts: numbers.map((number) => ({ statement: 'statement-1', number })),
})
const waits = (...numbers: number[]) => numbers.map((number) => ({ id: 'statement-1', number }))

test('a refused payment waits as long as one of its statements does', () => {
  const [paidSince, open] = [payment('first', 1), payment('second', 1, 2)]
  expect(refusedAndOpen([paidSince, open], waits(2))).toEqual([open])
  expect(refusedAndOpen([paidSince, open], [])).toEqual([])
})

test('of two that were refused for one statement the later waits', () => {
  const [first, second] = [payment('first', 1), payment('second', 1)]
  expect(refusedAndOpen([first, second], waits(1))).toEqual([second])
})
