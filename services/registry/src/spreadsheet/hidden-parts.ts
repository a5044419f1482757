import type { ArchivePart } from './zip-store.ts'

export interface HiddenParts {
  /** 1-based. */
  readonly rows: ReadonlySet<number>
  /** 0-based. */
  readonly columns: ReadonlySet<number>
}

const ROW = /<(?:\w+:)?row\b([^>]*)>/g
const COLUMN = /<(?:\w+:)?col\b([^>]*)>/g
/** By a filter, by hand, or drawn to nothing. */
const HIDDEN = /\bhidden="(?:1|true)"/
const NO_HEIGHT = /\bht="0(?:\.0+)?"/
const NO_WIDTH = /\bwidth="0(?:\.0+)?"/
const MOST_COLUMNS = 16_384

/** What the spreadsheet program does not show of a sheet; the reader of cells does not tell. */
export function findHiddenParts(parts: readonly ArchivePart[], sheetName: string): HiddenParts {
  const sheet = partOfSheet(parts, sheetName)
  const rows = new Set<number>()
  const columns = new Set<number>()
  if (sheet === undefined) return { rows, columns }
  // As Latin-1, byte for byte: what is looked for is ASCII.
  const xml = sheet.bytes.toString('latin1')
  let last = 0
  for (const [, attributes = ''] of xml.matchAll(ROW)) {
    last = Number(attributeOf(attributes, 'r') ?? last + 1)
    if (HIDDEN.test(attributes) || NO_HEIGHT.test(attributes)) rows.add(last)
  }
  for (const [, attributes = ''] of xml.matchAll(COLUMN)) {
    if (!HIDDEN.test(attributes) && !NO_WIDTH.test(attributes)) continue
    const from = Number(attributeOf(attributes, 'min'))
    const to = Math.min(Number(attributeOf(attributes, 'max')), MOST_COLUMNS)
    for (let column = from; column <= to; column++) columns.add(column - 1)
  }
  return { rows, columns }
}

function partOfSheet(parts: readonly ArchivePart[], sheetName: string): ArchivePart | undefined {
  const workbook = textOf(parts, 'xl/workbook.xml')
  const relations = textOf(parts, 'xl/_rels/workbook.xml.rels')
  for (const [, attributes = ''] of workbook.matchAll(/<(?:\w+:)?sheet\b([^>]*)>/g)) {
    if (unescapeXml(attributeOf(attributes, 'name') ?? '') !== sheetName) continue
    const id = /\b\w+:id="([^"]*)"/.exec(attributes)?.[1]
    for (const [, relation = ''] of relations.matchAll(/<(?:\w+:)?Relationship\b([^>]*)>/g)) {
      if (attributeOf(relation, 'Id') !== id) continue
      const target = attributeOf(relation, 'Target') ?? ''
      const path = target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`
      return parts.find(({ name }) => name === path)
    }
  }
  return undefined
}

function textOf(parts: readonly ArchivePart[], name: string): string {
  return parts.find((part) => part.name === name)?.bytes.toString('utf8') ?? ''
}

function attributeOf(attributes: string, name: string): string | undefined {
  return new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1]
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescapeXml(text: string): string {
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(amp|lt|gt|quot|apos);/g, (_, entity: string) => ENTITIES[entity] ?? '')
}
