import { END_OF_DAYS } from '../read-model/read-model.schema.ts'
import type { Gap, Gaps } from './gaps.store.ts'

/** What is missing, and why, from a day on; nothing where the reason is null. */
export interface GapAt {
  readonly day: string
  readonly reason: string | null
  readonly facts: string
}

/** The same, with the event since which it has been so, and the stored row. */
export interface GapSegment extends GapAt {
  readonly since: number
  readonly row: number | null
}

type Subject = Omit<Gap, 'reason' | 'facts' | 'fromDay' | 'untilDay' | 'since'>

/**
 * Brings the rows of one subject up to an event: what it says differently of some days ends with it, and what it says begins with it. Days
 * of which it says the same keep the event since which that has been so.
 */
export function changeGaps(
  gaps: Gaps,
  subject: Subject,
  { before, now, sequence }: { before: readonly GapSegment[]; now: readonly GapAt[]; sequence: number },
): GapSegment[] {
  const wanted = merge(before, now, sequence)
  const kept = new Set<number>()
  const segments = wanted.map((segment, index): GapSegment => {
    const same = before.findIndex((known, at) => isSame(known, segment) && endOf(before, at) === endOf(wanted, index))
    const row = before[same]?.row ?? null
    if (row !== null) kept.add(row)
    if (row !== null || segment.reason === null) return { ...segment, row }
    const { day, reason, facts, since } = segment
    return {
      ...segment,
      row: gaps.open({ ...subject, reason, facts, fromDay: day, untilDay: endOf(wanted, index), since }, sequence),
    }
  })
  for (const { row } of before) if (row !== null && !kept.has(row)) gaps.close(row, sequence)
  return segments
}

type Dated = Omit<GapSegment, 'row'>

function merge(before: readonly GapSegment[], now: readonly GapAt[], sequence: number): Dated[] {
  const days = [...new Set([...before, ...now].map(({ day }) => day))].sort()
  const merged: Dated[] = []
  for (const day of days) {
    const { reason, facts } = at(now, day) ?? nothing
    const known = at(before, day) ?? { ...nothing, since: 0 }
    // Who left has been missing since then, whatever becomes of the credit.
    const isAsBefore = known.reason === reason && (known.facts === facts || reason === 'left')
    const since = isAsBefore ? known.since : sequence
    const last = merged.at(-1)
    if (last?.reason === reason && last.facts === facts && last.since === since) continue
    merged.push({ day, reason, facts, since })
  }
  return merged
}

const nothing = { reason: null, facts: '{}' }

function at<Segment extends GapAt>(segments: readonly Segment[], day: string): Segment | undefined {
  return segments.findLast((segment) => segment.day <= day)
}

function endOf(segments: readonly { readonly day: string }[], index: number): string {
  return segments[index + 1]?.day ?? END_OF_DAYS
}

function isSame(a: Dated, b: Dated): boolean {
  return a.day === b.day && a.reason === b.reason && a.facts === b.facts && a.since === b.since
}
