import type { Position, SequencedEvent, SubscribeOptions } from '@welfare/event-store/port.ts'

/** The ledger's events in sequence order, to its followers. In-process: the store itself; distributed: one Kafka partition. */
export interface Feed {
  /**
   * Catches up, then stays live. One batch at a time, in sequence order, without gaps; a batch whose handler fails is
   * given again when the consumer follows again from its own checkpoint. Resolves when `signal` aborts.
   */
  follow(options: SubscribeOptions, onBatch: (events: readonly SequencedEvent[]) => Promise<void>): Promise<void>
  /** Negative when `a` is before `b`. @throws InvalidPositionError on what the ledger never handed out */
  comparePositions(a: Position, b: Position): number
}

/**
 * Where several instances do the same work, a feed that one of them is given at a time: competing consumers, by the name of what they do.
 * When that one stops or dies another goes on from what it finished; what was under way may be given again. Who gets the work back is not given
 * what others finished meanwhile: between two batches the sequence may leap, and only there.
 */
export type CompetingFeed = (group: string) => Feed

/** A topic that holds one epoch of a ledger in sequence order: what a relay writes, and what every feed outside the store's process reads. */
export interface EventTopic {
  /** The last event in the topic; undefined when it is empty. */
  tail(): Promise<SequencedEvent | undefined>
  /**
   * Resolves when the events are durable on enough brokers, in this order, after everything that was appended before. When it rejects the
   * outcome is unknown: all, some or none may be there, and the same events are to be appended again. Readers drop what they have seen.
   */
  append(events: readonly SequencedEvent[]): Promise<void>
  close(): Promise<void>
}
