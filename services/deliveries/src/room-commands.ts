import type { Acts } from '@welfare/approvals/acts.ts'
import { codecFor } from '@welfare/contracts/catalogue.ts'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import type { EventStore } from '@welfare/event-store/port.ts'
import type { CommandResult, CommandRunner } from '@welfare/event-store/runner.ts'
import type { Consumer } from '@welfare/facts/consumer.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { commandMetadata, type MetadataOptions } from '@welfare/http/room.ts'
import type { Actor } from '@welfare/http/route.ts'
import type { Clock } from '@welfare/process/clock.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { ConsignmentEvent } from './consignments/consignment.decider.ts'
import type { DeliveriesCopy } from './deliveries-copy.store.ts'
import type { DepotEvent } from './depots/depot.decider.ts'
import type { ItemEvent } from './kits/item.decider.ts'
import type { KitEvent } from './kits/kit.decider.ts'

/** What the routes of this room work with. */
export interface DeliveriesRoom {
  readonly runner: CommandRunner
  readonly store: EventStore
  readonly clock: Clock
  readonly copy: DeliveriesCopy
  /** Which acts wait for another person, and how late an entry may come. */
  readonly acts: Acts
  /** Fills `copy`. */
  readonly copying: Consumer
}

export const itemCodec = codecFor<ItemEvent['type']>()
export const kitCodec = codecFor<KitEvent['type']>()
export const depotCodec = codecFor<DepotEvent['type']>()
export const consignmentCodec = codecFor<ConsignmentEvent['type']>()

export function today({ clock }: DeliveriesRoom): string {
  return shanghaiDay(clock.now())
}

/** A parsed body as JSON holds it: fields that were not given are absent. */
export function jsonOf(body: object): JsonObject {
  return JSON.parse(JSON.stringify(body))
}

export function metadataOf({ clock }: DeliveriesRoom, actor: Actor, options: MetadataOptions = {}): JsonObject {
  return jsonOf(commandMetadata(clock, actor, options))
}

type Accepted<Event> = Extract<CommandResult<Event>, { outcome: 'accepted' }>

/** The event of that type that the command led to. @throws Error when there is none: the route misjudges its decider */
export function eventOf<Event extends { readonly type: string }, Type extends Event['type']>(
  accepted: Accepted<Event>,
  type: Type,
): { readonly event: Extract<Event, { readonly type: Type }>; readonly version: number } {
  for (const { event, version } of accepted.events) {
    if (isOfType(event, type)) return { event, version }
  }
  throw new Error(`the command was accepted without ${type}`)
}

function isOfType<Event extends { readonly type: string }, Type extends Event['type']>(
  event: Event,
  type: Type,
): event is Extract<Event, { readonly type: Type }> {
  return event.type === type
}

/** A fact about another thing that the body names, and that is not so. */
export function broken(code: string, facts: JsonObject, refusals: Readonly<Record<string, number>>): Problem {
  const status = refusals[code]
  if (status === undefined) throw new Error(`the route does not declare ${code}`)
  return { code, status, facts }
}
