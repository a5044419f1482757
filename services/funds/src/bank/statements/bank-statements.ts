/**
 * The bank's own paper of one account, line by line, and which movement of the books each line is. Decided in the account's stream, so that a
 * line or a movement is in one match at most, whoever asks at the same time.
 */
import { accountIn } from '@welfare/contracts/authority.ts'
import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { AttachedFile, GivenAttachments } from '@welfare/contracts/events/attachments.ts'
import { LINES_PER_EVENT } from '@welfare/contracts/events/bank-statements.ts'
import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { accept, type Decision, type Refusal, refuse } from '@welfare/event-store/decider/decider.ts'
import { type BankLine, type BankStatementEvent, type BankStatements, versionOf } from './bank-statements.state.ts'

export interface ImportStatement extends Pick<DataOf<'BankStatementImported'>, 'from' | 'until' | 'fileHash'> {
  readonly type: 'ImportStatement'
  readonly bankAccount: string
  readonly openingFen: number
  readonly closingFen: number
  /** What was handed in of it. */
  readonly given?: GivenAttachments<AttachedFile> | undefined
  readonly lines: readonly (BankLine & {
    /** After this line, where the paper says it. */
    readonly balanceFen?: number | undefined
  })[]
}
export interface WithdrawStatement extends DataOf<'BankStatementWithdrawn'> {
  readonly type: 'WithdrawStatement'
}
export interface EraseStatementFile extends DataOf<'BankStatementFileErased'> {
  readonly type: 'EraseStatementFile'
}
/** One act for all. */
export interface MatchLines {
  readonly type: 'MatchLines'
  readonly matches: readonly {
    readonly lines: readonly string[]
    /** As the books have them on this account. */
    readonly movements: readonly { readonly id: string; readonly amountFen: number }[]
    readonly foundBy: DataOf<'BankLinesMatched'>['foundBy']
  }[]
}
export interface TakeMatchBack extends DataOf<'BankMatchTakenBack'> {
  readonly type: 'TakeMatchBack'
}
/** As the books and the papers have it when it is decided. */
export interface MakeReconciliation extends DataOf<'BankReconciliationSigned'> {
  readonly type: 'MakeReconciliation'
}
export interface CheckReconciliation extends DataOf<'BankReconciliationChecked'> {
  readonly type: 'CheckReconciliation'
}
export type BankStatementCommand =
  | ImportStatement
  | WithdrawStatement
  | EraseStatementFile
  | MatchLines
  | TakeMatchBack
  | MakeReconciliation
  | CheckReconciliation
export type BankStatementRefusalCode =
  | 'bank-statement-does-not-follow'
  | 'bank-statement-opening-differs'
  | 'bank-line-outside-days'
  | 'bank-line-known'
  | 'bank-line-balance-differs'
  | 'bank-statement-closing-differs'
  | 'bank-statement-file-differs'
  | 'attachment-unknown'
  | 'bank-statement-not-last'
  | 'bank-statement-matched'
  | 'bank-line-unknown'
  | 'bank-line-already-matched'
  | 'movement-already-matched'
  | 'match-of-one'
  | 'match-amounts-differ'
  | 'bank-match-unknown'
  | 'bank-reconciliation-unknown'
  | 'bank-reconciliation-own'

type Decided = Decision<BankStatementEvent, BankStatementRefusalCode>

export function decideStatements(state: BankStatements, command: BankStatementCommand): Decided {
  switch (command.type) {
    case 'ImportStatement':
      return importStatement(state, command)
    case 'WithdrawStatement':
      return withdrawStatement(state, command)
    case 'EraseStatementFile':
      return eraseFile(state, command)
    case 'MatchLines':
      return matchLines(state, command)
    case 'TakeMatchBack': {
      const { match, reason } = command
      if (!state.matches.has(versionOf(match))) return refuse('bank-match-unknown', { match })
      return accept([{ type: 'BankMatchTakenBack', data: { match, reason } }])
    }
    case 'MakeReconciliation': {
      const { type: _, ...data } = command
      return accept([{ type: 'BankReconciliationSigned', data }])
    }
    case 'CheckReconciliation': {
      const { type: _, ...data } = command
      const made = state.reconciliations.get(versionOf(data.reconciliation))
      if (!made) return refuse('bank-reconciliation-unknown')
      if (made.isChecked) return accept([])
      if (accountIn(made.madeBy) === accountIn(data.checkedBy)) return refuse('bank-reconciliation-own')
      return accept([{ type: 'BankReconciliationChecked', data }])
    }
  }
}

function importStatement(state: BankStatements, command: ImportStatement): Decided {
  const { bankAccount, from, until, openingFen, closingFen, lines, fileHash, given } = command
  const [file] = given?.attachments ?? []
  // The same file again was imported before.
  if (state.statements.some((statement) => statement.fileHash === fileHash)) return accept([])
  const refusal = refusalOfStatement(state, command) ?? refusalOfLines(state, command) ?? refusalOfFile(command)
  if (refusal) return { accepted: false, refusal }
  const bankStatement = `${bankAccount}.${state.version + 1}`
  return accept([
    {
      type: 'BankStatementImported',
      data: { from, until, openingFen, closingFen, lines: lines.length, fileHash, ...(file && { file }) },
    },
    ...inChunks(lines.map(({ balanceFen: _, ...line }) => line)).map((chunk) => ({
      type: 'BankStatementLinesImported' as const,
      data: { bankStatement, lines: chunk },
    })),
  ])
}

