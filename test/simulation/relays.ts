import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { EventTopic } from '@welfare/messaging/port.ts'
import { createRelay } from '@welfare/messaging/relay.ts'
import { createStoreSource } from '@welfare/messaging/relay-source.ts'
import { createLease } from './simulated-lease.ts'
import type { SimulatedLedger } from './simulated-ledger.ts'
import { type Machine, startMachine } from './simulated-process.ts'
import { connectToStore, type SimulatedStore } from './simulated-store.ts'
import { connectToTopic, type SimulatedTopic } from './simulated-topic.ts'

export type Relay = ReturnType<typeof createRelay>

/** Two machines with the real relay; one has the lease. At times the other gets it before the first has noticed. */
export function startRelays(
  simulated: SimulatedLedger,
  store: SimulatedStore,
  topic: SimulatedTopic,
  closeLater: (close: () => void) => void,
  tamperWith: (topic: EventTopic, log: readonly SequencedEvent[]) => EventTopic = (kept) => kept,
): Machine<Relay>[] {
  const leaseOf = createLease(simulated, 'the relay')
  return ['relay-1', 'relay-2'].map((name) =>
    startMachine(
      simulated,
      name,
      (process) => {
        const relay = createRelay({
          source: createStoreSource(connectToStore(simulated, store, process)),
          openTopic: async () => tamperWith(connectToTopic(simulated, topic, process), store.log),
          lease: leaseOf(process),
          limits: { batchSize: 5 },
          delay: process.delay,
          onFailure: (error) => simulated.trace(name, 'fails', error instanceof Error ? error.message : String(error)),
        })
        relay.start()
        // Of a crashed relay, too: Node keeps signals made of others for as long as somebody listens to them.
        closeLater(() => void relay.stop())
        return relay
      },
      { mayCrash: true, mayLoseDisk: false },
    ),
  )
}
