import { total } from '@welfare/contracts/words/figure-words.ts'
import type { Heading } from '@welfare/contracts/words/word.ts'
import Table from 'cli-table3'

export interface Column {
  /** Further lines of a heading stand below the first. */
  readonly heading: string
  readonly align?: 'left' | 'right'
}

export interface TextTable {
  readonly title: string
  readonly columns: readonly Column[]
  /** Cells in the order of the columns; a row that is too short ends empty. */
  readonly rows: readonly (readonly string[])[]
  /** Said below the table, a line each. */
  readonly notes?: readonly string[]
}

/** A table as plain text, Chinese characters two columns wide. Ends without a line break. */
export function renderTable({ title, columns, rows, notes = [] }: TextTable): string {
  const table = new Table({
    head: columns.map(({ heading }) => heading),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
    chars: { ...noLines, mid: '─', 'mid-mid': '──', middle: '  ' },
  })
  for (const row of rows) table.push(columns.map((_, index) => row[index] ?? ''))
  return [title, withoutTrailingBlanks(table.toString()), ...notes].join('\n')
}

/** Parts of a report, an empty line between them; empty parts are left out. */
export function joinParts(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n')
}

export function number(english: string, chinese: string): Column {
  return numberOf({ english, chinese })
}

export function words(english: string, chinese: string): Column {
  return wordsOf({ english, chinese })
}

/** A heading in both tongues. */
export function wordsOf({ english, chinese }: Heading): Column {
  return { heading: `${english}\n${chinese}` }
}

export function numberOf(heading: Heading): Column {
  return { ...wordsOf(heading), align: 'right' }
}

/** Of a last line: `Total 合计`. */
export const totalLabel = `${total.english} ${total.chinese}`

const noLines = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  right: '',
  'right-mid': '',
}

function withoutTrailingBlanks(text: string): string {
  return text.replaceAll(/ +$/gm, '')
}
