import { caughtUp, findFresh } from '@welfare/http/room.ts'
import type { ConsignmentPlan } from './consignments/consignment.commands.ts'
import type { PlanFacts } from './consignments/plan-facts.ts'
import { depotDecider } from './depots/depot.decider.ts'
import { findUnknownCommodity } from './kits/known-commodities.ts'
import { type DeliveriesRoom, depotCodec } from './room-commands.ts'

/**
 * What the depot's and the goods' own streams and the room's copy say of a plan. Where something seems missing the copy catches up with
 * the ledger, bounded, and is asked again.
 */
export async function lookUpPlanFacts(room: DeliveriesRoom, plan: ConsignmentPlan): Promise<PlanFacts> {
  const { copy, store, copying } = room
  const missing = () => isMissing(room, plan)
  if (missing()) await caughtUp(store, copying)
  const closed = plan.programme === undefined ? undefined : copy.programme(plan.programme)?.closed
  return {
    depotKnown: await isDepotKnown(room, plan.depot),
    siteKnown: copy.hasSite(plan.site),
    programme:
      plan.programme === undefined ? 'not-named' : closed === undefined ? 'unknown' : closed ? 'closed' : 'open',
    round: roundFact(room, plan),
    unknownCommodity: await findUnknownCommodity(
      room,
      plan.lines.map(({ commodity }) => commodity),
    ),
  }
}

/** The first of the workers whom registry has not registered. */
export async function findUnknownWorker(room: DeliveriesRoom, workers: readonly string[]): Promise<string | undefined> {
  const findUnknown = () => workers.find((worker) => !room.copy.hasWorker(worker))
  const allKnown = await findFresh(() => (findUnknown() === undefined ? true : undefined), room.store, room.copying)
  return allKnown ? undefined : findUnknown()
}

/** The fund, where there is no such fund. */
export async function findUnknownFund(room: DeliveriesRoom, fund: string | undefined): Promise<string | undefined> {
  if (fund === undefined) return undefined
  const known = await findFresh(() => room.copy.hasFund(fund) || undefined, room.store, room.copying)
  return known ? undefined : fund
}

export async function isDepotKnown({ runner }: DeliveriesRoom, depot: string): Promise<boolean> {
  return (await runner.read(depotDecider, depotCodec, depot, () => true)) === true
}

function isMissing({ copy }: DeliveriesRoom, { site, programme, round }: ConsignmentPlan): boolean {
  return (
    !copy.hasSite(site) ||
    (programme !== undefined && copy.programme(programme) === undefined) ||
    (round !== undefined && copy.round(round) === undefined)
  )
}

function roundFact({ copy }: DeliveriesRoom, { programme, round }: ConsignmentPlan): PlanFacts['round'] {
  if (round === undefined) return 'not-named'
  const known = copy.round(round)
  if (!known) return 'unknown'
  return known.programme === programme ? 'of-the-programme' : 'of-another-programme'
}
