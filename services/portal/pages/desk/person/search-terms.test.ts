import { expect, it } from 'vitest'
import { toSearchTerms } from './search-terms.ts'

it.each([
  ['卓玛', { name: '卓玛' }],
  [' czm ', { initials: 'czm' }],
  ['101X', { numberEnding: '101X' }],
  ['1234', { numberEnding: '1234' }],
  ['99000119800101161x', { numberEnding: '161x' }],
  ['12345', { name: '12345' }],
  ['扎西 cr', { name: '扎西 cr' }],
])('%s', (typed, terms) => expect(toSearchTerms(typed)).toEqual(terms))
