import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import type { Projected } from '../read-model/projection.ts'

export interface StatedLine {
  readonly reference: string
  readonly day: string
  readonly amountFen: number
}
interface Match {
  readonly lines: readonly string[]
  readonly movements: readonly string[]
}
interface Signature {
  readonly by: string
  readonly on: string
}
export interface Signed extends Pick<DataOf<'BankReconciliationSigned'>, 'month' | 'booksFen' | 'bankFen'> {
  readonly id: string
  readonly made: Signature
  readonly checked: Signature | null
}
/** What the bank's papers of an account say, as its stream has it at a moment. */
export interface BankPapers {
  /** In their order. */
  readonly statements: readonly { readonly from: string; readonly until: string; readonly openingFen: number }[]
  readonly lines: readonly StatedLine[]
  readonly matches: readonly Match[]
  readonly signed: readonly Signed[]
}

/** @param events of the account's stream, in order */
export function readBankPapers(events: Iterable<Pick<Projected, 'event' | 'recorded' | 'date'>>): BankPapers {
  const statements = new Map<number, BankPapers['statements'][number]>()
  const lines = new Map<number, StatedLine[]>()
  const matches = new Map<number, Match>()
  const signed = new Map<number, Signed>()
  for (const { event, recorded, date: on } of events) {
    const { version, stream } = recorded
    if (event.type === 'BankStatementImported') statements.set(version, event.data)
    if (event.type === 'BankStatementLinesImported') {
      const statement = splitPart(event.data.bankStatement).version
      lines.set(statement, [...(lines.get(statement) ?? []), ...event.data.lines])
    }
    if (event.type === 'BankStatementWithdrawn') {
      const statement = splitPart(event.data.bankStatement).version
      statements.delete(statement)
      lines.delete(statement)
    }
    if (event.type === 'BankLinesMatched') matches.set(version, event.data)
    if (event.type === 'BankReconciliationSigned') {
      const { madeBy: by, ...said } = event.data
      signed.set(version, { id: `${stream}.${version}`, ...said, made: { by, on }, checked: null })
    }
    if (event.type === 'BankReconciliationChecked') {
      const made = splitPart(event.data.reconciliation).version
      const known = signed.get(made)
      if (known) signed.set(made, { ...known, checked: { by: event.data.checkedBy, on } })
    }
    if (event.type === 'BankMatchTakenBack') matches.delete(splitPart(event.data.match).version)
  }
  return {
    ...{ statements: [...statements.values()], lines: [...lines.values()].flat() },
    ...{ matches: [...matches.values()], signed: [...signed.values()] },
  }
}
