import { expect, test } from 'vitest'
import { readScope } from './scope.ts'

test('what one may see stands in a saved report as `reach`, whenever it was saved', () => {
  const divisions = ['632701']
  expect(readScope({ reach: { divisions } })).toEqual({ divisions, programmes: undefined })
  expect(readScope({ reach: { divisions: ['000000'] } })).toBeUndefined()
  expect(readScope({})).toBeUndefined()
})
