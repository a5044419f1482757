import { expect, test } from 'vitest'
import { reachedFrom, sourceFiles } from '../house/source-files.ts'
import { circles, crowdedFolders, packageCircles, productionFiles, stronglyConnected } from './measures.ts'

test('no two packages import each other', () => {
  expect(productionFiles.length).toBeGreaterThan(500)
  expect(packageCircles(productionFiles)).toEqual([])
})

test('no file reaches itself, by type neither', () => {
  expect(circles(productionFiles)).toEqual([])
})

test('what only tests import is named so', () => {
  const entries = sourceFiles.filter(({ path }) =>
    /^services\/(standalone\/src\/cli\/main|verifier\/src\/take-away)\.ts$|\.worker\.ts$/.test(path),
  )
  const run = reachedFrom(entries)
  const unused = productionFiles.filter((file) => !run.has(file) && !file.name.endsWith('.d.ts'))
  expect(unused.map(({ path }) => path)).toEqual([])
})

test('no folder holds more than 25 files of the product', () => {
  expect(crowdedFolders(productionFiles, 25)).toEqual([])
})

test.each([
  ['a chain', { a: ['b'], b: ['c'] }, []],
  ['a circle behind a chain', { a: ['b'], b: ['c'], c: ['d'], d: ['b'] }, [['b', 'c', 'd']]],
  ['two circles that one file joins', { a: ['b'], b: ['a', 'c'], c: ['b'] }, [['a', 'b', 'c']]],
  [
    'two circles, one before the other',
    { a: ['b'], b: ['a', 'c'], c: ['d'], d: ['c'] },
    [
      ['c', 'd'],
      ['a', 'b'],
    ],
  ],
  ['a way around to what was left already', { a: ['b', 'c'], b: ['d'], c: ['d', 'a'], d: [] }, [['a', 'c']]],
])('%s', (_title, arrows: Readonly<Record<string, readonly string[]>>, expected) => {
  expect(stronglyConnected(Object.keys(arrows), (name) => arrows[name] ?? [])).toEqual(expected)
})
