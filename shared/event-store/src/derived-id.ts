import { v5 as uuidV5 } from 'uuid'

/** Namespace of every id that the ledger derives; never changes. */
const NAMESPACE = '5f0c5d0e-6a53-5d0b-9e8e-2f1b7a4c9d10'

/** The same parts give the same uuid, for ever: ids of business things and of commands that may be repeated. */
export function derivedUuid(...parts: readonly (string | number)[]): string {
  return uuidV5(parts.join('|'), NAMESPACE)
}

/** `<category>-<uuid>`: the id and stream name of a thing that its parts identify. */
export function derivedId(category: string, ...parts: readonly (string | number)[]): string {
  return `${category}-${derivedUuid(category, ...parts)}`
}
