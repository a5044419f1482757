import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, test } from 'vitest'
import { periodDecider } from './period.decider.ts'

const { given } = specify(periodDecider)
const root = '9w1kk7pXQ2V0mC5n3f8yq0uQm1o7h2b4Zt6sX8cL2dE='
const december = (year: string, throughSequence: number) => [
  {
    type: 'PeriodClosing' as const,
    data: { month: `${year}-12`, firstOpenDay: `${Number(year) + 1}-01-01`, writers: ['funds'] },
  },
  { type: 'PeriodPassed' as const, data: { month: `${year}-12`, writers: ['funds'] } },
  { type: 'PeriodClosed' as const, data: { month: `${year}-12`, throughSequence, root } },
]
const begin = (year: string) => ({ type: 'BeginYear' as const, year })
const closing = (year: string, throughSequence: number) => ({
  type: 'YearClosing' as const,
  data: { year, throughSequence },
})
const entry = (year: string, part: number) => ({ year, part, parts: 2, lines: [] })
const closed = (year: string, part: number) => ({ type: 'YearClosed' as const, data: entry(year, part) })
const record = (year: string, part: number) => ({ type: 'CloseYearPart' as const, ...entry(year, part) })
const wholly = [...december('2025', 40), closing('2025', 40), closed('2025', 1), closed('2025', 2)]

describe('a year', () => {
  test('is closed after its December, through the sequence of that', () => {
    given(december('2025', 40))
      .when(begin('2025'))
      .then([closing('2025', 40)])
    given([])
      .when(begin('2025'))
      .then({ code: 'year-months-open', facts: { year: '2025', next: '2025-12' } })
    given(december('2025', 40).slice(0, 2)).when(begin('2025')).then({ code: 'year-months-open' })
    given(december('2025', 40))
      .when(begin('2026'))
      .then({ code: 'year-months-open', facts: { year: '2026', next: '2026-01' } })
  })

  test('is the first whose December is closed, or the next', () => {
    const two = [...december('2025', 40), ...december('2026', 90)]
    given(two)
      .when(begin('2026'))
      .then({ code: 'year-not-next', facts: { year: '2026', next: '2025' } })
    given([...wholly, ...december('2026', 90)])
      .when(begin('2026'))
      .then([closing('2026', 90)])
  })

  test('is closed once, and wholly before the next', () => {
    given(wholly)
      .when(begin('2025'))
      .then({ code: 'year-closed-before', facts: { year: '2025', last: '2025' } })
    given([...wholly.slice(0, -1), ...december('2026', 90)])
      .when(begin('2026'))
      .then({ code: 'year-still-closing', facts: { year: '2025' } })
  })

  test('has each part of its closing entry once, in their order', () => {
    const begun = wholly.slice(0, 4)
    given(begun)
      .when(record('2025', 1))
      .then([closed('2025', 1)])
    given(begun).when(record('2025', 2)).then({ code: 'year-not-closing' })
    given(wholly.slice(0, 5)).when(record('2025', 1)).then([])
    given(wholly.slice(0, 5))
      .when(record('2025', 2))
      .then([closed('2025', 2)])
    given(wholly).when(record('2024', 1)).then({ code: 'year-not-closing' })
  })

  test('leaves the months as they are: the next one is closed meanwhile', () => {
    given(wholly)
      .when({
        ...{ type: 'BeginClosing', month: '2026-01', writers: ['funds'], lateEntryDays: 0, today: '2026-02-01' },
      })
      .then([{ type: 'PeriodClosing', data: { month: '2026-01', firstOpenDay: '2026-02-01', writers: ['funds'] } }])
  })
})
