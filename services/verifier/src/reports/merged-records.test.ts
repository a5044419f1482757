import { expect, test } from 'vitest'
import { createMergedRecords } from './merged-records.ts'

test('records are told in the order in which they joined the person, those of a double after it', () => {
  const { merge, headOf, doublesOf } = createMergedRecords()
  expect(merge('d2', 'd1')).toBe(true)
  expect(merge('d1', 'head')).toBe(true)
  expect(merge('d3', 'd1')).toBe(true)
  expect(doublesOf('head')).toEqual(['d1', 'd2', 'd3'])
  expect(['head', 'd1', 'd2', 'd3'].map(headOf)).toEqual(['head', 'head', 'head', 'head'])
  expect([merge('d2', 'head'), merge('head', 'd2')]).toEqual([false, false])
})
