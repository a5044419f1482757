import { WHOLE_LEDGER } from './authority.ts'

/** The division itself, then what it lies in, the nearest first: 632701 → 632701, 632700, 630000, 000000 (the whole ledger). */
export function enclosingDivisions(code: string): readonly string[] {
  return [...new Set([code, `${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`, WHOLE_LEDGER])]
}
