import { type EventOf, eventCodec } from '@welfare/contracts/catalogue.ts'
import { addOnDay, type DayBalances, emptyDayBalances } from '@welfare/contracts/day-balances.ts'
import { type Leg, postingKey, postings } from '@welfare/contracts/postings.ts'
import type { Decider } from '@welfare/event-store/decider/decider.ts'
import type { ConsignmentCommand } from './consignments/consignment.commands.ts'
import { type ConsignmentEvent, consignmentDecider } from './consignments/consignment.decider.ts'
import type { DepotCommand } from './depots/depot.commands.ts'
import { type DepotEvent, depotDecider } from './depots/depot.decider.ts'
import { transferProcess } from './depots/transfer.process.ts'
import { dispatchProcess } from './dispatches/dispatch.process.ts'
import { dispatchReversalProcess } from './dispatches/dispatch-reversal.process.ts'
import { goodsReturnProcess } from './dispatches/goods-return.process.ts'
import { returnReleaseProcess } from './dispatches/return-release.process.ts'

export interface Recorded {
  readonly event: DepotEvent | ConsignmentEvent
  readonly stream: string
  readonly version: number
  /** On which it counts. */
  readonly day: string
}

/** What the service's processes react to. */
export const delivered: readonly string[] = [
  ...dispatchProcess.on,
  ...goodsReturnProcess.on,
  ...dispatchReversalProcess.on,
  ...returnReleaseProcess.on,
  ...transferProcess.on,
]

/** The service's deciders over plain memory, with the journal that their events make: for property tests. */
export function createFixture() {
  const log: Recorded[] = []
  const balances = new Map<string, { readonly leg: Leg; readonly byDay: DayBalances }>()
  const depots = createStreams(depotDecider, record)
  const consignments = createStreams(consignmentDecider, record)
  return {
    log,
    balances: () => [...balances.values()].map(({ leg, byDay }) => ({ leg, byDay, amount: byDay.total })),
    /** Of the accounts that an event moved. */
    balancesMovedBy: ({ event, stream }: Recorded) =>
      postings(event, stream).flatMap((leg) => balances.get(postingKey(leg)) ?? []),
    depot: depots.stateOf,
    consignment: consignments.stateOf,
    atDepot: (stream: string, command: DepotCommand, day: string) => depots.execute(stream, command, day),
    atConsignment: (stream: string, command: ConsignmentCommand, day: string) =>
      consignments.execute(stream, command, day),
    /** What the service's processes make of one recorded event, on its day. @throws Error on a refusal, as the process manager does */
    deliver(recorded: Recorded): void {
      const { event, day } = recorded
      if (isOn(dispatchProcess.on, event)) {
        for (const { stream, command } of dispatchProcess.react(event, recorded)) {
          mustAccept(consignments.execute(stream, command, day))
        }
      }
      if (isOn(returnReleaseProcess.on, event)) {
        for (const { stream, command } of returnReleaseProcess.react(event, recorded)) {
          mustAccept(consignments.execute(stream, command, day))
        }
      }
      const atDepots = [
        ...(isOn(goodsReturnProcess.on, event) ? goodsReturnProcess.react(event, recorded) : []),
        ...(isOn(dispatchReversalProcess.on, event) ? dispatchReversalProcess.react(event, recorded) : []),
        ...(isOn(transferProcess.on, event) ? transferProcess.react(event, recorded) : []),
      ]
      for (const { stream, command } of atDepots) mustAccept(depots.execute(stream, command, day))
    },
  }

  function record(recorded: Recorded): void {
    const { event, stream, day } = recorded
    // Through the stored form: what the schema would refuse, no decider may make.
    const stored = eventCodec.decode(eventCodec.encode(event))
    log.push(recorded)
    for (const leg of postings(stored, stream)) {
      const key = postingKey(leg)
      const known = balances.get(key) ?? { leg, byDay: emptyDayBalances() }
      addOnDay(known.byDay, day, leg.amount)
      balances.set(key, known)
    }
  }
}

export type Fixture = ReturnType<typeof createFixture>

function createStreams<State, Command, Event extends DepotEvent | ConsignmentEvent>(
  decider: Decider<State, Command, Event>,
  record: (recorded: Recorded) => void,
) {
  const streams = new Map<string, { state: State; version: number }>()
  const of = (stream: string) => streams.get(stream) ?? { state: decider.initialState, version: 0 }
  return {
    stateOf: (stream: string) => of(stream).state,
    /** The refusal's code, or undefined when it was accepted. */
    execute(stream: string, command: Command, day: string): string | undefined {
      const decision = decider.decide(of(stream).state, command)
      if (!decision.accepted) return decision.refusal.code
      for (const event of decision.events) {
        const { state, version } = of(stream)
        streams.set(stream, { state: decider.evolve(state, event, version + 1, day), version: version + 1 })
        record({ event, stream, version: version + 1, day })
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
