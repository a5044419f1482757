import type { AnswerOf } from '../../common/api/client.ts'
import { say } from './words.ts'

export type Preview = Extract<AnswerOf<'importRoster'>, { rows: unknown }>
export type PreviewRow = Preview['rows'][number]

/** Rows of `3,7-9`. */
export function expandRows(ranges: string): number[] {
  return ranges.split(',').flatMap((range) => {
    const [first = Number.NaN, last = first] = range.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, at) => first + at)
  })
}

/** `3,7-9` of rows in any order. */
export function joinRows(rows: readonly number[]): string {
  const ranges: [number, number][] = []
  for (const row of [...rows].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && row <= last[1] + 1) last[1] = row
    else ranges.push([row, row])
  }
  return ranges.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(',')
}

/** What is said of every row: once for the sheet, instead of beside each. */
export function remarksOfAll({ problems, rows }: Pick<Preview, 'problems' | 'rows'>): readonly string[] {
  return problems.filter((problem) => isOfAll(problem, rows)).map(sayRemark)
}

/** What is said of each row and not of all, from sentences that name many rows at once. */
export function remarksByRow({
  problems,
  rows: all,
}: Pick<Preview, 'problems' | 'rows'>): ReadonlyMap<number, readonly string[]> {
  const remarks = new Map<number, string[]>()
  for (const problem of problems.filter((one) => !isOfAll(one, all)))
    for (const row of expandRows(problem.rows)) {
      const said = sayRemark(problem)
      const known = remarks.get(row)
      if (known) known.push(said)
      else remarks.set(row, [said])
    }
  return remarks
}

type Remark = Preview['problems'][number]

function isOfAll({ count }: Remark, rows: Preview['rows']): boolean {
  return rows.length > 1 && count === rows.length
}

function sayRemark({ column, detail }: Remark): string {
  return column === undefined ? detail : say('inColumn', { column, detail })
}
