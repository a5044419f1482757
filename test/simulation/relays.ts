import type { EventTopic } from '@welfare/messaging/port.ts'
import { createRelay, type RelayLease } from '@welfare/messaging/relay.ts'
import { createStoreSource } from '@welfare/messaging/relay-source.ts'
import { type Machine, type SimulatedProcess, startMachine } from './simulated-process.ts'
import { connectToStore, type SimulatedStore } from './simulated-store.ts'
import { connectToTopic, type SimulatedTopic } from './simulated-topic.ts'
import type { World } from './world.ts'

export type Relay = ReturnType<typeof createRelay>

/** Two machines with the real relay; one has the lease. At times the other gets it before the first has noticed. */
export function startRelays(
  world: World,
  store: SimulatedStore,
  topic: SimulatedTopic,
  tamperWith: (topic: EventTopic) => EventTopic = (kept) => kept,
): Machine<Relay>[] {
  const leaseOf = createLease(world)
  return ['relay-1', 'relay-2'].map((name) =>
    startMachine(
      world,
      name,
      (process) => {
        const relay = createRelay({
          source: createStoreSource(connectToStore(world, store, process)),
          openTopic: async () => tamperWith(connectToTopic(world, topic, process)),
          lease: leaseOf(process),
          limits: { batchSize: 5 },
          delay: process.delay,
          onFailure: (error) => world.trace(name, 'fails', error instanceof Error ? error.message : String(error)),
        })
        relay.start()
        return relay
      },
      { mayCrash: true, mayLoseDisk: false },
    ),
  )
}

interface Candidate {
  readonly process: SimulatedProcess
  readonly grant: () => void
}

function createLease(world: World): (process: SimulatedProcess) => RelayLease {
  let holder: SimulatedProcess | undefined
  let candidates: Candidate[] = []

  const grantNext = (): void => {
    candidates = candidates.filter(({ process }) => process.isAlive)
    const next = holder === undefined ? candidates.shift() : undefined
    if (!next) return
    holder = next.process
    world.trace(next.process.name, 'has the lease')
    next.grant()
  }
  const expire = (of: SimulatedProcess): void => {
    if (holder !== of) return
    holder = undefined
    grantNext()
  }
  return (process) => ({
    async hold(signal, onHeld) {
      process.onCrash(() => world.time.plan(world.random.between(50, 200), () => expire(process)))
      while (!signal.aborted) {
        const held = new AbortController()
        await new Promise<void>((resolve) => {
          candidates.push({ process, grant: () => process.later(1, resolve) })
          grantNext()
        })
        if (world.strikes('stolenLease')) {
          const isLostAfterMs = world.random.between(50, 600)
          world.time.plan(isLostAfterMs, () => expire(process))
          process.later(isLostAfterMs + world.random.between(0, 600), () => held.abort())
        }
        await onHeld(held.signal)
      }
    },
  })
}
