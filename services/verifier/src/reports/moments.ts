import type { JsonObject } from '../json.ts'
import type { Reach } from './scope.ts'

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

const SHANGHAI_MS = 8 * 3_600_000

/** The later of two times; of the first event, its own. */
export function latestOf(before: string, recordedAt: string): string {
  return recordedAt > before ? recordedAt : before
}

/**
 * The day that the answer says it is looked at on: that of the question, else one that is not before the last event and not after the moment
 * that was asked for. Which day it was in between, no event tells; nor which before the first event.
 */
export function lookedAtOn({ query: { at }, day }: Asked, { day: found }: JsonObject, recordedAt: string): string {
  const first = day ?? dayOf(recordedAt)
  const isOpen = at === undefined || recordedAt === ''
  const last = day ?? (isOpen ? '9999-12-31' : /^\d+$/.test(at) ? first : dayOf(at))
  return typeof found === 'string' && found >= first && found <= last ? found : first
}

function dayOf(time: string): string {
  const ms = Date.parse(time)
  return Number.isNaN(ms) ? '' : new Date(ms + SHANGHAI_MS).toISOString().slice(0, 10)
}
