import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scalingTables } from '../../infra/scaling.ts'
import figures from '../../infra/scaling-figures.json' with { type: 'json' }
import { infra, root } from './compose-file.ts'

const page = readFileSync(join(infra, 'SCALING.md'), 'utf8')

test('the page says what the figures give (node infra/scaling.ts prints it)', () => {
  const [, computed] = /<!-- computed by [^>]*-->\n([\s\S]*)<!-- end of what is computed -->/.exec(page) ?? []
  expect(computed).toBe(`${scalingTables()}\n`)
})

test('what was not measured is named, and nothing is computed from it', () => {
  const missing = { ...figures.measured.redemptionsPerSecond, value: null }
  const known = scalingTables()
  const unknown = scalingTables({ ...figures, measured: { ...figures.measured, redemptionsPerSecond: missing } })
  expect(known).toContain('| 11,888 |')
  expect(unknown).not.toContain('11,888')
  expect(unknown.split('⟨redemptionsPerSecond⟩').length).toBeGreaterThan(5)
})

test('the sums are those of the sources, by hand', () => {
  // Liuzhou: 174,000 ÷ 60 = 2,900 a day; × 250 + 7,200 × 24 = 897,800. Country: 3e8 × 2,900 ÷ 7,200 = 120,833,333; ÷ 3,600 × 3 = 100,694.
  expect(scalingTables()).toContain('| a city, Liuzhou | 7,200 | 2,900 | 2.4 | 897,800 |')
  expect(scalingTables()).toContain(
    '| the country, every member | 300,000,000 | 120,833,333 | 100,694 | 37,408,333,333 |',
  )
})

test('figures of the benchmark are those of its page', () => {
  const bench = readFileSync(join(root, 'test/bench/README.md'), 'utf8')
  for (const { value, from } of Object.values(figures.measured)) {
    if (value !== null && from.startsWith('test/bench/README.md'))
      expect(bench).toContain(value.toLocaleString('en-US'))
  }
})
