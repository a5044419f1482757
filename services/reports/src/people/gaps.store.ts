import { STILL_OPEN } from '../read-model/read-model.schema.ts'
import type { ReadModel } from '../read-model/read-model.store.ts'

export interface Gap {
  readonly kind: 'people' | 'sites'
  readonly programme: string
  /** A window of people, a round of sites. */
  readonly window: string
  /** The worker or the site. */
  readonly subject: string
  readonly reason: string
  readonly employer: string
  readonly division: string
  readonly trade: string
  /** JSON. */
  readonly facts: string
  /** Looked at on a day from this one on, */
  readonly fromDay: string
  /** and before this one. */
  readonly untilDay: string
  /** The event since which it has been so. */
  readonly since: number
}

/**
 * Who or which site is missing, each as an interval of days within an interval of sequences: the list of any day, as known at any moment, can
 * be had. Ids only ever grow.
 */
export interface Gaps {
  open(gap: Gap, sequence: number): number
  /** It was a gap up to, not with, `sequence`. */
  close(id: number, sequence: number): void
  forget(): void
}

export function createGaps(model: ReadModel): Gaps {
  const insert = model.prepare('INSERT INTO gap VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const end = model.prepare('UPDATE gap SET until_sequence = ? WHERE id = ?')
  const lastId = model.prepare('SELECT coalesce(max(id), 0) AS id FROM gap')
  let nextId: number | undefined
  return {
    open(gap, sequence) {
      const id = nextId ?? Number(lastId.get()?.id) + 1
      nextId = id + 1
      const { kind, programme, window, subject, reason, employer, division, trade, facts, fromDay, untilDay, since } =
        gap
      const place = [employer, division, trade]
      insert.run(
        ...[id, kind, programme, window, subject, reason, ...place, facts, fromDay, untilDay, since],
        sequence,
        STILL_OPEN,
      )
      return id
    },
    close: (id, sequence) => void end.run(sequence, id),
    forget() {
      nextId = undefined
    },
  }
}
