import type { Key, ReactNode } from 'react'

export interface Column<Row> {
  readonly key: string
  readonly title: string
  /** What stands in the cell, and in the download. */
  readonly text: (row: Row) => string
  /** Where more than the text is shown. */
  readonly render?: (row: Row) => ReactNode
  /** Sorted by this. Default: it cannot be sorted by. */
  readonly order?: (row: Row) => string | number
  /** Figures stand at the right. */
  readonly isFigure?: boolean
  readonly width?: number
}

export interface Sort {
  readonly columnKey?: Key
  readonly order?: 'ascend' | 'descend' | null
}

export function sortBy<Row>(rows: readonly Row[], columns: readonly Column<Row>[], { columnKey, order }: Sort): Row[] {
  const by = columns.find(({ key }) => key === columnKey)?.order
  if (!by || !order) return [...rows]
  const sign = order === 'ascend' ? 1 : -1
  return [...rows].sort((a, b) => sign * compare(by(a), by(b)))
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a).localeCompare(String(b), 'zh-CN-u-co-pinyin')
}
