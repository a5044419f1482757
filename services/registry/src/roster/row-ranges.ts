/** `3,7-9`: rows, and ranges of rows. */
export const ROW_RANGES = /^\d{1,7}(-\d{1,7})?(,\d{1,7}(-\d{1,7})?)*$/

/** Whether a row is among those that `ranges` names; none is where nothing is named. */
export function createRowMatcher(ranges: string | undefined): (row: number) => boolean {
  const parsed = (ranges === undefined ? [] : ranges.split(',')).map((range) => {
    const [from = 0, to = from] = range.split('-').map(Number)
    return { from, to }
  })
  return (row) => parsed.some(({ from, to }) => row >= from && row <= to)
}

/** `[3, 7, 8, 9]` as `3,7-9`. @param rows ascending */
export function showRowRanges(rows: readonly number[]): string {
  const ranges: { from: number; to: number }[] = []
  for (const row of rows) {
    const last = ranges.at(-1)
    if (last !== undefined && row <= last.to + 1) last.to = row
    else ranges.push({ from: row, to: row })
  }
  return ranges.map(({ from, to }) => (from === to ? String(from) : `${from}-${to}`)).join(',')
}
