import type { ConsignmentPlan } from './consignments/consignment.commands.ts'
import type { PlanFacts } from './consignments/plan-facts.ts'
import { type DeliveriesContext, depotCodec } from './deliveries.context.ts'
import { depotDecider } from './depots/depot.decider.ts'
import { findUnknownCommodity } from './kits/known-commodities.ts'

/** What the depot's and the goods' own streams and the service's facts say of a plan. */
export async function lookUpPlanFacts(context: DeliveriesContext, plan: ConsignmentPlan): Promise<PlanFacts> {
  const { facts } = context
  const closed = plan.programme === undefined ? undefined : facts.programme(plan.programme)?.closed
  return {
    depotKnown: await isDepotKnown(context, plan.depot),
    siteKnown: facts.hasSite(plan.site),
    programme:
      plan.programme === undefined ? 'not-named' : closed === undefined ? 'unknown' : closed ? 'closed' : 'open',
    round: roundFact(context, plan),
    unknownCommodity: await findUnknownCommodity(
      context,
      plan.lines.map(({ commodity }) => commodity),
    ),
  }
}

export async function isDepotKnown({ runner }: DeliveriesContext, depot: string): Promise<boolean> {
  return (await runner.read(depotDecider, depotCodec, depot, () => true)) === true
}

function roundFact({ facts }: DeliveriesContext, { programme, round }: ConsignmentPlan): PlanFacts['round'] {
  if (round === undefined) return 'not-named'
  const known = facts.round(round)
  if (!known) return 'unknown'
  return known.programme === programme ? 'of-the-programme' : 'of-another-programme'
}
