import { add, sum } from '../amounts.ts'
import { integerIn, type JsonObject, objectsIn, optionalTextIn, textIn, textsIn } from '../json.ts'
import type { Directory } from './directory.ts'
import type { Asked } from './moments.ts'
import type { Recomputation } from './recomputation.ts'

interface Item {
  /** Of the bank its reference, of the books the event. */
  readonly key: string
  readonly day: string
  readonly fen: number
  /** Of the books. */
  readonly type?: string
  /** Of the books: the identification that it ends. */
  readonly ends?: string | undefined
}
interface Statement {
  readonly from: string
  readonly until: string
  readonly openingFen: number
  readonly lines: Item[]
}

interface Signed {
  readonly part: string
  readonly data: JsonObject
  readonly made: JsonObject
  checked: JsonObject | null
}

/** `GET /v1/bank-reconciliation`: by crossing out whatever is matched by the end of the month, item by item. */
export function recomputeReconciliation({ query }: Asked, directory: Directory): Recomputation {
  const { bankAccount = '', month = '' } = query
  const until = lastDayOf(month)
  const statements = new Map<string, Statement>()
  const matches = new Map<string, readonly string[]>()
  const movements: Item[] = []
  const signed: Signed[] = []

  return {
    take({ event, date, legs }) {
      const { stream, version, type, data } = event
      const part = `${stream}.${version}`
      const moved = sum(
        legs.filter((leg) => leg.account === 'bank' && leg.bankAccount === bankAccount).map(({ amount }) => amount),
      )
      const ends = optionalTextIn(data, 'identified')
      if (moved !== 0 && date <= until) movements.push({ key: part, day: date, fen: moved, type, ends })
      if (stream !== bankAccount) return
      if (type === 'BankStatementImported') {
        const openingFen = integerIn(data, 'openingFen')
        statements.set(part, { from: textIn(data, 'from'), until: textIn(data, 'until'), openingFen, lines: [] })
      } else if (type === 'BankStatementLinesImported') {
        const all = objectsIn(data, 'lines').map((line) => ({
          ...{ key: textIn(line, 'reference'), day: textIn(line, 'day'), fen: integerIn(line, 'amountFen') },
        }))
        statements.get(textIn(data, 'bankStatement'))?.lines.push(...all)
      } else if (type === 'BankStatementWithdrawn') statements.delete(textIn(data, 'bankStatement'))
      else if (type === 'BankLinesMatched')
        matches.set(part, [...textsIn(data, 'lines').map((line) => `bank ${line}`), ...textsIn(data, 'movements')])
      else if (type === 'BankReconciliationSigned')
        signed.push({ part, data, made: { by: textIn(data, 'madeBy'), on: date }, checked: null })
      else if (type === 'BankReconciliationChecked') {
        const made = signed.find((one) => one.part === data.reconciliation)
        if (made) made.checked = { by: textIn(data, 'checkedBy'), on: date }
      } else if (type === 'BankMatchTakenBack') matches.delete(textIn(data, 'match'))
    },
    answer() {
      const facts = directory.bankAccounts.get(bankAccount)
      const begun = [...statements.values()].filter(({ from }) => from <= until)
      const lines = begun.flatMap((statement) => statement.lines).filter(({ day }) => day <= until)
      const openBank = new Map(lines.map((line) => [`bank ${line.key}`, line]))
      const openBooks = new Map(movements.map((movement) => [movement.key, movement]))
      for (const match of matches.values()) {
        if (!match.every((one) => openBank.has(one) || openBooks.has(one))) continue
        for (const one of match) if (!openBank.delete(one)) openBooks.delete(one)
      }
      for (const { key, ends } of movements)
        if (ends !== undefined && movements.some((one) => one.key === ends))
          for (const one of [key, ends]) openBooks.delete(one)
      const first = begun[0]
      for (const [key, { day, type }] of openBooks)
        if (day < (first?.from ?? '') || type === 'BankBalanceAssigned') openBooks.delete(key)
      const [atBank, inBooks] = [[...openBank.values()], [...openBooks.values()].sort(byDay)]
      const booksFen = sum(movements.map(({ fen }) => fen))
      const bankFen = add(first?.openingFen ?? 0, sum(lines.map(({ fen }) => fen)))
      const adjustedBooksFen = add(booksFen, sum(atBank.map(({ fen }) => fen)))
      const adjustedBankFen = add(bankFen, sum(inBooks.map(({ fen }) => fen)))
      const statedUntil = begun.at(-1)?.until ?? ''
      const agrees = adjustedBooksFen === adjustedBankFen ? 'agrees' : 'differs'
      const of = signed.findLast(
        ({ data }) => data.month === month && data.booksFen === booksFen && data.bankFen === bankFen,
      )
      return {
        ...{ reconciliation: of?.part ?? null, madeBy: of?.made ?? null, checkedBy: of?.checked ?? null },
        ...{ bankAccount, name: facts?.name ?? null, bank: facts?.bank ?? null },
        ...{ lastDigits: facts?.lastDigits ?? null, division: facts?.division ?? null },
        ...{ month, until, statedUntil, status: statedUntil < until ? 'not-stated' : agrees },
        ...{ booksFen, receivedByBank: ofBank(atBank, 1), paidByBank: ofBank(atBank, -1), adjustedBooksFen },
        ...{ bankFen, receivedInBooks: ofBooks(inBooks, 1), paidInBooks: ofBooks(inBooks, -1), adjustedBankFen },
        differenceFen: add(adjustedBankFen, -adjustedBooksFen),
      }
    },
  }
}

function lastDayOf(month: string): string {
  const days = [31, 30, 29, 28].map((day) => `${month}-${day}`)
  return days.find((day) => new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)) ?? month
}

function byDay(one: Item, other: Item): number {
  return one.day < other.day ? -1 : one.day > other.day ? 1 : 0
}

function ofBank(items: readonly Item[], sign: 1 | -1): JsonObject[] {
  return items.filter(({ fen }) => fen * sign > 0).map(({ key, day, fen }) => ({ reference: key, day, amountFen: fen }))
}

function ofBooks(items: readonly Item[], sign: 1 | -1): JsonObject[] {
  return items
    .filter(({ fen }) => fen * sign > 0)
    .map(({ key, day, fen, type = '' }) => ({ event: key, day, type, amountFen: fen }))
}
