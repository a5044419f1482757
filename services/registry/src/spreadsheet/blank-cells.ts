import type { ArchivePart } from './zip-store.ts'

const WORKSHEET = /worksheets\/[^/]*\.xml$/i
/** Only cells and rows that name their place: without it their neighbours' places depend on them. */
const BLANK_CELL = /<c\s[^<>]*?\br="[A-Z]+\d+"[^<>]*?(?:\/>|><\/c>)/g
const BLANK_ROW = /<row\s[^<>]*?\br="\d+"[^<>]*?(?:\/>|>\s*<\/row>)/g

/**
 * Sheets without the cells and rows that are formatted and hold nothing. People format whole columns, a million rows of
 * them; the reader behind would hold every one.
 */
export function dropBlankCells(parts: readonly ArchivePart[]): readonly ArchivePart[] {
  return parts.map((part) => (WORKSHEET.test(part.name) ? { name: part.name, bytes: withoutBlanks(part.bytes) } : part))
}

/** As Latin-1, byte for byte: the patterns are ASCII, which no byte of another UTF-8 character is. */
function withoutBlanks(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1').replace(BLANK_CELL, '').replace(BLANK_ROW, '')
  return Buffer.from(text, 'latin1')
}
