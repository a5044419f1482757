import { countCell } from './cells.ts'
import { joinParts, number, renderTable, words } from './table.ts'

/** What became, or would become, of a roster's rows. */
export interface RosterOutcome {
  readonly counts: Readonly<Record<string, number>>
  readonly rows?: readonly RosterRowOutcome[] | undefined
}

export interface RosterRowOutcome {
  readonly row: number
  readonly status: string
  readonly problems: readonly {
    readonly severity: string
    readonly field: string
    readonly column?: string | undefined
    readonly code: string
  }[]
}

/** Counts, then every problem with its row and column. What stands in the cells is not repeated. */
export function renderRosterOutcome({ counts, rows = [] }: RosterOutcome): string {
  const problems = rows.flatMap(({ row, problems }) => problems.map((problem) => ({ row, ...problem })))
  return joinParts([
    renderTable({
      title: 'Rows of the roster 花名册',
      columns: [words('outcome', '结果'), number('rows', '行')],
      rows: Object.entries(counts).map(([status, count]) => [status, countCell(count)]),
    }),
    problems.length === 0
      ? ''
      : renderTable({
          title: 'Problems 问题',
          columns: [
            number('row', '行'),
            words('column', '列'),
            words('field', '栏目'),
            words('severity', '级别'),
            words('code', '原因'),
          ],
          rows: problems.map(({ row, column, field, severity, code }) => [
            String(row),
            column ?? '–',
            field,
            severity,
            code,
          ]),
        }),
  ])
}