function refusalOfStatement(
  { statements }: BankStatements,
  { from, openingFen }: ImportStatement,
): Refusal<BankStatementRefusalCode> | undefined {
  const last = statements.at(-1)
  if (!last) return undefined
  if (from <= last.until) return { code: 'bank-statement-does-not-follow', facts: { until: last.until } }
  if (openingFen === last.closingFen) return undefined
  const facts = { until: last.until, closingFen: last.closingFen, openingFen }
  return { code: 'bank-statement-opening-differs', facts }
}

/** The first line that does not fit is named by its reference, and by its row where the paper has rows. */
function refusalOfLines(
  { lines: known }: BankStatements,
  { from, until, openingFen, closingFen, lines }: ImportStatement,
): Refusal<BankStatementRefusalCode> | undefined {
  const seen = new Set<string>()
  let balanceFen = openingFen
  for (const { reference, row, day, amountFen, balanceFen: saidFen } of lines) {
    const of = { reference, ...(row !== undefined && { row }) }
    if (day < from || day > until) return { code: 'bank-line-outside-days', facts: { ...of, day, from, until } }
    if (known.has(reference) || seen.has(reference)) return { code: 'bank-line-known', facts: of }
    seen.add(reference)
    balanceFen = addFen(balanceFen, amountFen)
    if (saidFen !== undefined && saidFen !== balanceFen)
      return { code: 'bank-line-balance-differs', facts: { ...of, balanceFen: saidFen, reckonedFen: balanceFen } }
  }
  if (balanceFen === closingFen) return undefined
  const facts = { closingFen, reckonedFen: balanceFen, differenceFen: subtractFen(closingFen, balanceFen) }
  return { code: 'bank-statement-closing-differs', facts }
}

/** The file that is kept is the one whose lines were read. */
function refusalOfFile({ given, fileHash }: ImportStatement): Refusal<BankStatementRefusalCode> | undefined {
  if (given?.unknownAttachment !== undefined)
    return { code: 'attachment-unknown', facts: { attachment: given.unknownAttachment } }
  const other = given?.attachments.find(({ sha256 }) => sha256 !== fileHash)
  return other && { code: 'bank-statement-file-differs', facts: { attachment: other.attachment } }
}

function eraseFile({ files }: BankStatements, { type: _, ...data }: EraseStatementFile): Decided {
  const kept = files.get(data.attachment)
  if (!kept) return refuse('attachment-unknown', { attachment: data.attachment })
  return accept(kept.isErased ? [] : [{ type: 'BankStatementFileErased', data }])
}

function withdrawStatement(
  { statements, lines }: BankStatements,
  { bankStatement, reason }: WithdrawStatement,
): Decided {
  const last = statements.at(-1)
  if (last?.version !== versionOf(bankStatement)) return refuse('bank-statement-not-last', { bankStatement })
  const matched = last.references.filter((reference) => lines.get(reference)?.match !== undefined)
  if (matched.length > 0) return refuse('bank-statement-matched', { matched: matched.length })
  return accept([{ type: 'BankStatementWithdrawn', data: { bankStatement, reason } }])
}

function matchLines({ lines: known, matched }: BankStatements, { matches }: MatchLines): Decided {
  const events: BankStatementEvent[] = []
  const taken = new Set<string>()
  for (const { lines, movements, foundBy } of matches) {
    for (const reference of lines) {
      const line = known.get(reference)
      if (!line) return refuse('bank-line-unknown', { reference })
      if (line.match !== undefined || taken.has(reference)) return refuse('bank-line-already-matched', { reference })
      taken.add(reference)
    }
    for (const { id } of movements) {
      if (matched.has(id) || taken.has(id)) return refuse('movement-already-matched', { movement: id })
      taken.add(id)
    }
    if (lines.length + movements.length < 2) return refuse('match-of-one')
    const bankFen = sumFen(lines.map((reference) => known.get(reference)?.amountFen ?? 0))
    const booksFen = sumFen(movements.map(({ amountFen }) => amountFen))
    if (bankFen !== booksFen) return refuse('match-amounts-differ', { bankFen, booksFen })
    const ids = movements.map(({ id }) => id)
    events.push({ type: 'BankLinesMatched', data: { lines: [...lines], movements: ids, amountFen: bankFen, foundBy } })
  }
  return accept(events)
}

function inChunks(lines: readonly BankLine[]): BankLine[][] {
  return Array.from({ length: Math.ceil(lines.length / LINES_PER_EVENT) }, (_, chunk) =>
    lines.slice(chunk * LINES_PER_EVENT, (chunk + 1) * LINES_PER_EVENT),
  )
}
