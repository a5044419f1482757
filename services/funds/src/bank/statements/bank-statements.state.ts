import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import type { AttachedFile } from '@welfare/contracts/events/attachments.ts'

export type BankStatementEvent = EventOf<
  | 'BankStatementImported'
  | 'BankStatementLinesImported'
  | 'BankStatementWithdrawn'
  | 'BankStatementFileErased'
  | 'BankLinesMatched'
  | 'BankMatchTakenBack'
  | 'BankReconciliationSigned'
  | 'BankReconciliationChecked'
>
export type BankLine = DataOf<'BankStatementLinesImported'>['lines'][number]

interface KeptStatement extends DataOf<'BankStatementImported'> {
  readonly version: number
  readonly references: string[]
}

interface KeptBankFile {
  readonly file: AttachedFile
  /** The entry that named it. */
  readonly statement: number
  isErased: boolean
}

/** What the bank says of one account, and what of it is known to be money of the books. */
export interface BankStatements {
  /** In their order: each begins where the one before ends. */
  readonly statements: KeptStatement[]
  /** The bank's own files, those of papers that were taken out again, too. */
  readonly files: Map<string, KeptBankFile>
  /** By the bank's reference. */
  readonly lines: Map<string, { readonly amountFen: number; match: number | undefined }>
  /** By event: the match that it is in. */
  readonly matched: Map<string, number>
  readonly matches: Map<number, Pick<DataOf<'BankLinesMatched'>, 'lines' | 'movements'>>
  /** Of months, by the event that made them. */
  readonly reconciliations: Map<number, DataOf<'BankReconciliationSigned'> & { isChecked: boolean }>
  /** Of the account's stream. */
  version: number
}

export function noStatements(): BankStatements {
  const none = { statements: [], files: new Map(), lines: new Map(), matched: new Map(), matches: new Map() }
  return { ...none, reconciliations: new Map(), version: 0 }
}

export function evolveStatements(state: BankStatements, { type, data }: BankStatementEvent, version: number): void {
  switch (type) {
    case 'BankStatementImported':
      state.statements.push({ ...data, version, references: [] })
      if (data.file) state.files.set(data.file.attachment, { file: data.file, statement: version, isErased: false })
      return
    case 'BankStatementLinesImported': {
      const statement = state.statements.at(-1)
      for (const { reference, amountFen } of data.lines) {
        statement?.references.push(reference)
        state.lines.set(reference, { amountFen, match: undefined })
      }
      return
    }
    case 'BankStatementWithdrawn':
      for (const reference of state.statements.pop()?.references ?? []) state.lines.delete(reference)
      return
    case 'BankStatementFileErased': {
      const kept = state.files.get(data.attachment)
      if (kept) kept.isErased = true
      return
    }
    case 'BankLinesMatched':
      state.matches.set(version, data)
      set(state, data, version)
      return
    case 'BankMatchTakenBack': {
      const match = versionOf(data.match)
      const taken = state.matches.get(match)
      if (taken) set(state, taken, undefined)
      state.matches.delete(match)
      return
    }
    case 'BankReconciliationSigned':
      state.reconciliations.set(version, { ...data, isChecked: false })
      return
    case 'BankReconciliationChecked': {
      const made = state.reconciliations.get(versionOf(data.reconciliation))
      if (made) made.isChecked = true
    }
  }
}

export function versionOf(part: string): number {
  return Number(part.slice(part.lastIndexOf('.') + 1))
}

function set(
  state: BankStatements,
  { lines, movements }: Pick<DataOf<'BankLinesMatched'>, 'lines' | 'movements'>,
  match: number | undefined,
): void {
  for (const reference of lines) {
    const line = state.lines.get(reference)
    if (line) line.match = match
  }
  for (const movement of movements)
    if (match === undefined) state.matched.delete(movement)
    else state.matched.set(movement, match)
}
