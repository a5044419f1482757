import type { SimulatedProcess } from './simulated-process.ts'
import type { World } from './world.ts'

interface Candidate {
  readonly process: SimulatedProcess
  readonly grant: () => void
}

/** Held by one at a time; by another as soon as the first has crashed, or seems to have: then the first still works, and learns of it late. */
export interface SimulatedLease {
  hold(signal: AbortSignal, onHeld: (held: AbortSignal, isCurrent: () => boolean) => Promise<void>): Promise<void>
}

export function createLease(world: World, name: string): (process: SimulatedProcess) => SimulatedLease {
  let holder: Candidate | undefined
  let candidates: Candidate[] = []

  const grantNext = (): void => {
    candidates = candidates.filter(({ process }) => process.isAlive)
    const next = holder === undefined ? candidates.shift() : undefined
    if (!next) return
    holder = next
    world.trace(next.process.name, 'holds', name)
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
      process.onCrash(() => world.time.plan(world.random.between(50, 200), () => expire(mine)))
      while (!signal.aborted) {
        const held = new AbortController()
        signal.addEventListener('abort', () => held.abort())
        await new Promise<void>((resolve) => {
          mine = { process, grant: () => process.later(1, resolve) }
          candidates.push(mine)
          grantNext()
        })
        if (world.strikes('stolenLease')) {
          const isLostAfterMs = world.random.between(50, 600)
          const lost = mine
          world.time.plan(isLostAfterMs, () => expire(lost))
          process.later(isLostAfterMs + world.random.between(0, 600), () => held.abort())
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
