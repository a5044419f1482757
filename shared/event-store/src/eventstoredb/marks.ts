import type { JsonObject } from '../decider/decider.ts'
import { derivedUuid } from '../derived-id.ts'
import { eventStoreDbLimits } from '../limits.ts'
import { compareStorePlaces, type StorePlace } from '../position-token.ts'
import type { AppendLane } from './append-lane.ts'
import type { LedgerHeader, LedgerNames } from './ledger-header.ts'
import type { Anchor } from './ledger-positions.ts'
import type { LedgerReader } from './ledger-reader.ts'
import { parseObject, type ReadEvent, UnreadableEventError } from './stored-event.ts'

/**
 * Where every 10,000th event of the ledger lies, kept on the server itself in a stream outside of the ledger's. Counting past one writes
 * it: its content and id follow from the ledger and its number, so that any number of counters agree.
 */
export interface Marks {
  /** The last one. */
  findLast(): Promise<Anchor | undefined>
  /** The last one up to a sequence, or a place. */
  findUpTo(bound: { readonly sequence: number } | { readonly place: StorePlace }): Promise<Anchor | undefined>
  /** Written in the background, in order; one that cannot be written now is written along with the next. */
  note(anchor: Anchor): void
  /** Resolves when nothing is being written. */
  settled(): Promise<void>
}

export function createMarks(
  reader: LedgerReader,
  lane: AppendLane,
  { marks: stream }: LedgerNames,
  { ledger, markEvery }: Pick<LedgerHeader, 'ledger' | 'markEvery'>,
): Marks {
  /** Marks known to be on the server. */
  let known = 0
  const waiting: Anchor[] = []
  let writing: Promise<void> | undefined

  const read = async (version: number | 'last'): Promise<Anchor | undefined> => {
    const found = await reader.readRaw(stream, version)
    if (found === undefined) return undefined
    const anchor = toAnchor(found, stream)
    known = Math.max(known, anchor.sequence / markEvery)
    return anchor
  }
  /** The last mark of which `isWithin` is true; it is true up to some mark and of none after it. */
  const findLastWithin = async (isWithin: (mark: Anchor) => boolean): Promise<Anchor | undefined> => {
    let [low, high] = [0, known]
    let found: Anchor | undefined
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      const mark = await read(middle)
      if (mark !== undefined && isWithin(mark)) {
        low = middle
        found = mark
      } else {
        high = middle - 1
      }
    }
    return found
  }

  const write = async (): Promise<void> => {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      const number = next.sequence / markEvery
      if (number > known) {
        const data: JsonObject = { sequence: next.sequence, ...toText(next.place) }
        const id = derivedUuid('ledger-mark', ledger, number)
        const event = { id, type: 'LedgerCounted', data: JSON.stringify(data), envelope: '{}' }
        const { attemptMs } = eventStoreDbLimits
        const answer = await lane.send({ stream, expectedVersion: number - 1, events: [event] }, attemptMs)
        if (answer.kind !== 'stored' && !(answer.kind === 'conflict' && answer.actualVersion >= number)) return
        known = number
      }
      waiting.shift()
    }
  }

  return {
    findLast: () => read('last'),
    findUpTo: async (bound) => {
      if (known === 0) return undefined
      if ('place' in bound) return findLastWithin(({ place }) => compareStorePlaces(place, bound.place) <= 0)
      const number = Math.min(Math.floor(bound.sequence / markEvery), known)
      return number === 0 ? undefined : read(number)
    },
    note: (anchor) => {
      const isNext = anchor.sequence === (known + waiting.length + 1) * markEvery
      if (isNext && waiting.length < eventStoreDbLimits.maxAnchors) waiting.push(anchor)
      // A mark that is not written costs the next count some reading; the ledger itself is whole without.
      if (waiting.length > 0) {
        writing ??= write()
          .catch(() => undefined)
          .finally(() => {
            writing = undefined
          })
      }
    },
    settled: async () => {
      await writing
    },
  }
}

function toText({ commit, prepare }: StorePlace): { readonly commit: string; readonly prepare: string } {
  return { commit: String(commit), prepare: String(prepare) }
}

function toAnchor(read: ReadEvent, stream: string): Anchor {
  const { sequence, commit, prepare } = parseObject(read.getEvent()?.getData_asU8() ?? new Uint8Array())
  if (typeof sequence !== 'number' || typeof commit !== 'string' || typeof prepare !== 'string') {
    throw new UnreadableEventError(`an event of ${stream} is no mark of a ledger`)
  }
  return { sequence, place: { commit: BigInt(commit), prepare: BigInt(prepare) } }
}
