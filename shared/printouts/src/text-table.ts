import { formatYuan } from '@welfare/contracts/money.ts'
import Table from 'cli-table3'
import { unitNames } from './amounts.ts'
import { type PrintoutColumn, type PrintoutTable, type ShownCell, shownCells, wholeNumber } from './printout.ts'

/**
 * One table as plain text: headings in both tongues, amounts in 元, `–` where there is nothing to say, Chinese characters two columns wide.
 * Ends without a line break.
 */
export function writeTextTable({ english, name, columns, rows, remarks = [] }: PrintoutTable): string {
  const table = new Table({
    head: columns.map((column) => headingOf(column)),
    colAligns: columns.map(({ kind }) => (toTheRight.has(kind) ? 'right' : 'left')),
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
    chars: { ...noLines, mid: '─', 'mid-mid': '──', middle: '  ' },
  })
  for (const row of rows) table.push(shownCells(columns, row).map(textOf))
  const title = [english, name].filter((part) => part !== undefined).join(' ')
  const unit = columns.some(({ kind }) => kind === 'money') ? ` · ${unitNames.yuan}` : ''
  return [`${title}${unit}`, withoutTrailingBlanks(table.toString()), ...remarks].join('\n')
}

/** `12,345` */
export function countText(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',')
}

function headingOf({ english, heading }: PrintoutColumn): string {
  return english === undefined ? heading : `${english}\n${heading}`
}

function textOf({ kind, cell }: ShownCell): string {
  if (cell === undefined) return '–'
  if (kind === 'money') return formatYuan(wholeNumber(cell))
  return kind === 'count' ? countText(wholeNumber(cell)) : String(cell)
}

const toTheRight: ReadonlySet<PrintoutColumn['kind']> = new Set(['money', 'count', 'figure'])

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
