import type { LineEnd } from './roster.ts'

export interface DelimitedText {
  /** All that end a record. */
  readonly lineEnds: readonly LineEnd[]
  readonly records: number
  /** Record with a quote that never closes. */
  readonly openQuoteIn: number | undefined
}

const QUOTE = '"'

/**
 * Splits text into records and cells. Every line end counts wherever it stands, CRLF, LF or CR, also mixed within one file: a reader that
 * takes the first for the whole file lets people vanish inside a cell.
 * @param onRecord the cells, the record's number from 1 on; false ends the reading
 */
export function splitDelimited(
  text: string,
  delimiter: string,
  onRecord: (cells: readonly string[], record: number) => boolean,
): DelimitedText {
  const lineEnds = new Set<LineEnd>()
  let records = 0
  let at = 0
  let cells: string[] = []
  while (at < text.length) {
    const cell = readCell(text, at, delimiter)
    if (cell === undefined) return { lineEnds: [...lineEnds], records, openQuoteIn: records + 1 }
    cells.push(cell.text)
    at = cell.end
    if (text[at] === delimiter) {
      at++
      // A delimiter at the very end: one more cell, which is empty.
      if (at < text.length) continue
      cells.push('')
    } else if (at < text.length) {
      const lineEnd = text[at] === '\n' ? 'lf' : text[at + 1] === '\n' ? 'crlf' : 'cr'
      lineEnds.add(lineEnd)
      at += lineEnd === 'crlf' ? 2 : 1
    }
    records++
    if (!onRecord(cells, records)) break
    cells = []
  }
  return { lineEnds: [...lineEnds], records, openQuoteIn: undefined }
}

/** Text of the cell that begins at `start`, and where its delimiter or line end stands. */
function readCell(text: string, start: number, delimiter: string): { text: string; end: number } | undefined {
  if (text[start] !== QUOTE) {
    const end = endOfPlain(text, start, delimiter)
    return { text: text.slice(start, end), end }
  }
  let quoted = ''
  let from = start + 1
  for (;;) {
    const close = text.indexOf(QUOTE, from)
    if (close < 0) return undefined
    quoted += text.slice(from, close)
    if (text[close + 1] !== QUOTE) {
      const end = endOfPlain(text, close + 1, delimiter)
      return { text: quoted + text.slice(close + 1, end), end }
    }
    quoted += QUOTE
    from = close + 2
  }
}

function endOfPlain(text: string, start: number, delimiter: string): number {
  let end = start
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end++
  return end
}
