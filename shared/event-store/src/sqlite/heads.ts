import type { DatabaseSync } from 'node:sqlite'
import type { headLimits } from '../limits.ts'
import type { StreamName } from '../port.ts'
import { readMeta } from './log-file.ts'

/** The newest event of a stream. Never changed in place: an append makes a new one, so that a rolled-back commit leaves nothing. */
export interface Head {
  readonly ordinal: number
  readonly version: number
  readonly position: number
}

type HeadRow = { readonly ordinal: number; readonly version: number | null; readonly position: number | null }
type TailRow = { readonly name: string; readonly ordinal: number; readonly version: number; readonly position: number }

export type HeadLimits = { readonly [limit in keyof typeof headLimits]: number }

/** A save under way: what had changed up to `through`, written slice by slice along with later commits. */
interface Save {
  readonly byName: ReadonlyMap<StreamName, Head>
  readonly heads: readonly Head[]
  readonly through: number
  written: number
}

/**
 * Stream heads: what changed since the last save, a bounded cache of what did not, and the table for the rest. The table may lag: it is
 * right up to `heads_through`, and events after that are replayed by `prepareHeads`.
 */
export interface Heads {
  find(stream: StreamName): Head | undefined
  /** After a commit: these are durable. */
  keep(changed: ReadonlyMap<StreamName, Head>, lastPosition: number): void
  /** Inside a transaction: writes the next part of a save, beginning one when enough has changed. Returns what to call after the commit. */
  saveSome(): (() => void) | undefined
  /** Inside a transaction: writes all that changed. */
  saveAll(): void
}

export function prepareHeads(database: DatabaseSync, limits: HeadLimits): Heads {
  const select = database.prepare(
    'SELECT ordinal, version, position FROM streams LEFT JOIN heads USING (ordinal) WHERE name = ?',
  )
  const upsert = database.prepare('INSERT OR REPLACE INTO heads VALUES (?, ?, ?)')
  const setThrough = database.prepare("UPDATE meta SET value = ? WHERE key = 'heads_through'")
  const unchanged = new Map<StreamName, Head>()
  let savedThrough = Number(readMeta(database, 'heads_through'))
  const tail = replayTail(database, savedThrough)
  let changed = tail.heads
  let lastPosition = tail.lastPosition
  let save: Save | undefined

  const find = (stream: StreamName): Head | undefined => {
    const inMemory = changed.get(stream) ?? save?.byName.get(stream) ?? unchanged.get(stream)
    if (inMemory !== undefined) return inMemory
    const row = select.get(stream) as HeadRow | undefined
    if (row === undefined) return undefined
    if (row.version === null || row.position === null) throw new Error(`the event log has no head for ${stream}`)
    const head = { ordinal: row.ordinal, version: row.version, position: row.position }
    remember(unchanged, stream, head, limits.maxUnchanged)
    return head
  }

  const keep = (newHeads: ReadonlyMap<StreamName, Head>, position: number): void => {
    for (const [stream, head] of newHeads) changed.set(stream, head)
    lastPosition = position
  }

  const beginSave = (): Save => {
    const heads = Array.from(changed.values()).sort((a, b) => a.ordinal - b.ordinal)
    const begun = { byName: changed, heads, through: lastPosition, written: 0 }
    changed = new Map()
    return begun
  }

  const endSave = (ended: Save): void => {
    for (const [stream, head] of ended.byName) remember(unchanged, stream, head, limits.maxUnchanged)
    savedThrough = ended.through
    save = undefined
  }

  const writeSlice = (current: Save, size: number): number => {
    const end = Math.min(current.written + size, current.heads.length)
    for (const head of current.heads.slice(current.written, end)) upsert.run(head.ordinal, head.version, head.position)
    if (end === current.heads.length) setThrough.run(String(current.through))
    return end
  }

  const saveSome = (): (() => void) | undefined => {
    const due = changed.size >= limits.maxChanged || lastPosition - savedThrough >= limits.maxUnsavedEvents
    if (save === undefined && !due) return undefined
    save ??= beginSave()
    const current = save
    const end = writeSlice(current, limits.savedPerCommit)
    return () => {
      current.written = end
      if (end === current.heads.length) endSave(current)
    }
  }

  const saveAll = (): void => {
    if (save !== undefined) writeSlice(save, save.heads.length)
    if (lastPosition > savedThrough) writeSlice(beginSave(), Number.POSITIVE_INFINITY)
  }

  return { find, keep, saveSome, saveAll }
}

function replayTail(database: DatabaseSync, through: number): { heads: Map<StreamName, Head>; lastPosition: number } {
  const tail = database.prepare(`
    SELECT name, ordinal, version, position
    FROM (SELECT stream, max(version) AS version, max(position) AS position FROM events WHERE position > ? GROUP BY stream)
    JOIN streams ON ordinal = stream`)
  const heads = new Map<StreamName, Head>()
  let lastPosition = through
  for (const row of tail.iterate(through)) {
    const { name, ordinal, version, position } = row as TailRow
    heads.set(name, { ordinal, version, position })
    if (position > lastPosition) lastPosition = position
  }
  return { heads, lastPosition }
}

function remember(unchanged: Map<StreamName, Head>, stream: StreamName, head: Head, maxUnchanged: number): void {
  unchanged.delete(stream)
  unchanged.set(stream, head)
  if (unchanged.size <= maxUnchanged) return
  const [oldest] = unchanged.keys()
  if (oldest !== undefined) unchanged.delete(oldest)
}
