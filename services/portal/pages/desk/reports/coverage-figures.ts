import type { Heading } from '@welfare/contracts/words/word.ts'
import type { Column } from '../../common/react/table-columns.ts'
import { sayWord } from '../../common/words.ts'
import { openBalance } from './budget-figures.ts'
import type { OpenedFigure } from './figure.tsx'
import type { Asked, CoverageRow } from './reports.queries.ts'

/** Key of the row of all. */
export const TOTAL = 'total'

/** Who and which sites of a row are still missing; they are listed for a programme. */
export function gapsOf({ by, ...asked }: Asked, { key }: CoverageRow): Asked | undefined {
  const isPart = typeof by === 'string' && ['programme', 'window', 'employer', 'site', 'division'].includes(by)
  const of = key === TOTAL ? asked : key !== null && isPart ? { ...asked, [by]: key } : undefined
  return of?.programme === undefined ? undefined : of
}

/** What was used is in the books by programme, not by employer or trade. */
export function usedOf({ by, employer, site, division, ...asked }: Asked, row: CoverageRow): OpenedFigure | undefined {
  if (employer !== undefined || site !== undefined || division !== undefined || row.key === null) return undefined
  const { usedFen } = row.people
  if (row.key === TOTAL) return openBalance('usedFen', usedFen, row.name ?? '', asked)
  return by === 'programme'
    ? openBalance('usedFen', usedFen, row.name ?? '', { ...asked, programme: row.key })
    : undefined
}

export function nameOf({ name, key }: CoverageRow): string {
  return name ?? key ?? '—'
}

export function count<Row>(word: Heading, read: (row: Row) => number): Column<Row> {
  return {
    ...{ key: word.english, title: sayWord(word), width: 110, isFigure: true },
    text: (row) => read(row).toLocaleString('zh-CN'),
    order: read,
  }
}
