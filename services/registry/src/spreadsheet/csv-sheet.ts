import { CsvError, parse } from 'csv-parse/sync'
import { isBlank, SheetCollector } from './raw-sheet.ts'
import { type RawSheet, type Read, readAs, refuseFile } from './roster.ts'
import { rosterLimits } from './roster-limits.ts'

const DELIMITERS = [',', ';', '\t'] as const
const LONGEST_RECORD = rosterLimits.columns * rosterLimits.cellBytes
/** Control characters that no text has: what is not text is not CSV. */
const BINARY = /[^\P{Cc}\s]/u

export function readCsvSheet(bytes: Buffer): Read<RawSheet> {
  const decoded = decode(bytes)
  if (decoded === undefined || BINARY.test(decoded.text)) return refuseFile('spreadsheet-not-csv')
  const collector = new SheetCollector()
  let row = 0
  let refused: Read<never> | undefined
  try {
    parse(decoded.text, {
      delimiter: delimiterOf(decoded.text),
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: LONGEST_RECORD,
      on_record: (record: string[]) => {
        row++
        const cells = record.map(unguard)
        if (refused === undefined && !cells.every(isBlank)) refused = collector.add({ row, cells })
        return null
      },
    })
  } catch (error) {
    if (error instanceof CsvError) return refuseFile('spreadsheet-malformed', { part: 'row', row: row + 1 })
    throw error
  }
  return refused ?? readAs({ sheet: undefined, encoding: decoded.encoding, rows: collector.rows })
}

/** UTF-8 and UTF-16 say so by themselves; everything else that Chinese Excel writes is GB 18030. */
function decode(bytes: Buffer): { text: string; encoding: string } | undefined {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  for (const encoding of utf16 ? ['utf-16le'] : ['utf-8', 'gb18030']) {
    try {
      return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
    }
  }
  return undefined
}

function delimiterOf(text: string): string {
  const head = text.split(/\r?\n/, rosterLimits.headerSearchRows).join('\n')
  const counts = DELIMITERS.map((delimiter) => head.split(delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
}

/** `'110…` and `="110…"` are how people keep a spreadsheet program from reading a number or a formula. */
function unguard(cell: string): string {
  const quoted = /^="(.*)"$/s.exec(cell)
  return quoted?.[1] ?? cell.replace(/^'/, '')
}
