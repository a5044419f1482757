import { isList, isObject, type Json, type JsonObject } from '../json.ts'

export interface Difference {
  /** `rows[fund-…].balances.usedFen` */
  readonly path: string
  readonly expected: Json | undefined
  readonly found: Json | undefined
}

/** What tells the members of a list apart; lists of such members are compared without regard to their order. */
const identifiers = [['key'], ['payer', 'fund'], ['fund'], ['commodity'], ['item']]

/** Where an answer is not what was recomputed; every member must be the same, and none be there beside them. */
export function differencesOf(expected: Json | undefined, found: Json | undefined, path = ''): Difference[] {
  if (isObject(expected) && isObject(found)) return ofObjects(expected, found, path)
  if (isList(expected) && isList(found)) return ofLists(expected, found, path)
  return expected === found ? [] : [{ path, expected, found }]
}

function ofObjects(expected: JsonObject, found: JsonObject, path: string): Difference[] {
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(found)])]
  return keys.flatMap((key) => differencesOf(expected[key], found[key], path === '' ? key : `${path}.${key}`))
}

function ofLists(expected: readonly Json[], found: readonly Json[], path: string): Difference[] {
  const identifier = identifierOf(expected) ?? identifierOf(found)
  if (identifier === undefined) {
    const longest = expected.length > found.length ? expected : found
    return longest.flatMap((_, index) => differencesOf(expected[index], found[index], `${path}[${index}]`))
  }
  const others = byIdentifier(found, identifier)
  const own = byIdentifier(expected, identifier)
  const doubled = found.length !== others.size ? [{ path, expected: own.size, found: found.length }] : []
  const keys = [...new Set([...own.keys(), ...others.keys()])]
  const within = keys.flatMap((key) => differencesOf(own.get(key), others.get(key), `${path}[${key}]`))
  return [...doubled, ...within.filter((difference) => !isEmptyRow(difference))]
}

/** A row that was not recomputed and says nothing but zero: a thing that was there and had nothing. */
function isEmptyRow({ expected, found }: Difference): boolean {
  return expected === undefined && isObject(found) && Object.values(found).every(isNothing)
}

function isNothing(value: Json): boolean {
  if (typeof value === 'number') return value === 0
  if (typeof value !== 'object' || value === null) return true
  return Object.values(value).every(isNothing)
}

function identifierOf(list: readonly Json[]): readonly string[] | undefined {
  return identifiers.find(
    (names) => list.length > 0 && list.every((member) => isObject(member) && names.every((name) => name in member)),
  )
}

function byIdentifier(list: readonly Json[], names: readonly string[]): Map<string, Json> {
  return new Map(
    list.map((member) => [isObject(member) ? names.map((name) => String(member[name])).join(' ') : '', member]),
  )
}
