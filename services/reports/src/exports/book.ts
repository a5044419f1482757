import { type Scope, scopeHoldsDivision } from '@welfare/contracts/authority.ts'
import { addFen, subtractFen } from '@welfare/contracts/money.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import type { JournalLeg, WholeJournalQuery } from '../journal/journal.contract.ts'
import { projectionLimits } from '../limits.ts'
import { isRefusal, refusal } from '../query-context.ts'
import type { ReportQueries } from '../report-route.ts'
import type { Book, BookEntry } from './book-entry.ts'
import { bookOfUnion } from './union-book.ts'

export async function openBook(
  service: Pick<ReportQueries, 'ask'>,
  { after, union, ...filters }: WholeJournalQuery & { readonly union?: string | undefined },
  { scope, signal }: { readonly scope: Scope; readonly signal: AbortSignal },
): Promise<Book | Problem | Refusal> {
  const { exportPageSize: limit } = projectionLimits
  const params = union === undefined ? { ...filters, scope, limit } : { ...filters, account: 'bank' as const, limit }
  const first = await service.ask('journal', params, { after, signal })
  if (isProblem(first) || isRefusal(first)) return first
  const { legs: _, nextCursor: __, ...stamp } = first
  const wanted = { at: String(first.sequence), withCash: union !== undefined }
  const named = await service.ask('directory', wanted, { signal })
  if (isProblem(named) || isRefusal(named)) return named
  const { directory } = named
  if (union === undefined) return { stamp, directory, entries: readEntries(params, first) }
  const isKnown = [...directory.bankAccounts.values(), ...directory.payers.values()].some(
    ({ division }) => division === union,
  )
  if (!isKnown || !mayRead(scope, union)) return refusal('union-unknown', { division: union })
  const ofPayers = { ...params, account: 'quota' as const, at: String(first.sequence) }
  const paid = await service.ask('journal', ofPayers, { signal })
  if (isProblem(paid) || isRefusal(paid)) return paid
  const entries = inOneOrder(readEntries(params, first), readEntries(ofPayers, paid))
  return bookOfUnion({ stamp, directory, entries }, union)

  async function* readEntries(params: Asked, { legs, nextCursor }: Page): AsyncIterable<BookEntry> {
    let begun: JournalLeg[] = []
    let page = { legs, nextCursor }
    while (true) {
      for (const leg of page.legs) {
        if (begun[0] && begun[0].sequence !== leg.sequence) {
          yield toEntry(begun)
          begun = []
        }
        begun.push(leg)
      }
      if (page.nextCursor === null || signal.aborted) break
      const next = await service.ask('journal', { ...params, cursor: page.nextCursor }, { signal })
      if (isProblem(next) || isRefusal(next)) throw new Error(`the export broke off: ${next.code}`)
      page = next
    }
    if (begun.length > 0) yield toEntry(begun)
  }
}

interface Page {
  readonly legs: JournalLeg[]
  readonly nextCursor: string | null
}
type Asked = WholeJournalQuery & { readonly limit: number }

/** By sequence: nothing moves both at a bank and elsewhere. */
async function* inOneOrder(...all: readonly AsyncIterable<BookEntry>[]): AsyncIterable<BookEntry> {
  const open = all.map((entries) => entries[Symbol.asyncIterator]())
  const heads = await Promise.all(open.map((entries) => entries.next()))
  while (true) {
    const sequences = heads.map((head) => (head.done ? Number.POSITIVE_INFINITY : head.value.sequence))
    const index = sequences.indexOf(Math.min(...sequences))
    const head = heads[index]
    if (!head || head.done) return
    yield head.value
    heads[index] = (await open[index]?.next()) ?? { done: true, value: undefined }
  }
}

/** All of its accounts: not for who is bound to programmes or merchants. */
function mayRead(scope: Scope, union: string): boolean {
  return scope.programmes === undefined && scope.merchants === undefined && scopeHoldsDivision(scope, union)
}

function toEntry(legs: readonly JournalLeg[]): BookEntry {
  const sums = new Map<string, { book: JournalLeg['book']; commodity: string; amount: number }>()
  for (const { book, commodity, amount } of legs) {
    const key = `${book} ${commodity}`
    const sum = sums.get(key) ?? { book, commodity, amount: 0 }
    sums.set(key, { ...sum, amount: addFen(sum.amount, amount) })
  }
  return {
    sequence: legs[0]?.sequence ?? 0,
    legs,
    outside: [...sums.values()]
      .filter(({ amount }) => amount !== 0)
      .map((sum) => ({ ...sum, amount: subtractFen(0, sum.amount) })),
  }
}
