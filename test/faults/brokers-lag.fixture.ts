import { setTimeout as delay } from 'node:timers/promises'

export interface LagWatch {
  /** Events recorded and not counted, at most. */
  readonly events: number
  /** From when an event was seen recorded until it was seen counted, at most. */
  readonly ms: number
  stop(): Promise<void>
}

const LOOK_MS = 200

/** Looks again and again at how far the last consumer is behind the store. */
export function watchLag(readHead: () => Promise<number>, readCounted: () => number): LagWatch {
  let isOver = false
  let [events, ms] = [0, 0]
  const watching = watch()
  watching.catch(() => undefined)
  return {
    get events() {
      return events
    },
    get ms() {
      return ms
    },
    async stop() {
      isOver = true
      await watching
    },
  }

  async function watch(): Promise<void> {
    let open: { readonly head: number; readonly atMs: number }[] = []
    for (; !isOver; await delay(LOOK_MS)) {
      const [head, atMs] = [await readHead(), performance.now()]
      const counted = readCounted()
      events = Math.max(events, head - counted)
      open.push({ head, atMs })
      for (const seen of open) ms = Math.max(ms, performance.now() - seen.atMs)
      open = open.filter((seen) => seen.head > counted)
    }
  }
}
