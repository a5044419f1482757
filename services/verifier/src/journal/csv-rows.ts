import { readChunks } from '../file-chunks.ts'

export interface CsvRow {
  /** From 1; the header is line 1. */
  readonly line: number
  /** As it stands in the file, without its line break. */
  readonly text: string
  readonly cells: readonly string[]
}

/** The rows of a file (RFC 4180: quotes doubled), one at a time. No cell of the ledger's holds a line break. */
export function* readCsvRows(file: string): Generator<CsvRow> {
  let line = 0
  for (const text of readLines(file)) {
    line += 1
    yield { line, text, cells: cellsOf(text) }
  }
}

function* readLines(file: string): Generator<string> {
  // What is not UTF-8 becomes U+FFFD, and is then not what was expected.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let pending = ''
  for (const chunk of readChunks(file)) {
    const lines = (pending + decoder.decode(chunk, { stream: true })).split('\r\n')
    pending = lines.pop() ?? ''
    yield* lines
  }
  pending += decoder.decode()
  if (pending !== '') yield pending
}

function cellsOf(row: string): readonly string[] {
  if (!row.includes('"')) return row.split(',')
  return [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
  )
}
