import type { Reach } from './reach.ts'

/** What an answer is about: the ledger through a sequence and, with `day`, what had happened by the end of it. */
export interface Asked {
  readonly query: Readonly<Record<string, string>>
  readonly day: string | undefined
  /** Undefined: everything. */
  readonly reach: Reach | undefined
}

/** Is what happened on this date within what was asked for? */
export function counts({ day }: Asked, date: string): boolean {
  return day === undefined || date <= day
}
