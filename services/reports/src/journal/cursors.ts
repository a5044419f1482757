import { decodeCursor, encodeCursor } from '@welfare/http/query-fields.ts'
import { z } from 'zod'

/** Where the next page begins, and the moment that all pages of one list are bound to. */
export interface Place {
  readonly sequence: number
  readonly entry: number
  /** The day on which the first page was looked at, where the answer depends on it. */
  readonly day?: string
}

const placeSchema = z.union([
  z.tuple([z.int().min(0), z.int().min(0)]),
  z.tuple([z.int().min(0), z.int().min(0), z.iso.date()]),
])

export function writePlace({ sequence, entry, day }: Place): string {
  return encodeCursor(day === undefined ? [sequence, entry] : [sequence, entry, day])
}

/** `undefined` for no cursor, `null` for one that we never handed out. */
export function readPlace(cursor: string | undefined): Place | undefined | null {
  const decoded = decodeCursor(cursor, placeSchema)
  if (decoded === undefined) return undefined
  if (!Array.isArray(decoded)) return null
  const [sequence, entry, day] = decoded
  return day === undefined ? { sequence, entry } : { sequence, entry, day }
}
