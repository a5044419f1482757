import { createRandom, type Random } from './random.ts'
import { type DiskCabinet, openDiskCabinet } from './simulated-disk.ts'
import { createSimulatedTime, type SimulatedTime } from './simulated-time.ts'

/** How often things go wrong, as probabilities; all zero once the faults have stopped. */
export interface FaultRates {
  /** Of a message on its way, either way. */
  readonly dropped: number
  readonly doubled: number
  readonly late: number
  /** Of a process, each time something of its own is about to happen. */
  readonly crash: number
  readonly pause: number
  /** Of an answer of store and topic. */
  readonly overloaded: number
  readonly failed: number
  /** Of an append to the topic: all, some or none of it is there, and the answer is an error. */
  readonly torn: number
  /** Of a relay: another is given its lease before it has noticed. */
  readonly stolenLease: number
}

const noFaults: FaultRates = {
  ...{ dropped: 0, doubled: 0, late: 0, crash: 0, pause: 0, overloaded: 0, failed: 0, torn: 0 },
  stolenLease: 0,
}

/** What a run is made of: its time, its chance, what went wrong and what happened. */
export interface SimulatedLedger {
  readonly seed: number
  readonly time: SimulatedTime
  readonly random: Random
  readonly rates: FaultRates
  readonly disks: DiskCabinet
  /** True with the probability of that fault, which is then counted. */
  strikes(fault: keyof FaultRates): boolean
  stopFaults(): void
  /** What the clearing away leads to is no part of the run. */
  endTrace(): void
  readonly injected: Readonly<Record<keyof FaultRates, number>>
  trace(who: string, what: string, detail?: string | number): void
  /** Lines of what happened, for understanding a failure. */
  describeTrace(): string[]
}

export function createFixture(seed: number, faults: FaultRates): SimulatedLedger {
  const time = createSimulatedTime()
  const random = createRandom(seed)
  const entries: (readonly [number, string, string, string | number])[] = []
  const injected = { ...noFaults } as Record<keyof FaultRates, number>
  let rates = faults
  let isOver = false
  return {
    seed,
    time,
    random,
    get rates() {
      return rates
    },
    injected,
    disks: openDiskCabinet(),
    strikes(fault) {
      const rate = rates[fault]
      if (rate === 0 || !random.chance(rate)) return false
      injected[fault] += 1
      return true
    },
    stopFaults() {
      rates = noFaults
    },
    endTrace() {
      isOver = true
    },
    trace(who, what, detail = '') {
      if (!isOver) entries.push([time.nowMs, who, what, detail])
    },
    describeTrace: () => entries.map(([atMs, who, what, detail]) => `${atMs.toFixed(3)} ${who} ${what} ${detail}`),
  }
}
