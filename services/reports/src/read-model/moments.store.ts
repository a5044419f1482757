import { POSTING_RULES_VERSION } from '@welfare/contracts/postings.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { ReadModel } from './read-model.store.ts'

/** What a question is about: the ledger as known through `sequence` and, with `day`, only what had happened by the end of that day. */
export interface Moment {
  readonly sequence: number
  readonly day?: string | undefined
}

/** What an answer reflects. `recordedAt` is the running maximum up to `sequence`; null before the first event. */
export interface Reflected {
  readonly ledger: string
  readonly epoch: number
  readonly sequence: number
  readonly recordedAt: string | null
  readonly postingRulesVersion: number
}

/** How time and sequence belong together: a row for each instant at which something was recorded. */
export interface Moments {
  record(event: SequencedEvent): void
  flush(): void
  forget(): void
}

export function createMoments(model: ReadModel): Moments {
  const last = model.prepare('SELECT recorded_ms AS ms FROM moment ORDER BY recorded_ms DESC LIMIT 1')
  const save = model.prepare(`INSERT INTO moment VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET sequence = excluded.sequence, epoch = excluded.epoch`)
  let maximumMs: number | undefined
  let pending: { ms: number; sequence: number; epoch: number } | undefined

  const flush = (): void => {
    if (pending) save.run(pending.ms, pending.sequence, pending.epoch)
    pending = undefined
  }
  return {
    record(event) {
      maximumMs ??= Number(last.get()?.ms ?? 0)
      const ms = Math.max(maximumMs, Date.parse(event.recordedAt))
      if (pending && pending.ms !== ms) flush()
      pending = { ms, sequence: event.sequence, epoch: event.epoch }
      maximumMs = ms
    },
    flush,
    forget() {
      pending = undefined
      maximumMs = undefined
    },
  }
}

/** `at`: a sequence, or an RFC 3339 time; a time in the future is now. */
interface Asked {
  readonly at?: string | undefined
  readonly effective?: string | undefined
}

export function resolveMoment(model: ReadModel, { at, effective }: Asked): Moment | Refusal<'sequence-not-reached'> {
  const head = model.checkpoint().sequence
  if (at === undefined) return { sequence: head, day: effective }
  if (!/^[0-9]+$/.test(at)) return { sequence: sequenceAt(model, Date.parse(at)), day: effective }
  const sequence = Number(at)
  if (sequence <= head) return { sequence, day: effective }
  return { code: 'sequence-not-reached', facts: { asked: sequence, reached: head } }
}

/** The day on which an answer is looked at: the one that is asked for, that of the past moment, or today. */
export function lookedAtOn({ at, effective }: Asked, { recordedAt }: Reflected, today: string): string {
  if (effective !== undefined) return effective
  const recordedOn = recordedAt === null ? today : shanghaiDay(new Date(recordedAt))
  // Never before what was recorded, by whatever clock.
  const now = recordedOn > today ? recordedOn : today
  if (at === undefined) return now
  const day = /^[0-9]+$/.test(at) ? recordedOn : shanghaiDay(new Date(at))
  return day < now ? day : now
}

function sequenceAt(model: ReadModel, ms: number): number {
  const row = model
    .prepare('SELECT sequence FROM moment WHERE recorded_ms <= ? ORDER BY recorded_ms DESC LIMIT 1')
    .get(ms)
  return Number(row?.sequence ?? 0)
}

export function reflectedAt(model: ReadModel, sequence: number): Reflected {
  const row = model
    .prepare('SELECT recorded_ms AS ms, epoch FROM moment WHERE sequence >= ? ORDER BY sequence LIMIT 1')
    .get(sequence) as { ms: number; epoch: number } | undefined
  const isBefore = sequence === 0 || !row
  return {
    ledger: model.ledger,
    epoch: isBefore ? model.epoch : row.epoch,
    sequence,
    recordedAt: isBefore ? null : new Date(row.ms).toISOString(),
    postingRulesVersion: POSTING_RULES_VERSION,
  }
}
