export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export type JsonObject = { readonly [key: string]: Json }

/** What was read has not the shape that it must have; the message says where. */
export class MisshapenError extends Error {
  override readonly name = 'MisshapenError'
}

/** RFC 8785: keys sorted by UTF-16 code units, no blanks; numbers and strings as ECMAScript writes them. */
export function canonicalText(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (isList(value)) return `[${value.map(canonicalText).join(',')}]`
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalText(value[key] ?? null)}`)
  return `{${members.join(',')}}`
}

/** Is the text, of which `value` was read, in canonical form? */
export function isCanonical(value: Json, text: string): boolean {
  // Where keys lie in order, JSON.stringify writes the same and is fast; keys that look like numbers it puts elsewhere.
  return (JSON.stringify(value) === text && hasSortedKeys(value)) || canonicalText(value) === text
}

function hasSortedKeys(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (isList(value)) return value.every(hasSortedKeys)
  let last = ''
  for (const key in value) {
    if (key < last || !hasSortedKeys(value[key] ?? null)) return false
    last = key
  }
  return true
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** @throws MisshapenError on what is not UTF-8 */
export function readText(bytes: Uint8Array, what: string): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new MisshapenError(`${what} is not UTF-8`)
  }
}

/** @throws MisshapenError on what is not JSON */
export function parseJson(text: string, what: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    throw new MisshapenError(`${what} is not JSON`)
  }
}

/** One line of JSON without blanks, as files of a bundle are written. */
export function isPlainJson(text: string): boolean {
  return `${JSON.stringify(JSON.parse(text))}\n` === text
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value)
}

/** Readers of members: each @throws MisshapenError where the member is not of that kind. */
export function objectIn(of: JsonObject, key: string): JsonObject {
  const value = of[key]
  return isObject(value) ? value : misshapen(key, 'an object', value)
}

export function objectsIn(of: JsonObject, key: string): readonly JsonObject[] {
  const value = of[key]
  return isList(value) && value.every(isObject) ? value : misshapen(key, 'a list of objects', value)
}

export function textsIn(of: JsonObject, key: string): readonly string[] {
  const value = of[key]
  const isTexts = isList(value) && value.every((member) => typeof member === 'string')
  return isTexts ? value.map(String) : misshapen(key, 'a list of texts', value)
}

export function textIn(of: JsonObject, key: string): string {
  const value = of[key]
  return typeof value === 'string' ? value : misshapen(key, 'a text', value)
}

export function optionalTextIn(of: JsonObject, key: string): string | undefined {
  return of[key] === undefined || of[key] === null ? undefined : textIn(of, key)
}

export function integerIn(of: JsonObject, key: string): number {
  const value = of[key]
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : misshapen(key, 'a whole number', value)
}

function misshapen(key: string, wanted: string, found: Json | undefined): never {
  throw new MisshapenError(`${key} is not ${wanted}: ${JSON.stringify(found)?.slice(0, 80)}`)
}
