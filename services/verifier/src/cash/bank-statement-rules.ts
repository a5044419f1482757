import { add, sum } from '../amounts.ts'
import type { PostedEvent } from '../books.ts'
import { integerIn, objectsIn, textIn, textsIn } from '../json.ts'
import { partOf } from '../settlement/settled-things.ts'
import type { BankPapers } from './bank-papers.ts'
import { type CashRule, type CashThings, keyOf } from './cash-things.ts'

function papersOf({ papers, bankAccounts }: CashThings, bankAccount: string): BankPapers {
  const known = papers.get(bankAccount)
  if (known) return known
  const none = { statements: [], lines: new Map(), matches: new Map(), matched: new Map(), madeBy: new Map() }
  if (bankAccounts.has(bankAccount)) papers.set(bankAccount, none)
  return none
}

/** The bank's papers follow and add up; a line or a movement is in one match at most, and both sides of it are the same. */
export const bankStatementRules: Readonly<Record<string, CashRule>> = {
  *BankStatementImported({ event }, things) {
    const { statements } = papersOf(things, event.stream)
    const { data } = event
    const [from, until] = [textIn(data, 'from'), textIn(data, 'until')]
    const [openingFen, closingFen] = [integerIn(data, 'openingFen'), integerIn(data, 'closingFen')]
    const last = statements.at(-1)
    if (!things.bankAccounts.has(event.stream)) yield 'its account was not opened'
    if (from > until) yield `it runs from ${from} until ${until}`
    if (last && from <= last.until) yield `it begins on ${from}, the one before runs until ${last.until}`
    if (last && openingFen !== last.closingFen)
      yield `it begins with ${openingFen}, the one before ends with ${last.closingFen}`
    if (last && last.linesLeft !== 0) yield `${last.linesLeft} lines of the one before are missing`
    const linesLeft = integerIn(data, 'lines')
    if (linesLeft === 0 && openingFen !== closingFen) yield `without a line it goes from ${openingFen} to ${closingFen}`
    statements.push({ id: partOf(event), until, closingFen, linesLeft, balanceFen: openingFen, references: [] })
  },

  *BankStatementLinesImported({ event: { stream, data } }, things) {
    const { statements, lines } = papersOf(things, stream)
    const statement = statements.at(-1)
    if (!statement || statement.id !== data.bankStatement) {
      yield 'its statement is not the one before it'
      return
    }
    for (const line of objectsIn(data, 'lines')) {
      const [reference, fen] = [textIn(line, 'reference'), integerIn(line, 'amountFen')]
      if (lines.has(reference)) yield `the account has the line ${reference} already`
      lines.set(reference, { fen })
      statement.references.push(reference)
      statement.balanceFen = add(statement.balanceFen, fen)
      statement.linesLeft -= 1
    }
    if (statement.linesLeft < 0) yield 'it has more lines than its statement says'
    if (statement.linesLeft === 0 && statement.balanceFen !== statement.closingFen)
      yield `its lines come to ${statement.balanceFen}, the statement says ${statement.closingFen}`
  },

  *BankStatementWithdrawn({ event: { stream, data } }, things) {
    const { statements, lines } = papersOf(things, stream)
    const last = statements.at(-1)
    if (!last || last.id !== data.bankStatement) {
      yield 'it is not the newest statement of its account'
      return
    }
    const matched = last.references.filter((reference) => lines.get(reference)?.match !== undefined)
    if (matched.length > 0) yield `its lines ${matched.join(', ')} are matched`
    for (const reference of last.references) lines.delete(reference)
    statements.pop()
  },

  *BankLinesMatched(posted, things) {
    const { event } = posted
    const { data } = event
    const papers = papersOf(things, event.stream)
    const match = partOf(event)
    const [lines, movements] = [textsIn(data, 'lines'), textsIn(data, 'movements')]
    const amountFen = integerIn(data, 'amountFen')
    yield* faultsOfMatch(posted, things, { lines, movements })
    if (sum(lines.map((reference) => papers.lines.get(reference)?.fen ?? 0)) !== amountFen)
      yield `its lines do not come to ${amountFen}`
    if (sum(movements.map((movement) => things.moved.get(keyOf(movement, event.stream)) ?? 0)) !== amountFen)
      yield `its movements do not come to ${amountFen}`
    papers.matches.set(match, { lines, movements })
    for (const reference of lines) {
      const line = papers.lines.get(reference)
      if (line) line.match = match
    }
    for (const movement of movements) papers.matched.set(movement, match)
  },

  BankReconciliationSigned({ event }, things) {
    papersOf(things, event.stream).madeBy.set(partOf(event), textIn(event.data, 'madeBy'))
    return []
  },

  *BankReconciliationChecked({ event: { stream, data } }, things) {
    const madeBy = papersOf(things, stream).madeBy.get(textIn(data, 'reconciliation'))
    const personIn = (actor: string) => actor.slice(actor.indexOf('/') + 1)
    if (madeBy === undefined) yield 'nobody has made such a reconciliation'
    else if (personIn(madeBy) === personIn(textIn(data, 'checkedBy'))) yield 'it is checked by whom it was made'
  },

  *BankMatchTakenBack({ event: { stream, data } }, things) {
    const papers = papersOf(things, stream)
    const match = textIn(data, 'match')
    const taken = papers.matches.get(match)
    if (!taken) {
      yield 'there is no such match, or it was taken back before'
      return
    }
    papers.matches.delete(match)
    for (const reference of taken.lines) delete papers.lines.get(reference)?.match
    for (const movement of taken.movements) papers.matched.delete(movement)
  },
}

function* faultsOfMatch(
  { event: { stream } }: PostedEvent,
  things: CashThings,
  { lines, movements }: { readonly lines: readonly string[]; readonly movements: readonly string[] },
): Iterable<string> {
  const papers = papersOf(things, stream)
  const seen = new Set<string>()
  for (const reference of lines) {
    const line = papers.lines.get(reference)
    if (!line) yield `the bank has no line ${reference}`
    if (line?.match !== undefined || seen.has(reference)) yield `the line ${reference} is matched already`
    seen.add(reference)
  }
  for (const movement of movements) {
    if (!things.moved.has(keyOf(movement, stream))) yield `${movement} moved nothing there`
    if (papers.matched.has(movement) || seen.has(movement)) yield `${movement} is matched already`
    seen.add(movement)
  }
  if (seen.size < 2) yield 'it matches one thing with nothing'
}
