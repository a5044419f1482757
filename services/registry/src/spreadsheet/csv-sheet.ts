import { decodeText } from './decode-text.ts'
import { splitDelimited } from './delimited-text.ts'
import { countHeaderFields } from './header-names.ts'
import { isBlank, SheetCollector } from './raw-sheet.ts'
import { type RawSheet, type Read, readAs, refuseFile } from './roster.ts'
import { rosterLimits } from './roster-limits.ts'

const DELIMITERS = [',', ';', '\t', '|', '，', '；'] as const
/** As spreadsheet programs write it above the table. */
const NAMED_DELIMITER = /^"?sep=(.)"?\r?$/im
/** Control characters that no text has: what is not text is not CSV. */
const BINARY = /[^\P{Cc}\s]/u
const NO_COLUMNS: ReadonlySet<number> = new Set()

export function readCsvSheet(bytes: Buffer, maxRows: number): Read<RawSheet> {
  const decoded = decodeText(bytes)
  if (decoded === undefined || BINARY.test(decoded.text)) return refuseFile('spreadsheet-not-csv')
  const { text, encoding } = decoded
  const delimiter = delimiterOf(text)
  const collector = new SheetCollector(maxRows)
  let refused: Read<never> | undefined
  const { lineEnds, records, openQuoteIn } = splitDelimited(text, delimiter, (record, row) => {
    const cells = record.map(unguard)
    if (!cells.every(isBlank)) refused = collector.add({ row, cells })
    return refused === undefined
  })
  if (refused !== undefined) return refused
  if (openQuoteIn !== undefined) return refuseFile('spreadsheet-quote-open', { row: openQuoteIn })
  const file = { kind: 'csv', encoding, delimiter, lineEnds, physicalRows: records } as const
  return readAs({ file, rows: collector.rows, hiddenColumns: NO_COLUMNS })
}

/** The one by which the header is understood best; among equals the one that occurs most. */
function delimiterOf(text: string): string {
  const named = NAMED_DELIMITER.exec(text.slice(0, 10))?.[1]
  if (named !== undefined) return named
  const scores = DELIMITERS.map((delimiter) => {
    let fields = 0
    let cells = 0
    splitDelimited(text, delimiter, (record, row) => {
      fields = Math.max(fields, countHeaderFields(record))
      cells += record.length
      return row < rosterLimits.headerSearchRows
    })
    return fields * 1_000_000 + cells
  })
  return DELIMITERS[scores.indexOf(Math.max(...scores))] ?? ','
}

/** `'=…`, `'110…` and `="110…"` are how people keep a spreadsheet program from reading a formula or a number. */
function unguard(cell: string): string {
  const quoted = /^="(.*)"$/s.exec(cell)
  return quoted?.[1] ?? cell.replace(/^'(?=[^'\d０-９+＋])/u, '')
}
