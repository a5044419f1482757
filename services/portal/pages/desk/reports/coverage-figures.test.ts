import '../../common/without-a-browser.fixture.ts'
import { expect, it } from 'vitest'
import { gapsOf, TOTAL } from './coverage-figures.ts'
import type { CoverageRow } from './reports.queries.ts'

const row = (key: string | null) => ({ key }) as CoverageRow

it('who is missing of a row is listed of a programme, and of a row that is a part of it', () => {
  expect(gapsOf({ by: 'programme' }, row('p-1'))).toEqual({ programme: 'p-1' })
  expect(gapsOf({ by: 'employer', programme: 'p-1' }, row('e-1'))).toEqual({ programme: 'p-1', employer: 'e-1' })
  expect(gapsOf({ by: 'site', programme: 'p-1' }, row('s-1'))).toEqual({ programme: 'p-1', site: 's-1' })
  expect(gapsOf({ by: 'trade', programme: 'p-1' }, row(TOTAL))).toEqual({ programme: 'p-1' })
})

it('and of no other: of all programmes, of a trade, of those whose employer is not known', () => {
  expect(gapsOf({ by: 'programme' }, row(TOTAL))).toBeUndefined()
  expect(gapsOf({ by: 'trade', programme: 'p-1' }, row('cook'))).toBeUndefined()
  expect(gapsOf({ by: 'employer', programme: 'p-1' }, row(null))).toBeUndefined()
})
