import type { Scope } from '@welfare/contracts/authority.ts'
import { addFen, subtractFen } from '@welfare/contracts/money.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import type { JournalLeg } from '../journal/journal.contract.ts'
import { projectionLimits } from '../limits.ts'
import type { StampedAnswer } from '../queries.ts'
import { isRefusal } from '../query-context.ts'
import type { ReportQueries } from '../report-route.ts'
import type { BookDirectory } from './directory.queries.ts'
import type { BookQuery } from './exports.contract.ts'

/** What an export reflects, and is stamped with. */
export type BookStamp = Omit<JournalPage, 'legs' | 'sums' | 'nextCursor'>
type JournalPage = Exclude<StampedAnswer<'journal'>, { readonly code: string }>

/** One event with its legs. */
export interface BookEntry {
  readonly sequence: number
  readonly legs: readonly JournalLeg[]
  /**
   * What the legs that are shown miss to zero, by book and commodity: where a filter or the scope of the caller leaves legs out. Empty for
   * the whole journal.
   */
  readonly outside: readonly {
    readonly book: JournalLeg['book']
    readonly commodity: string
    readonly amount: number
  }[]
}

/** The journal by events, as of one moment. */
export interface Book {
  readonly stamp: BookStamp
  readonly directory: BookDirectory
  /** To be read once; ends early when the request is aborted. */
  readonly entries: AsyncIterable<BookEntry>
}

export async function openBook(
  service: Pick<ReportQueries, 'ask'>,
  { after, ...filters }: BookQuery,
  { scope, signal }: { readonly scope: Scope; readonly signal: AbortSignal },
): Promise<Book | Problem | Refusal> {
  const params = { ...filters, scope, limit: projectionLimits.exportPageSize }
  const first = await service.ask('journal', params, { after, signal })
  if (isProblem(first) || isRefusal(first)) return first
  const { legs, nextCursor, ...stamp } = first
  const named = await service.ask('directory', { at: String(first.sequence) }, { signal })
  if (isProblem(named) || isRefusal(named)) return named
  return { stamp, directory: named.directory, entries: readEntries() }

  async function* readEntries(): AsyncIterable<BookEntry> {
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
