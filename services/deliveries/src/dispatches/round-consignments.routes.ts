import { idOf } from '@welfare/contracts/primitives.ts'
import { derivedId, derivedUuid } from '@welfare/event-store/derived-id.ts'
import type { Position } from '@welfare/event-store/port.ts'
import { afterField } from '@welfare/http/after.ts'
import { notAccepted, problemOf } from '@welfare/http/answer-command.ts'
import { commandMetadata } from '@welfare/http/command-route.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import { type Actor, defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import type { ConsignmentPlan } from '../consignments/consignment.commands.ts'
import { consignmentDecider } from '../consignments/consignment.decider.ts'
import { planAnswer } from '../consignments/consignments.routes.ts'
import { type PlanFacts, planRefusals } from '../consignments/plan-facts.ts'
import { consignmentCodec, type DeliveriesContext } from '../deliveries.context.ts'
import { findUnknownCommodity } from '../kits/known-commodities.ts'
import { isDepotKnown } from '../looked-up-facts.ts'

const refusals = {
  ...planRefusals,
  'round-unknown': 404,
  'round-not-for-sites': 422,
  'round-not-sealed': 409,
  'round-already-planned': 409,
}
const roundAnswer = z.strictObject({
  round: idOf('round'),
  depot: idOf('depot'),
  /** One for each site, in the order of the site list. */
  consignments: z.array(planAnswer),
})

/**
 * A consignment's id comes from its round and site, so that a round is planned once however often and by whomever it is asked for: many streams,
 * so it is no command's route.
 */
export function createRoundConsignmentsRoute(context: DeliveriesContext): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/rounds/{id}/consignments',
    operationId: 'planRoundConsignments',
    summary: 'Plans one consignment for each site of a sealed round, all from one depot',
    tag: 'deliveries',
    params: z.strictObject({ id: idOf('round') }),
    query: z.strictObject({ after: afterField }),
    body: z.strictObject({ depot: idOf('depot') }),
    answers: { 201: { description: 'The consignments', schema: roundAnswer } },
    refusals,
    async handle({ params: { id: round }, body: { depot }, actor }) {
      const plans = await plansOfRound(context, round, depot)
      if (isProblem(plans)) return plans
      const refusal = await refuseOtherDepot(context, plans)
      if (refusal) return refusal
      const facts = await factsOfRound(context, plans)
      const positions = await inSlices(plans, (plan) => planSite(context, plan, facts, actor))
      const failed = positions.find((position) => typeof position === 'object')
      if (failed) return failed
      const consignments = plans.map((plan) => ({ id: consignmentOf(plan), ...plan }))
      return { status: 201, body: { round, depot, consignments }, position: latest(context, positions) }
    },
  })
}

type RoundPlan = ConsignmentPlan & { readonly round: string }

async function plansOfRound(context: DeliveriesContext, round: string, depot: string): Promise<RoundPlan[] | Problem> {
  const { facts } = context
  const known = facts.round(round)
  if (!known) return problemOf({ code: 'round-unknown', facts: { round } }, refusals)
  if (known.plan !== 'sites') return problemOf({ code: 'round-not-for-sites', facts: { round } }, refusals)
  if (!known.sealed) return problemOf({ code: 'round-not-sealed', facts: { round } }, refusals)
  return facts.roundSites(round).map(({ site, dueOn, goods }) => ({
    programme: known.programme,
    round,
    site,
    depot,
    lines: goods.map((line) => ({ ...line })),
    dueOn,
  }))
}

/** Before anything is planned: a round that stands planned from another depot is refused whole. */
async function refuseOtherDepot(context: DeliveriesContext, plans: readonly RoundPlan[]): Promise<Problem | undefined> {
  const found = await inSlices(plans, async (plan) => {
    const id = consignmentOf(plan)
    const depot = await context.runner.read(consignmentDecider, consignmentCodec, id, (state) => state.plan?.depot)
    return depot === undefined || depot === plan.depot ? undefined : { round: plan.round, site: plan.site, depot }
  })
  const other = found.find((facts) => facts !== undefined)
  return other && problemOf({ code: 'round-already-planned', facts: other }, refusals)
}

/** Sites are on the frozen list because programmes knew them; the rest is looked up once for all of them. */
async function factsOfRound(context: DeliveriesContext, plans: readonly RoundPlan[]): Promise<PlanFacts> {
  const [first] = plans
  const closed = first?.programme === undefined ? undefined : context.facts.programme(first.programme)?.closed
  const commodities = new Set(plans.flatMap(({ lines }) => lines.map(({ commodity }) => commodity)))
  return {
    depotKnown: first !== undefined && (await isDepotKnown(context, first.depot)),
    siteKnown: true,
    programme: closed === undefined ? 'unknown' : closed ? 'closed' : 'open',
    round: 'of-the-programme',
    unknownCommodity: await findUnknownCommodity(context, [...commodities]),
  }
}

async function planSite(
  context: DeliveriesContext,
  plan: RoundPlan,
  facts: PlanFacts,
  actor: Actor,
): Promise<Position | undefined | Problem> {
  const { round, site, depot } = plan
  const result = await context.runner.execute(consignmentDecider, consignmentCodec, {
    stream: consignmentOf(plan),
    command: { type: 'PlanConsignment', plan, facts },
    commandId: derivedUuid('plan-round', round, site, depot),
    input: { round, site, depot },
    metadata: commandMetadata(context.clock, actor),
    creates: true,
  })
  return result.outcome === 'accepted' ? result.position : notAccepted(result, refusals)
}

function consignmentOf({ round, site }: RoundPlan): string {
  return derivedId('consignment', round, site)
}

function latest(
  { store }: DeliveriesContext,
  positions: readonly (Position | Problem | undefined)[],
): Position | undefined {
  const known = positions.filter((position): position is Position => typeof position === 'string')
  return known.sort((a, b) => store.comparePositions(a, b)).at(-1)
}

/** As many at once as one commit takes well; a slice is begun when the one before is done. */
const SLICE = 64

async function inSlices<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  for (let start = 0; start < items.length; start += SLICE) {
    results.push(...(await Promise.all(items.slice(start, start + SLICE).map(work))))
  }
  return results
}
