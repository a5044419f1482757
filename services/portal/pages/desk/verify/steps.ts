export const stepNames = ['signature', 'entries', 'tiles', 'root', 'archive', 'kept'] as const
export type StepName = (typeof stepNames)[number]

/** What was checked, how much of it, and how long it took. */
export interface Step {
  readonly name: StepName
  /** `none`: there was nothing to check it with. */
  readonly outcome: 'holds' | 'broken' | 'none'
  readonly count: number
  readonly tookMs: number
  readonly faults: readonly Fault[]
}

/** What does not fit; of an event, its sequence. */
interface Fault {
  readonly code:
    | 'not-a-checkpoint'
    | 'not-signed'
    | 'unreadable'
    | 'not-given'
    | 'other-leaf'
    | 'other-sequence'
    | 'other-tile'
    | 'other-root'
    | 'shorter'
  readonly sequence?: number
  readonly where?: string
}

/** One broken byte leads to many. */
const KEPT_FAULTS = 20

/** A step that is being taken. */
export interface Timed {
  add(count: number): void
  count(): number
  fault(fault: Fault): void
  end(): Step
}

export function timed(name: StepName): Timed {
  const startedAt = performance.now()
  const faults: Fault[] = []
  let count = 0
  return {
    add(more) {
      count += more
    },
    count: () => count,
    fault(fault) {
      if (faults.length < KEPT_FAULTS) faults.push(fault)
    },
    end() {
      const outcome = faults.length > 0 ? 'broken' : count === 0 ? 'none' : 'holds'
      return { name, outcome, count, tookMs: Math.round(performance.now() - startedAt), faults }
    },
  }
}
