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
  /** Amounts in the unit that is chosen: the file says which. */
  readonly isMoney?: boolean
  /** Buttons: neither in the file nor on paper. */
  readonly isAct?: boolean
  readonly width?: number
}

export interface Sort {
  readonly columnKey?: Key
  readonly order?: 'ascend' | 'descend' | null
}

/** Rows of which some cell holds what is sought. */
export function seekIn<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sought: string): readonly Row[] {
  const wanted = sought.trim().toLowerCase()
  if (wanted === '') return rows
  return rows.filter((row) => columns.some(({ text }) => text(row).toLowerCase().includes(wanted)))
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
