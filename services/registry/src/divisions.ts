import { comparableText } from '@welfare/contracts/comparable-text.ts'
import { divisionPrefix } from '@welfare/contracts/divisions.ts'
import { divisionName, namedDivisions } from '@welfare/printouts/division-names.ts'

/** Permits of people from Hong Kong, Macao and Taiwan carry these in place of a county (GB/T 2260 has no counties there). */
const PERMIT_DIVISIONS: ReadonlySet<string> = new Set(['810000', '820000', '830000'])

/** In today's table of GB/T 2260? Abolished codes live on in papers, so "no" is a warning and never an error. */
export function isKnownDivision(code: string): boolean {
  return divisionName(code) !== undefined || PERMIT_DIVISIONS.has(code)
}

/** From the province down: `青海省玉树藏族自治州玉树市`; what the table does not know is left out. */
export function divisionFullName(code: string): string {
  const levels = [`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`, code]
  return [...new Set(levels)].map((level) => divisionName(level) ?? '').join('')
}

/** What lies above a division: its prefecture, or its province; undefined above a province. */
function divisionAbove(code: string): string | undefined {
  if (code.endsWith('0000')) return undefined
  return code.endsWith('00') ? `${code.slice(0, 2)}0000` : `${code.slice(0, 4)}00`
}

interface SearchedDivision {
  readonly code: string
  readonly name: string
  readonly fullName: string
}

let searched: readonly SearchedDivision[] | undefined

/**
 * Divisions of today's table, those first whose own name begins as asked.
 * @param text of the name, also with characters left out (`青海玉树`), or how the code begins
 * @param within directly below this division; with `text` anywhere below it
 */
export function searchDivisions(asked: {
  readonly text?: string | undefined
  readonly within?: string | undefined
}): readonly string[] {
  const { text, within } = asked
  searched ??= namedDivisions().map(([code, name]) => ({
    code,
    name: comparableText(name),
    fullName: comparableText(divisionFullName(code)),
  }))
  if (text === undefined) return searched.filter(({ code }) => divisionAbove(code) === within).map(({ code }) => code)
  const wanted = comparableText(text)
  const prefix = within === undefined ? '' : divisionPrefix(within)
  return searched
    .filter(({ code }) => code.startsWith(prefix) && code !== within)
    .map((division) => ({ code: division.code, distance: distanceFrom(division, wanted) }))
    .filter(({ distance }) => distance !== undefined)
    .toSorted((a, b) => (a.distance ?? 0) - (b.distance ?? 0))
    .map(({ code }) => code)
}

/** Undefined where it is not what was asked for. */
function distanceFrom({ code, name, fullName }: SearchedDivision, wanted: string): number | undefined {
  if (code.startsWith(wanted) || name.startsWith(wanted)) return 0
  if (name.includes(wanted)) return 1
  if (fullName.includes(wanted)) return 2
  let at = 0
  for (const character of fullName) if (wanted.startsWith(character, at)) at += character.length
  return at === wanted.length ? 3 : undefined
}
