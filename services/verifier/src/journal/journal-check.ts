import type { PostedEvent, PostedLeg } from '../books.ts'
import type { PostingCheck } from '../ledger-walk.ts'
import { dimensions } from '../posting-rules/rules.ts'
import type { Directory } from '../reports/directory.ts'
import type { EventPlace, Findings } from '../verdict.ts'
import { type CsvRow, readCsvRows } from './csv-rows.ts'
import { createEntryHeads, type EntryHead } from './entry-heads.ts'

interface JournalCheckOptions {
  readonly file: string
  readonly name: string
  /** Has taken each event before this does. */
  readonly directory: Directory
  readonly findings: Findings
}

/** Compares the exported journal (CSV) with what the rules make of the events, leg by leg: both are in the order of the ledger. */
export function checkJournal({ file, name, directory, findings }: JournalCheckOptions): PostingCheck {
  const heads = createEntryHeads(directory)
  const rows = readCsvRows(file)
  const header = rows.next()
  const columns = header.done ? [] : header.value.cells
  for (const column of ownColumns)
    if (!columns.includes(column) && !laterColumns.has(column))
      misfit(1, `the header has no column ${column}`, undefined)
  const unknown = columns.filter((column) => !ownColumns.includes(column))
  if (unknown.length > 0) findings.note('journal', `not recomputed: ${unknown.join(', ')}`)
  let row = next()

  function next(): PlacedRow | undefined {
    const { value, done } = rows.next()
    return done ? undefined : { ...value, ...placeOf(value, columns) }
  }

  function misfit(line: number | undefined, what: string, event: EventPlace | undefined): void {
    const where = line === undefined ? name : `${name}, line ${line}`
    findings.misfit({ check: 'journal', where, ...(event && { event }), what })
  }

  function expectLeg(posted: PostedEvent, leg: PostedLeg, head: EntryHead | undefined): void {
    const { event } = posted
    while (row !== undefined && isBefore(row, event.sequence, leg.ordinal)) {
      misfit(row.line, 'no event posts such a leg', event)
      row = next()
    }
    if (row === undefined || row.sequence !== event.sequence || row.ordinal !== leg.ordinal) {
      misfit(row?.line, `leg ${leg.ordinal} of event ${event.sequence} (${leg.account}) is missing`, event)
      return
    }
    for (const column of laterColumns)
      if (leg[column] !== undefined && !columns.includes(column))
        misfit(row.line, `${column} is not told, recomputed ${leg[column]}`, event)
    compare(row, posted, { ...head, ...cellsOf(posted, leg) })
    row = next()
  }

  function compare({ line, text, cells }: CsvRow, { event }: PostedEvent, expected: Cells): void {
    const wanted = columns.map((column, index) => expected[column] ?? cells[index] ?? '')
    if (wanted.map(written).join(',') === text) return
    for (const [index, column] of columns.entries()) {
      const value = wanted[index] ?? ''
      if (guarded(value) !== cells[index]) misfit(line, `${column} is ${cells[index]}, recomputed ${value}`, event)
    }
    if (wanted.every((value, index) => guarded(value) === cells[index])) misfit(line, 'it is written otherwise', event)
  }

  return {
    take(posted) {
      const head = heads.take(posted)
      for (const leg of posted.legs) {
        findings.examined('journal')
        expectLeg(posted, leg, head)
      }
    },
    finish() {
      for (; row !== undefined; row = next()) misfit(row.line, 'no event posts such a leg', undefined)
    },
  }
}

interface PlacedRow extends CsvRow {
  /** 0 where it cannot be read. */
  readonly sequence: number
  readonly ordinal: number
}

function placeOf({ cells }: CsvRow, columns: readonly string[]): { sequence: number; ordinal: number } {
  const numberIn = (column: string): number => {
    const text = cells[columns.indexOf(column)] ?? ''
    return /^\d{1,15}$/.test(text) ? Number(text) : 0
  }
  return { sequence: numberIn('sequence'), ordinal: numberIn('ordinal') }
}

function isBefore(row: PlacedRow, sequence: number, ordinal: number): boolean {
  return row.sequence < sequence || (row.sequence === sequence && row.ordinal < ordinal)
}

type Cells = Readonly<Record<string, string | number>>

/** A text that a spreadsheet would take for a formula follows an apostrophe. */
function guarded(value: string | number): string {
  return typeof value === 'string' && /^[=+\-@＝＋－＠]/.test(value) ? `'${value}` : String(value)
}

function written(value: string | number): string {
  const text = guarded(value)
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** The journal's columns for a leg. */
function cellsOf({ event, date }: PostedEvent, leg: PostedLeg): Cells {
  const { rule, account, commodity, ordinal, amount, balance } = leg
  const { sequence, recordedAt, type: eventType, id: eventId, stream, version } = event
  const normal = rule.normalSide === 'debit' ? balance : 0 - balance
  return {
    sequence,
    ordinal,
    book: rule.book,
    account,
    commodity,
    ...Object.fromEntries(dimensions.map((dimension) => [dimension, leg[dimension] ?? ''])),
    amount,
    balanceSigned: balance,
    balance: normal,
    normalSide: rule.normalSide,
    accountingDate: date,
    recordedAt,
    eventType,
    eventId,
    stream,
    version,
  }
}

/** Journals of before unions named their accounts, others paid for them, or goods were ordered, lack them. */
const laterColumns: ReadonlySet<string> & Iterable<'bankAccount' | 'payer' | 'purchase'> = new Set([
  'bankAccount',
  'payer',
  'purchase',
] as const)
const ownColumns: readonly string[] = [
  ...['sequence', 'ordinal', 'book', 'account', 'commodity', ...dimensions, 'amount', 'balanceSigned', 'balance'],
  ...['normalSide', 'accountingDate', 'recordedAt', 'eventType', 'eventId', 'stream', 'version'],
  ...['document', 'maker', 'checker', 'poster', 'receiptType', 'receiptNumber', 'receiptDate', 'attachments'],
]
