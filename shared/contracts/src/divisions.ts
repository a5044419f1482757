/** In a scope: the whole ledger. No division has this code. */
export const WHOLE_LEDGER = '000000'

/** Is `inner` the same division as `outer` or below it? 632700 holds 632701; 630000 holds both. */
export function divisionHolds(outer: string, inner: string): boolean {
  return inner.startsWith(divisionPrefix(outer))
}

/** The part of the code that the division's own counties share: 632700 → 6327, 630000 → 63, 632701 → 632701. */
export function divisionPrefix(code: string): string {
  if (code.endsWith('0000')) return code.slice(0, 2)
  return code.endsWith('00') ? code.slice(0, 4) : code
}

/** The division itself, then what it lies in, the nearest first: 632701 → 632701, 632700, 630000, 000000 (the whole ledger). */
export function enclosingDivisions(code: string): readonly string[] {
  return [...new Set([code, `${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`, WHOLE_LEDGER])]
}
