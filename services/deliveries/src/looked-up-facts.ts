import type { ConsignmentPlan } from './consignments/consignment.commands.ts'
import type { PlanFacts } from './consignments/plan-facts.ts'
import { depotDecider } from './depots/depot.decider.ts'
import { findUnknownCommodity } from './kits/known-commodities.ts'
import { type DeliveriesRoom, depotCodec } from './room-commands.ts'

/** What the depot's and the goods' own streams and the service's facts say of a plan. */
export async function lookUpPlanFacts(room: DeliveriesRoom, plan: ConsignmentPlan): Promise<PlanFacts> {
  const { copy } = room
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
  return workers.find((worker) => !room.copy.hasWorker(worker))
}

/** The fund, where there is no such fund. */
export async function findUnknownFund(room: DeliveriesRoom, fund: string | undefined): Promise<string | undefined> {
  if (fund === undefined) return undefined
  return room.copy.hasFund(fund) ? undefined : fund
}

export async function isDepotKnown({ runner }: DeliveriesRoom, depot: string): Promise<boolean> {
  return (await runner.read(depotDecider, depotCodec, depot, () => true)) === true
}

function roundFact({ copy }: DeliveriesRoom, { programme, round }: ConsignmentPlan): PlanFacts['round'] {
  if (round === undefined) return 'not-named'
  const known = copy.round(round)
  if (!known) return 'unknown'
  return known.programme === programme ? 'of-the-programme' : 'of-another-programme'
}
