import { derivedId } from '@welfare/event-store/derived-id.ts'
import type { ReadModel } from '../read-model/read-model.store.ts'

export const findingKinds = [
  'till-burst',
  'account-burst',
  'merchant-burst',
  'odd-hours',
  'two-places',
  'merchant-share',
  'same-paper',
  'same-slip',
  'late-by-account',
  'late-by-merchant',
  'two-hand-outs',
  'one-collector',
  'just-below-limit',
  'together-above-limit',
  'full-balances',
  'soon-after-issue',
  'held-in-both',
] as const
export type FindingKind = (typeof findingKinds)[number]

export interface NewFinding {
  readonly kind: FindingKind
  /** Tells it from others of its kind that the same event made: with kind and event its id, so that what makes it up never changes. */
  readonly subject: string
  /** '' where it is of none. */
  readonly programme: string
  readonly merchant: string
  readonly worker: string
  /** Where it lies. */
  readonly division: string
  /** What was seen when it was found, plain JSON. */
  readonly facts: object
  /** By which it was found; null where nothing is counted. */
  readonly thresholds: object | null
}

/** What somebody should look at, with the events that show it. A finding may go on with later events; it is never taken back. */
export interface Findings {
  /** @param sequence of the event with which it became one */
  open(finding: NewFinding, sequence: number, events: readonly number[]): number
  /** Adds an event to it. */
  extend(finding: number, sequence: number): void
  forget(): void
}

export function createFindings(model: ReadModel): Findings {
  const insert = model.prepare('INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const insertEvent = model.prepare('INSERT OR IGNORE INTO finding_event VALUES (?, ?)')
  const lastId = model.prepare('SELECT coalesce(max(id), 0) AS id FROM finding')
  let nextId: number | undefined
  return {
    open({ kind, subject, programme, merchant, worker, division, facts, thresholds }, sequence, events) {
      const id = nextId ?? Number(lastId.get()?.id) + 1
      nextId = id + 1
      const seen = [JSON.stringify(facts), JSON.stringify(thresholds)] as const
      const name = derivedId('finding', kind, subject, sequence)
      insert.run(id, name, sequence, kind, programme, merchant, worker, division, ...seen)
      for (const event of events) insertEvent.run(id, event)
      return id
    },
    extend: (finding, sequence) => void insertEvent.run(finding, sequence),
    forget() {
      nextId = undefined
    },
  }
}
