import { setTimeout as delay } from 'node:timers/promises'

export interface LagWatch {
  /** Events recorded and not counted, at most. */
  readonly events: number
  /** From when an event was seen recorded until it was seen counted, at most. */
  readonly ms: number
  stop(): Promise<void>
}

const LOOK_MS = 200

/** Longer than a member's death may take. */
const STANDSTILL_MS = 5_000

/** Looks again and again at how far the last consumer is behind the store. */
export function watchLag(
  readHead: () => Promise<number>,
  readCounted: () => number,
  onMovedAgain: (afterMs: number) => void,
): LagWatch {
  let isOver = false
  let last = { counted: 0, atMs: performance.now() }
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
      if (counted > last.counted || counted === head) {
        if (counted > last.counted && atMs - last.atMs > STANDSTILL_MS) onMovedAgain(atMs - last.atMs)
        last = { counted, atMs }
      }
      events = Math.max(events, head - counted)
      open.push({ head, atMs })
      for (const seen of open) ms = Math.max(ms, performance.now() - seen.atMs)
      open = open.filter((seen) => seen.head > counted)
    }
  }
}
