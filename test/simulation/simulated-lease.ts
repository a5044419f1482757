import type { SimulatedLedger } from './simulated-ledger.ts'
import type { SimulatedProcess } from './simulated-process.ts'

interface Candidate {
  readonly process: SimulatedProcess
  readonly grant: () => void
}

/** Held by one at a time; by another as soon as the first has crashed, or seems to have: then the first still works, and learns of it late. */
export interface SimulatedLease {
  hold(signal: AbortSignal, onHeld: (held: AbortSignal, isCurrent: () => boolean) => Promise<void>): Promise<void>
}

export function createLease(simulated: SimulatedLedger, name: string): (process: SimulatedProcess) => SimulatedLease {
  let holder: Candidate | undefined
  let candidates: Candidate[] = []

  const grantNext = (): void => {
    candidates = candidates.filter(({ process }) => process.isAlive)
    const next = holder === undefined ? candidates.shift() : undefined
    if (!next) return
    holder = next
    simulated.trace(next.process.name, 'holds', name)
    next.grant()
  }
  const expire = (of: Candidate | undefined): void => {
    if (of === undefined || holder !== of) return
    holder = undefined
    grantNext()
  }
  return (process) => ({
    async hold(signal, onHeld) {
      let mine: Candidate | undefined
      process.onCrash(() => simulated.time.plan(simulated.random.between(50, 200), () => expire(mine)))
      while (!signal.aborted) {
        const held = new AbortController()
        signal.addEventListener('abort', () => held.abort())
        await new Promise<void>((resolve) => {
          mine = { process, grant: () => process.later(1, resolve) }
          candidates.push(mine)
          grantNext()
        })
        if (simulated.strikes('stolenLease')) {
          const isLostAfterMs = simulated.random.between(50, 600)
          const lost = mine
          simulated.time.plan(isLostAfterMs, () => expire(lost))
          process.later(isLostAfterMs + simulated.random.between(0, 600), () => held.abort())
        }
        const holding = mine
        try {
          await onHeld(held.signal, () => holder === holding)
        } finally {
          expire(holding)
        }
      }
    },
  })
}
