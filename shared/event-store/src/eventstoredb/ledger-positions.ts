import type { Position, SequencedEvent } from '../port.ts'
import {
  compareStorePlaces,
  formatLogPosition,
  invalidPosition,
  type PositionParts,
  parsePosition,
  type StorePlace,
} from '../position-token.ts'

export interface Epoch {
  readonly epoch: number
  /** Sequence of its first event. */
  readonly beginsAt: number
}

/** An event's place and its ordinal among the ledger's events; 0 with the place of the header, before which none can lie. */
export interface Anchor {
  readonly sequence: number
  readonly place: StorePlace
}

export interface CountedEvent {
  readonly event: SequencedEvent
  readonly at: Anchor
}

/** What positions of a ledger say, and which of them are its own. */
export interface LedgerPositions {
  readonly ledger: string
  readonly epoch: number
  epochOf(sequence: number): number
  /** With the sequence where it is known: in the global order. */
  toPosition(place: StorePlace, sequence?: number): Position
  /** @throws InvalidPositionError on what is none of this ledger and its epochs */
  parse(position: string): PositionParts
}

/**
 * @param boundaries the last event before each epoch but the first, in order: an event that is not counted is of the epoch after which
 * boundary it lies
 */
export function createLedgerPositions(
  ledger: string,
  epochs: readonly Epoch[],
  boundaries: readonly StorePlace[],
): LedgerPositions {
  const newestFirst = epochs.toReversed()
  const epoch = newestFirst[0]?.epoch ?? 1
  const prefixes = new Map(epochs.map((one) => [one.epoch, `${ledger}.${one.epoch}.`]))
  const epochOf = (sequence: number): number => newestFirst.find(({ beginsAt }) => sequence >= beginsAt)?.epoch ?? 1
  const epochAt = (place: StorePlace): number => {
    const passed = boundaries.filter((boundary) => compareStorePlaces(place, boundary) > 0).length
    return epochs[passed]?.epoch ?? epoch
  }
  const prefixOf = (of: number): string => prefixes.get(of) ?? `${ledger}.${of}.`

  return {
    ledger,
    epoch,
    epochOf,
    toPosition: (place, sequence) => {
      if (epochs.length === 1) return formatLogPosition(prefixOf(epoch), place, sequence)
      return formatLogPosition(prefixOf(sequence === undefined ? epochAt(place) : epochOf(sequence)), place, sequence)
    },
    parse: (position) => {
      const parts = parsePosition(position)
      const expected = parts.sequence === undefined ? undefined : epochOf(parts.sequence)
      if (parts.ledger !== ledger || !prefixes.has(parts.epoch) || (expected ?? parts.epoch) !== parts.epoch) {
        throw invalidPosition(position)
      }
      return parts
    },
  }
}
