import type { AnswerOf } from '../../common/api/client.ts'

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

/** What is said of each row, from sentences that name many rows at once. */
export function remarksByRow({ problems }: Pick<Preview, 'problems'>): ReadonlyMap<number, readonly string[]> {
  const remarks = new Map<number, string[]>()
  for (const { column, detail, rows } of problems)
    for (const row of expandRows(rows)) {
      const said = column === undefined ? detail : `${column} · ${detail}`
      const known = remarks.get(row)
      if (known) known.push(said)
      else remarks.set(row, [said])
    }
  return remarks
}
