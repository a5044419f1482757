/** One thing that will happen, at its time; of two at the same time, the one planned first. */
interface Planned {
  readonly dueMs: number
  readonly order: number
  readonly happen: () => void
}

/**
 * Virtual time and the only scheduler of a run. Between two things that happen, everything that the first set going runs to its end:
 * what the code under test awaits is always something planned here.
 */
export interface SimulatedTime {
  readonly nowMs: number
  /** Things that have happened. */
  readonly steps: number
  plan(afterMs: number, happen: () => void): void
  /** @throws Error when nothing comes to rest within `mostSteps` */
  runUntilQuiet(mostSteps: number): Promise<void>
}

export function createSimulatedTime(): SimulatedTime {
  const heap: Planned[] = []
  let nowMs = 0
  let planned = 0
  let steps = 0
  return {
    get nowMs() {
      return nowMs
    },
    get steps() {
      return steps
    },
    plan(afterMs, happen) {
      pushPlanned(heap, { dueMs: nowMs + afterMs, order: planned++, happen })
    },
    async runUntilQuiet(mostSteps) {
      await everythingElse()
      for (let next = popPlanned(heap); next; next = popPlanned(heap)) {
        if (steps++ > mostSteps) throw new Error(`nothing came to rest within ${mostSteps} steps`)
        nowMs = next.dueMs
        next.happen()
        await everythingElse()
      }
    },
  }
}

/** Node runs the queue of `nextTick` when the queue of promises is empty: nothing is under way then but what is planned. */
export function everythingElse(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve))
}

function isBefore(a: Planned, b: Planned): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order)
}

function pushPlanned(heap: Planned[], item: Planned): void {
  let place = heap.length
  heap.push(item)
  while (place > 0) {
    const above = (place - 1) >> 1
    const parent = heap[above]
    if (!parent || !isBefore(item, parent)) break
    heap[place] = parent
    place = above
  }
  heap[place] = item
}

function popPlanned(heap: Planned[]): Planned | undefined {
  const first = heap[0]
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return first
  let place = 0
  for (;;) {
    let below = 2 * place + 1
    const [left, right] = [heap[below], heap[below + 1]]
    if (left === undefined) break
    const smaller = right !== undefined && isBefore(right, left) ? right : left
    if (smaller === right) below += 1
    if (!isBefore(smaller, last)) break
    heap[place] = smaller
    place = below
  }
  heap[place] = last
  return first
}
