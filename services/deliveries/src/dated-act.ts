import type { EventMetadata } from '@welfare/contracts/metadata.ts'
import { eventMetadata } from '@welfare/contracts/metadata.ts'
import { reason } from '@welfare/contracts/primitives.ts'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import {
  defaultLatePolicy,
  type JudgedDay,
  judgeDay,
  lateEntryBody,
  lateEntryRefusals,
} from '@welfare/http/late-entry.ts'
import type { Approval } from '@welfare/http/room.ts'
import { commandMetadata } from '@welfare/http/room.ts'
import type { Actor } from '@welfare/http/route.ts'
import { type DeliveriesRoom, jsonOf } from './room-commands.ts'

/** In the body of every act that states a day. */
export const datedFields = { lateEntry: lateEntryBody.optional() }
export const datedRefusals = lateEntryRefusals

/** In the body of every correction: why, and the paper behind it (红字凭证). */
export const correctionFields = { reason, document: eventMetadata.shape.document }

/** Where an act of goods is: whose limits and days hold for it, and what an approver is told. */
export interface GoodsPlace {
  /** Undefined: the place is unknown, which the act itself says. */
  readonly division: string | undefined
  readonly about: JsonObject
}

export function atDepot({ copy }: DeliveriesRoom, depot: string) {
  return { division: copy.divisionOfDepot(depot), about: { depot } }
}

/** The division of its site. */
export function atConsignment({ copy }: DeliveriesRoom, consignment: string) {
  return { division: copy.divisionOfConsignment(consignment), about: { consignment } }
}

export interface StatedGoodsDay {
  readonly place: GoodsPlace
  readonly day: string | undefined
  readonly lateEntry?: { readonly reason: string } | undefined
  readonly approval?: Approval | undefined
}

/** The day on which an act of goods counts. */
export function judgeGoodsDay(
  { clock, acts }: DeliveriesRoom,
  actor: Actor,
  { place: { division }, day, lateEntry, approval }: StatedGoodsDay,
): JudgedDay {
  const policy = division === undefined ? defaultLatePolicy : acts.latePolicyOf(division)
  return judgeDay({ day, lateEntry, actor, policy, now: clock.now(), askedOn: approval?.askedOn })
}

export function metadataOfDay(
  { clock }: DeliveriesRoom,
  actor: Actor,
  { metadata }: JudgedDay,
  approval?: Approval,
): JsonObject {
  return jsonOf(commandMetadata(clock, actor, { ...metadata, approval }))
}

/** A correction counts today; its paper bears the day of what it corrects. */
export function metadataOfCorrection(
  { clock }: DeliveriesRoom,
  actor: Actor,
  given: {
    readonly paperDay?: string | undefined
    readonly document?: EventMetadata['document']
    readonly approval?: Approval | undefined
  },
): JsonObject {
  return jsonOf(commandMetadata(clock, actor, given))
}
