import { divisionName } from '@welfare/printouts/division-names.ts'

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
