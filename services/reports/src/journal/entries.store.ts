import type { ReadModel } from '../read-model/read-model.store.ts'
import { type DocumentSeries, formatDocument } from './document-kinds.ts'

/** Who answers for an event: the sequences of the events in which people acted. */
export interface Authorship {
  /** Of the event that made or proposed it. */
  readonly maker: number
  /** Of the event that approved the proposal; null where none was needed. */
  readonly checker: number | null
}

/** An event with legs, as an entry of the books. */
export interface EntryRow extends Authorship {
  readonly sequence: number
  readonly document: string
  readonly eventType: string
}

/** Every event with legs and its document's number, and what later entries need to know of earlier ones. */
export interface Entries {
  /** Takes the series' next number. */
  add(sequence: number, entry: { readonly series: DocumentSeries; readonly eventType: string } & Authorship): void
  /** One without legs that changes what is counted. */
  addCounted(sequence: number, eventType: string): void
  rememberCause(eventId: string, authorship: Authorship): void
  causeOf(eventId: string): Authorship | undefined
  /** @param part `<stream>.<version>` */
  rememberPart(part: string, sequence: number): void
  partAt(part: string): number | undefined
  addReversal(reversed: number, reversal: number): void
  flush(): void
  forget(): void
}

interface Series {
  readonly id: number
  last: number
}

export function createEntries(model: ReadModel): Entries {
  const insert = model.prepare('INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)')
  const insertCounted = model.prepare('INSERT INTO counted_event VALUES (?, ?)')
  const findSeries = model.prepare('SELECT id, last FROM document_series WHERE division = ? AND year = ? AND kind = ?')
  const openSeries = model.prepare('INSERT INTO document_series (division, year, kind, last) VALUES (?, ?, ?, 0)')
  const saveSeries = model.prepare('UPDATE document_series SET last = ? WHERE id = ?')
  const findType = model.prepare('SELECT id FROM event_type WHERE name = ?')
  const insertType = model.prepare('INSERT INTO event_type (name) VALUES (?)')
  const insertCause = model.prepare('INSERT OR IGNORE INTO cause VALUES (?, ?, ?)')
  const insertPart = model.prepare('INSERT INTO named_part VALUES (?, ?)')
  const findPart = model.prepare('SELECT sequence FROM named_part WHERE part = ?')
  const insertReversal = model.prepare('INSERT INTO reversal VALUES (?, ?)')
  const series = new Map<string, Series>()
  const changed = new Set<Series>()
  const types = new Map<string, number>()

  function getSeries({ division, year, kind }: DocumentSeries): Series {
    const key = `${division}-${year}-${kind}`
    const known = series.get(key)
    if (known) return known
    const row = findSeries.get(division, year, kind)
    const opened = row
      ? { id: Number(row.id), last: Number(row.last) }
      : { id: Number(openSeries.run(division, year, kind).lastInsertRowid), last: 0 }
    series.set(key, opened)
    return opened
  }

  function typeId(name: string): number {
    const known = types.get(name)
    if (known !== undefined) return known
    const id = Number(findType.get(name)?.id ?? insertType.run(name).lastInsertRowid)
    types.set(name, id)
    return id
  }

  return {
    add(sequence, { series: of, eventType, maker, checker }) {
      const taken = getSeries(of)
      taken.last += 1
      changed.add(taken)
      insert.run(sequence, taken.id, taken.last, typeId(eventType), maker === sequence ? null : maker, checker)
    },
    addCounted: (sequence, eventType) => void insertCounted.run(sequence, typeId(eventType)),
    rememberCause: (eventId, { maker, checker }) => void insertCause.run(eventId, maker, checker),
    causeOf: (eventId) => findCause(model, eventId),
    rememberPart: (part, sequence) => void insertPart.run(part, sequence),
    partAt(part) {
      const row = findPart.get(part)
      return row && Number(row.sequence)
    },
    addReversal: (reversed, reversal) => void insertReversal.run(reversed, reversal),
    flush() {
      for (const { id, last } of changed) saveSeries.run(last, id)
      changed.clear()
    },
    forget() {
      series.clear()
      changed.clear()
      types.clear()
    },
  }
}

/** The entry of an event; undefined where it has no legs. */
export function findEntry(model: ReadModel, sequence: number): EntryRow | undefined {
  const row = model
    .prepare(`SELECT s.division, s.year, s.kind, e.number, t.name, e.maker, e.checker FROM entry e
      JOIN document_series s ON s.id = e.series JOIN event_type t ON t.id = e.type WHERE e.sequence = ?`)
    .get(sequence)
  if (!row) return undefined
  const series = { division: String(row.division), year: String(row.year), kind: String(row.kind) }
  return {
    sequence,
    document: formatDocument(series, Number(row.number)),
    eventType: String(row.name),
    maker: row.maker === null ? sequence : Number(row.maker),
    checker: row.checker === null ? null : Number(row.checker),
  }
}

/** Who answers for what an event led to; undefined where nothing is kept of it. */
export function findCause(model: ReadModel, eventId: string): Authorship | undefined {
  const row = model.prepare('SELECT maker, checker FROM cause WHERE event = ?').get(eventId)
  return row && { maker: Number(row.maker), checker: row.checker === null ? null : Number(row.checker) }
}

/** The event that has the number; undefined where none has. */
export function findDocument(
  model: ReadModel,
  { division, year, kind, number }: DocumentSeries & { readonly number: number },
): number | undefined {
  const row = model
    .prepare(`SELECT e.sequence FROM document_series s JOIN entry e ON e.series = s.id AND e.number = ?
      WHERE s.division = ? AND s.year = ? AND s.kind = ?`)
    .get(number, division, year, kind)
  return row && Number(row.sequence)
}

/** What an entry reverses, and what reversed it by `through`: sequences. */
export function findReversals(
  model: ReadModel,
  sequence: number,
  through: number,
): { readonly reverses: number | undefined; readonly reversedBy: readonly number[] } {
  const reverses = model.prepare('SELECT reversed FROM reversal WHERE reversal = ?').get(sequence)
  const reversedBy = model
    .prepare('SELECT reversal FROM reversal WHERE reversed = ? AND reversal <= ? ORDER BY reversal')
    .all(sequence, through)
  return { reverses: reverses && Number(reverses.reversed), reversedBy: reversedBy.map((row) => Number(row.reversal)) }
}
