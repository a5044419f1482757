import type { Position, SequencedEvent } from '@welfare/event-store/port.ts'
import { confirmPosition, sequenceOf, type TopicIdentity } from './kafka-feed-records.ts'

export type OnBatch = (events: readonly SequencedEvent[]) => Promise<void>

/** Somebody who follows, and how far that is. */
export interface Follower {
  /** The sequence behind which the next event is to be given. */
  readonly last: number
  /** What comes after `last`, in order, not empty. Resolves when it is handled. @throws what the handler did, InvalidPositionError */
  give(events: readonly SequencedEvent[]): Promise<void>
}

/**
 * Follows after sequence `last`. With `unconfirmed` the event after `last` is the one that the follower has seen: it is not given to the
 * handler, but held against that position, so that nobody goes on from an event that this topic never had.
 */
export function createFollower(
  identity: TopicIdentity,
  start: { readonly last: number; readonly unconfirmed: Position | undefined },
  onBatch: OnBatch,
): Follower {
  let { last, unconfirmed } = start
  return {
    get last() {
      return last
    },
    async give(events) {
      const [first] = events
      const isSeen = unconfirmed !== undefined && first !== undefined
      if (isSeen) {
        confirmPosition(identity, unconfirmed ?? first.position, first)
        unconfirmed = undefined
        last = first.sequence
      }
      const rest = isSeen ? events.slice(1) : events
      const end = rest.at(-1)
      if (end === undefined) return
      await onBatch(rest)
      last = end.sequence
    },
  }
}

/** @throws InvalidPositionError where the topic cannot hold that position */
export function startAfter(identity: TopicIdentity, after: Position | undefined) {
  const seen = sequenceOf(identity, after)
  return { last: Math.max(0, seen - 1), unconfirmed: after }
}

/** Handling takes as long as it takes: meanwhile the group hears that we live. What it answers is told by the next heartbeat. */
export async function whileBeating(
  heartbeat: () => Promise<void>,
  everyMs: number,
  handle: () => Promise<void>,
): Promise<void> {
  const beating = setInterval(() => void heartbeat().catch(() => undefined), everyMs)
  try {
    await handle()
  } finally {
    clearInterval(beating)
  }
}
