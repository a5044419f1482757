import { comparableText } from '@welfare/contracts/comparable-text.ts'
import { normaliseResidentId } from '../people/resident-id.ts'
import type { RosterRow } from '../spreadsheet/roster.ts'

/**
 * What of a file's people stands in a text that would be recorded in plain: nothing; a name within a longer text, as the owner's in a firm's;
 * a name alone, or a number.
 */
export type FreeTextCheck = (text: string) => 'clear' | 'holds-name' | 'is-person'

/** A single character is no name to look for. */
const SHORTEST_NAME = 2
/** Of an identity number, or of a mobile telephone, whosever it is. */
const NUMBER_OF_SOMEBODY = /\d{15}|1[3-9]\d{9}/
const SHORTEST_NUMBER = 7

/** A text from elsewhere holds a number of a person, whoever that is. */
export function namesSomebody(text: string): boolean {
  return NUMBER_OF_SOMEBODY.test(text)
}

/** Holds a roster's free text against the names and numbers of the same file: they belong into sealed fields only. */
export function createFreeTextCheck(rows: readonly RosterRow[]): FreeTextCheck {
  const names = new Set<string>()
  const numbers = new Set<string>()
  for (const { values } of rows) {
    const name = comparableText(values.name ?? '')
    if (name.length >= SHORTEST_NAME) names.add(name)
    for (const number of [values.identityNumber, values.phone]) {
      const digits = normaliseResidentId(number ?? '')
      if (/^\+?\d+X?$/.test(digits) && digits.length >= SHORTEST_NUMBER) numbers.add(digits)
    }
  }
  const lengths = [...new Set([...names].map(({ length }) => length))]
  const numberLengths = [...new Set([...numbers].map(({ length }) => length))]
  // A file holds few employers and trades, each many times.
  const known = new Map<string, ReturnType<FreeTextCheck>>()

  return (text) => {
    const compared = comparableText(text)
    const found = known.get(compared) ?? check(compared)
    known.set(compared, found)
    return found
  }

  function check(text: string): ReturnType<FreeTextCheck> {
    if (names.has(text) || NUMBER_OF_SOMEBODY.test(text)) return 'is-person'
    if (holdsOneOf(text.toUpperCase(), numbers, numberLengths)) return 'is-person'
    return holdsOneOf(text, names, lengths) ? 'holds-name' : 'clear'
  }
}

function holdsOneOf(text: string, wanted: ReadonlySet<string>, lengths: readonly number[]): boolean {
  for (let from = 0; from < text.length; from++) {
    if (lengths.some((length) => wanted.has(text.slice(from, from + length)))) return true
  }
  return false
}
