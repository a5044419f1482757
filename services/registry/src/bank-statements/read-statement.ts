import { addFen, parseYuan, subtractFen } from '@welfare/contracts/money.ts'
import { cellDay, cellText } from '../spreadsheet/cell-text.ts'
import { columnLetter, type RawCell, type RawRow } from '../spreadsheet/roster.ts'
import { rosterLimits } from '../spreadsheet/roster-limits.ts'
import type { StatementField, StatementMapping } from './statement-mapping.ts'

export interface ReadLine {
  readonly row: number
  readonly day: string
  readonly amountFen: number
  readonly reference: string
  readonly counterparty?: string
  readonly balanceFen?: number
}
export type RowProblemCode = 'bank-row-day' | 'bank-row-amount' | 'bank-row-reference'
export interface ReadStatement {
  readonly columns: readonly { readonly field: StatementField; readonly header: string; readonly letter: string }[]
  /** From the earliest to the latest. */
  readonly lines: readonly ReadLine[]
  readonly problems: readonly { readonly row: number; readonly code: RowProblemCode }[]
  /** Neither a day nor an amount: titles, totals, notes. */
  readonly passedOver: readonly number[]
  readonly openingFen?: number
  readonly closingFen?: number
}
type Columns = Partial<Readonly<Record<StatementField, number>>>

const LONGEST_REFERENCE = 60
/** From here on a spreadsheet's number has lost digits. */
const FIRST_INEXACT_NUMBER = 1e15

/** The columns that are missing where there is no row with all of them. Whose money it was is read no further than its last four digits. */
export function readStatement(
  rows: readonly RawRow[],
  mapping: StatementMapping,
): ReadStatement | { readonly missing: readonly string[] } {
  const candidates = rows.slice(0, rosterLimits.headerSearchRows).map((row) => columnsIn(row, mapping))
  const at = candidates.findIndex((columns) => missingOf(columns).length === 0)
  const columns = candidates[at]
  const header = rows[at]
  if (!columns || !header) {
    const nearest = candidates.toSorted((a, b) => missingOf(a).length - missingOf(b).length)[0] ?? {}
    return { missing: missingOf(nearest).map((field) => mapping[field][0] ?? field) }
  }
  const lines: ReadLine[] = []
  const problems: ReadStatement['problems'][number][] = []
  const passedOver: number[] = []
  for (const row of rows.slice(at + 1)) {
    const read = readLine(row, columns)
    if (read === undefined) passedOver.push(row.row)
    else if ('code' in read) problems.push(read)
    else lines.push(read)
  }
  const inOrder = fromTheEarliest(lines)
  return {
    columns: Object.entries(columns).map(([field, index]) => ({
      field: field as StatementField,
      header: cellText(header.cells[index] ?? null),
      letter: columnLetter(index),
    })),
    ...{ lines: inOrder, problems, passedOver },
    ...balancesOf(inOrder),
  }
}

function columnsIn({ cells }: RawRow, mapping: StatementMapping): Columns {
  const texts = cells.map((cell) => cellText(cell).replaceAll(' ', ''))
  const found = Object.entries(mapping).flatMap(([field, headings]) => {
    const heading = headings.find((one) => texts.includes(one))
    return heading === undefined ? [] : [[field, texts.indexOf(heading)] as const]
  })
  return Object.fromEntries(found)
}

function missingOf({ day, reference, amount, credit, debit }: Columns): StatementField[] {
  const isInTwo = credit !== undefined && debit !== undefined
  return [
    ...(day === undefined ? (['day'] as const) : []),
    ...(reference === undefined ? (['reference'] as const) : []),
    ...(amount === undefined && !isInTwo ? (['amount'] as const) : []),
  ]
}

function readLine({ row, cells }: RawRow, columns: Columns): ReadLine | ReadStatement['problems'][number] | undefined {
  const cell = (field: StatementField): RawCell => {
    const index = columns[field]
    return index === undefined ? null : (cells[index] ?? null)
  }
  const day = cellDay(cellText(cell('day')))
  const amountFen = amountOf(cell, columns)
  if (day === undefined && amountFen === undefined) return undefined
  if (day === undefined) return { row, code: 'bank-row-day' }
  if (amountFen === undefined || amountFen === 0) return { row, code: 'bank-row-amount' }
  const reference = referenceOf(cell('reference'))
  if (reference === undefined) return { row, code: 'bank-row-reference' }
  const balanceFen = fenOf(cell('balance'))
  const digits = cellText(cell('counterparty')).replace(/\D/g, '')
  return {
    ...{ row, day, amountFen, reference },
    ...(digits.length >= 4 && { counterparty: digits.slice(-4) }),
    ...(balanceFen !== undefined && { balanceFen }),
  }
}

function amountOf(cell: (field: StatementField) => RawCell, { credit, debit }: Columns): number | undefined {
  if (credit === undefined || debit === undefined) return fenOf(cell('amount'))
  const [came, left] = [fenOf(cell('credit')), fenOf(cell('debit'))]
  return came === undefined && left === undefined ? undefined : subtractFen(came ?? 0, left ?? 0)
}

/** `1,234.50`, `-8`, `+8`; a number of the spreadsheet where it is whole fen. */
function fenOf(cell: RawCell): number | undefined {
  const isDust = typeof cell === 'number' && Math.abs(Number(cell.toFixed(2)) - cell) < 1e-6
  const text = isDust ? cell.toFixed(2) : cellText(cell).normalize('NFKC')
  const [, sign = '', amount = ''] = /^([-+−]?)(.*)$/.exec(text) ?? []
  const fen = parseYuan(amount)
  return fen === undefined ? undefined : sign === '' || sign === '+' ? fen : subtractFen(0, fen)
}

function referenceOf(cell: RawCell): string | undefined {
  if (typeof cell === 'number' && cell >= FIRST_INEXACT_NUMBER) return undefined
  const text = cellText(cell)
  return text === '' || text.length > LONGEST_REFERENCE ? undefined : text
}

/** Many banks write the newest first: days tell it, and where all are of one day, balances. */
function fromTheEarliest(lines: readonly ReadLine[]): readonly ReadLine[] {
  const [first, last] = [lines[0], lines.at(-1)]
  if (!first || !last) return lines
  const isBackwards = first.day === last.day ? !follows(lines) && follows(lines.toReversed()) : first.day > last.day
  return isBackwards ? lines.toReversed() : lines
}

function follows(lines: readonly ReadLine[]): boolean {
  return lines.every(({ amountFen, balanceFen }, index) => {
    const before = lines[index - 1]?.balanceFen
    return balanceFen === undefined || before === undefined || addFen(before, amountFen) === balanceFen
  })
}

function balancesOf(lines: readonly ReadLine[]): Pick<ReadStatement, 'openingFen' | 'closingFen'> {
  const [first, closingFen] = [lines[0], lines.at(-1)?.balanceFen]
  return {
    ...(first?.balanceFen !== undefined && { openingFen: subtractFen(first.balanceFen, first.amountFen) }),
    ...(closingFen !== undefined && { closingFen }),
  }
}
