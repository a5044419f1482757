import type { EventStore, Position, RecordedEvent, SequencedEvent, StreamName } from '../port.ts'
import { remoteLimits } from './remote-limits.ts'

/** Pages of events as text, the same ones made once: subscribers who live at the end of the log are all given one list by the store. */
export interface Pages {
  readStream(stream: StreamName, fromVersion: number, limit: number): Promise<string>
  readAll(after: Position | undefined, limit: number): Promise<string>
  /** As `readAll`, but waits until there is something, `signal` aborts, or for `waitMs`. */
  readNext(question: {
    readonly after: Position | undefined
    readonly limit: number
    readonly waitMs: number
    readonly signal: AbortSignal
  }): Promise<string>
}

export function createPages(store: Pick<EventStore, 'readAll' | 'readStream' | 'subscribe'>): Pages {
  const kept = new WeakMap<readonly SequencedEvent[], string>()

  const toKeptPage = (events: readonly SequencedEvent[], limit: number): string => {
    const known = kept.get(events)
    if (known !== undefined) return known
    const page = toPage(events, limit)
    kept.set(events, page)
    return page
  }

  return {
    readStream: async (stream, fromVersion, limit) => {
      const events: RecordedEvent[] = []
      for await (const event of store.readStream(stream, { fromVersion })) {
        events.push(event)
        if (events.length === limit) break
      }
      return toPage(events, limit)
    },
    readAll: async (after, limit) => toPage(await store.readAll({ after, limit }), limit),
    readNext: async ({ after, limit, waitMs, signal }) => {
      let next: readonly SequencedEvent[] = []
      const ending = new AbortController()
      const end = (): void => ending.abort()
      const timer = setTimeout(end, waitMs)
      signal.addEventListener('abort', end)
      if (signal.aborted) end()
      try {
        await store.subscribe({ after, signal: ending.signal, batchSize: limit }, async (events) => {
          next = events
          end()
        })
      } finally {
        clearTimeout(timer)
        signal.removeEventListener('abort', end)
      }
      return toKeptPage(next, limit)
    },
  }
}

/** As many of the events, one at least, as fit into a page. */
function toPage(events: readonly RecordedEvent[], limit: number): string {
  const texts: string[] = []
  let bytes = 0
  for (const event of events) {
    const text = JSON.stringify(event)
    bytes += Buffer.byteLength(text)
    if (texts.length > 0 && bytes > remoteLimits.bytesPerPage) break
    texts.push(text)
  }
  const more = texts.length < events.length || events.length >= limit
  return `{"events":[${texts.join(',')}],"more":${more}}`
}
