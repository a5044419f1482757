import type { Position, SequencedEvent } from '@welfare/event-store/port.ts'

/** The ledger's events in sequence order, to whoever follows. In-process: the store itself; distributed: one Kafka partition. */
export interface Feed {
  /**
   * Catches up, then stays live. One batch at a time, in sequence order, without gaps; a batch whose handler fails is
   * given again when the consumer follows anew from its own checkpoint. Resolves when `signal` aborts.
   */
  follow(
    options: { after?: Position | undefined; signal: AbortSignal; batchSize?: number },
    onBatch: (events: readonly SequencedEvent[]) => Promise<void>,
  ): Promise<void>
  /** Negative when `a` is before `b`. @throws InvalidPositionError on what the ledger never handed out */
  comparePositions(a: Position, b: Position): number
}
