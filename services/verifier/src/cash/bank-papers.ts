interface Line {
  readonly fen: number
  match?: string
}
interface Statement {
  readonly id: string
  readonly until: string
  readonly closingFen: number
  /** Said of it, and not seen yet. */
  linesLeft: number
  balanceFen: number
  readonly references: string[]
}

/** What the bank's papers say of one account, and what of it is money of the books. */
export interface BankPapers {
  readonly statements: Statement[]
  readonly lines: Map<string, Line>
  /** Match → lines and movements. */
  readonly matches: Map<string, { readonly lines: readonly string[]; readonly movements: readonly string[] }>
  /** Reconciliation of a month → its maker. */
  readonly madeBy: Map<string, string>
  /** Movement → match. */
  readonly matched: Map<string, string>
}
