import type { JournalLeg } from '../journal/journal.contract.ts'
import type { StampedAnswer } from '../queries.ts'
import type { BookDirectory } from './directory.queries.ts'

/** What an export reflects, and is stamped with. */
export type BookStamp = Omit<JournalPage, 'legs' | 'sums' | 'nextCursor'>
type JournalPage = Exclude<StampedAnswer<'journal'>, { readonly code: string }>

/** A leg of the journal; in the books of one union also the other side of it. */
export interface BookLeg extends JournalLeg {
  /** Number of the subject where the posting account does not say it. */
  readonly subject?: string
}

/** One event with its legs. */
export interface BookEntry {
  readonly sequence: number
  readonly legs: readonly BookLeg[]
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
