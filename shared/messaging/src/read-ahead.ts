import type { SequencedEvent } from '@welfare/event-store/port.ts'

/** Events that were read and not yet sent: reading goes on while a batch is under way, up to `capacity` events and the batch that crosses it. */
export interface ReadAhead {
  /** Resolves when there is room for more, or nobody takes any more. */
  put(events: readonly SequencedEvent[]): Promise<void>
  /** What is there, up to `limit`; waits for the first. Empty: nothing comes any more. @throws what `end` was told */
  take(limit: number): Promise<readonly SequencedEvent[]>
  /** What is there is no longer wanted. With an error: reading failed. */
  end(error?: unknown): void
}

export function createReadAhead(capacity: number): ReadAhead {
  let waiting: SequencedEvent[] = []
  let ended: { readonly error: unknown } | undefined
  let onChange = Promise.withResolvers<void>()
  const changed = (): void => {
    onChange.resolve()
    onChange = Promise.withResolvers()
  }
  return {
    async put(events) {
      waiting.push(...events)
      changed()
      while (waiting.length >= capacity && !ended) await onChange.promise
    },
    async take(limit) {
      while (waiting.length === 0 && !ended) await onChange.promise
      if (ended?.error !== undefined) throw ended.error
      if (ended) return []
      const taken = waiting.slice(0, limit)
      waiting = waiting.slice(limit)
      changed()
      return taken
    },
    end(error) {
      ended ??= { error }
      changed()
    },
  }
}
