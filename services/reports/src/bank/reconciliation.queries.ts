import type { EventType } from '@welfare/contracts/catalogue.ts'
import { lastDayOfMonth } from '@welfare/contracts/days.ts'
import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { Unstamped } from '../budget/answers.contract.ts'
import { entryOf } from '../budget/running-totals.store.ts'
import { readEvents } from '../journal/journal-legs.ts'
import { isRefusal, type QueryContext, refusal } from '../query-context.ts'
import { readEventAt } from '../read-model/event-source.ts'
import { toProjected } from '../read-model/generation.ts'
import { reflectedAt, resolveMoment } from '../read-model/moments.store.ts'
import { createScopeFilter, type WithScope } from '../scope-filter.ts'
import { type BankPapers, readBankPapers } from './bank-papers.ts'
import type { ReconciliationAnswer, ReconciliationQuery } from './reconciliation.contract.ts'

interface Moved {
  readonly day: string
  readonly event: string
  readonly type: EventType
  readonly amountFen: number
  /** The identification that it ends: of what was in suspense, and is a gift now or in suspense again. */
  readonly ends?: string | undefined
}

/** 银行存款余额调节表: what the books have of an account at the end of a month, what the bank has, and why they differ. */
export function queryReconciliation(
  context: QueryContext,
  query: ReconciliationQuery & WithScope,
): Unstamped<ReconciliationAnswer> | Refusal {
  const { bankAccount, month } = query
  const { model, directory } = context.generation
  const moment = resolveMoment(model, query)
  if (isRefusal(moment)) return moment
  const { sequence } = moment
  const account = directory.find('bankAccount', bankAccount, sequence)
  const scope = createScopeFilter(context.generation, query.scope, sequence)
  if (!account || !scope.holdsAt({ division: account.division }))
    return refusal('bank-account-unknown', { bankAccount })
  const until = lastDayOfMonth(month)
  const papers = papersUntil(readBankPapers(eventsOf(context, bankAccount, sequence)), until)
  const [first] = papers.statements
  const statedUntil = papers.statements.at(-1)?.until
  if (!first || statedUntil === undefined) return refusal('bank-statement-missing', { until })
  const movements = movementsOn(context, bankAccount, { sequence, until })
  const { isMatchedLine, isMatchedMovement } = settledBy(papers, movements)
  const lines = papers.lines.filter(({ reference }) => !isMatchedLine(reference))
  const open = withoutEnded(movements).filter(({ event }) => !isMatchedMovement(event))
  const inOpening = open.filter(({ day, type }) => day < first.from || type === 'BankBalanceAssigned')
  const openInBooks = open.filter((moved) => !inOpening.includes(moved))
  const sumOf = (all: readonly { readonly amountFen: number }[]) => sumFen(all.map(({ amountFen }) => amountFen))
  const booksFen = sumOf(movements)
  const bankFen = addFen(first.openingFen, sumOf(papers.lines))
  const adjustedBooksFen = addFen(booksFen, sumOf(lines))
  const adjustedBankFen = addFen(bankFen, sumOf(openInBooks))
  const { name, bank, lastDigits, division } = account
  const isStated = statedUntil >= until
  const signed = papers.signed.findLast(
    (one) => one.month === month && one.booksFen === booksFen && one.bankFen === bankFen,
  )
  return {
    ...reflectedAt(model, sequence),
    ...{ bankAccount, name, bank, lastDigits, division, month, until, statedUntil },
    status: !isStated ? 'not-stated' : adjustedBooksFen === adjustedBankFen ? 'agrees' : 'differs',
    ...{ reconciliation: signed?.id ?? null, madeBy: signed?.made ?? null, checkedBy: signed?.checked ?? null },
    ...{ booksFen, receivedByBank: came(lines), paidByBank: left(lines), adjustedBooksFen },
    ...{ bankFen, receivedInBooks: came(openInBooks), paidInBooks: left(openInBooks), adjustedBankFen },
    differenceFen: subtractFen(adjustedBankFen, adjustedBooksFen),
  }
}

function* eventsOf({ generation, source }: QueryContext, stream: string, through: number) {
  for (const sequence of generation.references.candidates(stream, { after: 0, through })) {
    const event = readEventAt(source, sequence)
    if (event.stream === stream) yield toProjected(event)
  }
}

function papersUntil({ statements, lines, ...papers }: BankPapers, until: string): BankPapers {
  return {
    statements: statements.filter(({ from }) => from <= until),
    lines: lines
      .filter(({ day }) => day <= until)
      .map(({ reference, day, amountFen }) => ({ reference, day, amountFen })),
    ...papers,
  }
}

/** What the books moved on the account, an event each, by the end of that day as it is known then. */
function movementsOn(
  { generation: { model }, source }: QueryContext,
  bankAccount: string,
  { sequence, until }: { readonly sequence: number; readonly until: string },
): Moved[] {
  const rows = model
    .prepare(`SELECT t.entry >> 16 AS sequence, t.date, sum(t.amount) AS fen FROM posting_account a
      JOIN posting_tally t ON t.account = a.id WHERE a.account = 'bank' AND a.bankAccount = ? AND t.entry < ? AND t.date <= ?
      GROUP BY 1 HAVING fen <> 0 ORDER BY t.date, 1`)
    .all(bankAccount, entryOf(sequence + 1, 0), until)
  const events = readEvents(
    source,
    rows.map((row) => Number(row.sequence)),
  )
  return rows.flatMap((row) => {
    const event = events.get(Number(row.sequence))
    if (!event) throw new Error(`the ledger has no event ${row.sequence}`)
    const { stream, version, type, data } = event
    const ends = (data as { readonly identified?: string }).identified
    const of = { day: String(row.date), event: `${stream}.${version}`, amountFen: Number(row.fen) }
    return { ...of, type: type as EventType, ends }
  })
}

/** An identification and what ended it come to nothing on the account: the bank has no line for either. */
function withoutEnded(movements: readonly Moved[]): Moved[] {
  const ended = new Set(movements.map(({ ends }) => ends))
  const events = new Set(movements.map(({ event }) => event))
  return movements.filter(({ event, ends }) => !ended.has(event) && !(ends !== undefined && events.has(ends)))
}

/** Matched by the end of the month: nothing of the match lies behind it. */
function settledBy({ lines, matches }: BankPapers, movements: readonly Moved[]) {
  const known = new Set([...lines.map(({ reference }) => `line ${reference}`), ...movements.map(({ event }) => event)])
  const settled = new Set<string>()
  for (const match of matches) {
    const all = [...match.lines.map((reference) => `line ${reference}`), ...match.movements]
    if (all.every((one) => known.has(one))) for (const one of all) settled.add(one)
  }
  return {
    isMatchedLine: (reference: string) => settled.has(`line ${reference}`),
    isMatchedMovement: (event: string) => settled.has(event),
  }
}

function came<One extends { readonly amountFen: number }>(all: readonly One[]): One[] {
  return all.filter(({ amountFen }) => amountFen > 0)
}

function left<One extends { readonly amountFen: number }>(all: readonly One[]): One[] {
  return all.filter(({ amountFen }) => amountFen < 0)
}
