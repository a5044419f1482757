import { type EventOf, eventCodec } from '@welfare/contracts/catalogue.ts'
import { type Leg, postingKey, postings } from '@welfare/contracts/postings.ts'
import type { Decider } from '@welfare/decider/decider.ts'
import type { ConsignmentCommand } from './consignment.commands.ts'
import { type ConsignmentEvent, consignmentDecider } from './consignment.decider.ts'
import type { DepotCommand } from './depot.commands.ts'
import { type DepotEvent, depotDecider } from './depot.decider.ts'
import { dispatchProcess } from './dispatch.process.ts'
import { goodsReturnProcess } from './goods-return.process.ts'

interface Recorded {
  readonly event: DepotEvent | ConsignmentEvent
  readonly stream: string
  readonly version: number
}

/** The room's deciders over plain memory, with the journal that their events make: for property tests. */
export function createWorld() {
  const log: Recorded[] = []
  const balances = new Map<string, { readonly leg: Leg; amount: number }>()
  const depots = createStreams(depotDecider, record)
  const consignments = createStreams(consignmentDecider, record)
  return {
    log,
    balances: () => [...balances.values()],
    depot: depots.stateOf,
    consignment: consignments.stateOf,
    atDepot: (stream: string, command: DepotCommand) => depots.execute(stream, command),
    atConsignment: (stream: string, command: ConsignmentCommand) => consignments.execute(stream, command),
    /** What the room's two processes make of one recorded event. @throws Error on a refusal, as the process manager does */
    deliver(recorded: Recorded): void {
      const { event } = recorded
      if (isOn(dispatchProcess.on, event)) {
        for (const { stream, command } of dispatchProcess.react(event, recorded)) {
          mustAccept(consignments.execute(stream, command))
        }
      } else if (isOn(goodsReturnProcess.on, event)) {
        for (const { stream, command } of goodsReturnProcess.react(event, recorded)) {
          mustAccept(depots.execute(stream, command))
        }
      }
    },
  }

  function record(recorded: Recorded): void {
    const { event, stream } = recorded
    // Through the stored form: what the schema would refuse, no decider may make.
    const stored = eventCodec.decode(eventCodec.encode(event))
    log.push(recorded)
    for (const leg of postings(stored, stream)) {
      const key = postingKey(leg)
      const known = balances.get(key) ?? { leg, amount: 0 }
      balances.set(key, { leg, amount: known.amount + leg.amount })
    }
  }
}

export type World = ReturnType<typeof createWorld>

function createStreams<State, Command, Event extends DepotEvent | ConsignmentEvent>(
  decider: Decider<State, Command, Event>,
  record: (recorded: Recorded) => void,
) {
  const streams = new Map<string, { state: State; version: number }>()
  const of = (stream: string) => streams.get(stream) ?? { state: decider.initialState, version: 0 }
  return {
    stateOf: (stream: string) => of(stream).state,
    /** The refusal's code, or undefined when it was accepted. */
    execute(stream: string, command: Command): string | undefined {
      const decision = decider.decide(of(stream).state, command)
      if (!decision.accepted) return decision.refusal.code
      for (const event of decision.events) {
        const { state, version } = of(stream)
        streams.set(stream, { state: decider.evolve(state, event, version + 1, '2025-07-01'), version: version + 1 })
        record({ event, stream, version: version + 1 })
      }
      return undefined
    },
  }
}

function isOn<Type extends (DepotEvent | ConsignmentEvent)['type']>(
  types: readonly Type[],
  event: DepotEvent | ConsignmentEvent,
): event is EventOf<Type> & (DepotEvent | ConsignmentEvent) {
  return types.some((type) => type === event.type)
}

function mustAccept(code: string | undefined): void {
  if (code !== undefined) throw new Error(`a process was refused: ${code}`)
}
