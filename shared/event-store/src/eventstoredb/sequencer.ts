import { eventStoreDbLimits } from '../limits.ts'
import { compareStorePlaces, invalidPosition, type StorePlace } from '../position-token.ts'
import type { Anchor, LedgerPositions } from './ledger-positions.ts'
import type { LedgerReader } from './ledger-reader.ts'
import type { Marks } from './marks.ts'
import type { ReadEvent } from './stored-event.ts'

/** Counts the ledger's events: the server knows where an event lies in its log, not the how many-th of the ledger it is. */
export interface Sequencer {
  /** What was counted elsewhere; neighbours in order, the last one is kept. */
  note(counted: readonly Anchor[]): void
  /** The last event of the ledger now. `read` is undefined where the ledger is empty. */
  findHead(): Promise<{ readonly at: Anchor; readonly read: ReadEvent | undefined }>
  /** The sequence of an event whose place is known; `undefined` where none lies there. Reads at most the way from one mark to the next. */
  count(place: StorePlace): Promise<Anchor | undefined>
  /** The place of the event of a sequence; `undefined` where there is none yet. */
  find(sequence: number): Promise<Anchor | undefined>
}

export function createSequencer(reader: LedgerReader, marks: Marks, start: Anchor, markEvery: number): Sequencer {
  const anchors = createAnchors(start)
  const noteOne = (anchor: Anchor): void => {
    if (anchor.sequence > 0 && anchor.sequence % markEvery === 0) marks.note(anchor)
  }

  return {
    note: (counted) => {
      const last = counted.at(-1)
      if (last === undefined) return
      anchors.add(last)
      const isPastMark = Math.floor(last.sequence / markEvery) * markEvery > last.sequence - counted.length
      if (isPastMark) for (const anchor of counted) noteOne(anchor)
    },
    findHead: async () => {
      let reached = anchors.lastWithin(() => true)
      if (reached.sequence === 0) reached = (await marks.findLast()) ?? reached
      let last: ReadEvent | undefined
      await reader.scan(reached, (at, read) => {
        reached = at
        last = read
        noteOne(at)
        return false
      })
      anchors.add(reached)
      return { at: reached, read: last }
    },
    count: async (place) => {
      const known = anchors.lastWithin((anchor) => compareStorePlaces(anchor.place, place) <= 0)
      const mark = await marks.findUpTo({ place })
      let found: Anchor | undefined
      await reader.scan(laterOf(known, mark), (at) => {
        const order = compareStorePlaces(at.place, place)
        if (order === 0) found = at
        return order >= 0
      })
      if (found !== undefined) anchors.add(found)
      return found
    },
    find: async (sequence) => {
      const known = anchors.lastWithin((anchor) => anchor.sequence <= sequence)
      const mark = known.sequence === sequence ? undefined : await marks.findUpTo({ sequence })
      let found: Anchor | undefined
      await reader.scan(laterOf(known, mark), (at) => {
        if (at.sequence === sequence) found = at
        return at.sequence >= sequence
      })
      if (found !== undefined) anchors.add(found)
      return found
    },
  }
}

/** Where a position stands, counted where it does not say so itself. @throws InvalidPositionError */
export async function locate(
  positions: LedgerPositions,
  sequencer: Sequencer,
  start: Anchor,
  position: string | undefined,
): Promise<Anchor> {
  if (position === undefined) return start
  const { epoch, sequence, log } = positions.parse(position)
  if (sequence !== undefined && log !== undefined) return { sequence, place: log }
  const found = log === undefined ? await sequencer.find(sequence ?? 0) : await sequencer.count(log)
  if (found === undefined || positions.epochOf(found.sequence) !== epoch) throw invalidPosition(position)
  return found
}

function laterOf(one: Anchor, other: Anchor | undefined): Anchor {
  return other !== undefined && other.sequence > one.sequence ? other : one
}

interface Anchors {
  add(anchor: Anchor): void
  /** `isWithin` is true up to some anchor, the start included, and of none after it. */
  lastWithin(isWithin: (anchor: Anchor) => boolean): Anchor
}

/** Known places in order; when there are too many, every second one goes. */
function createAnchors(start: Anchor): Anchors {
  let kept: Anchor[] = [start]
  const countWithin = (isWithin: (anchor: Anchor) => boolean): number => {
    let [low, high] = [0, kept.length]
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      const anchor = kept[middle]
      if (anchor !== undefined && isWithin(anchor)) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    add: (anchor) => {
      const index = countWithin(({ sequence }) => sequence <= anchor.sequence)
      if (kept[index - 1]?.sequence === anchor.sequence) return
      kept.splice(index, 0, anchor)
      if (kept.length <= eventStoreDbLimits.maxAnchors) return
      kept = kept.filter((_, at) => at % 2 === 0 || at === kept.length - 1)
    },
    lastWithin: (isWithin) => kept[countWithin(isWithin) - 1] ?? start,
  }
}
