import { termsBreach, type UseOfMoney } from '@welfare/contracts/donor-terms.ts'
import type { LotLine } from '@welfare/contracts/events/deliveries.ts'
import type { ConsignmentPlan } from '../consignments/consignment.commands.ts'
import { type DeliveriesContext, depotCodec } from '../deliveries.context.ts'
import type { LotBreach } from './depot.commands.ts'
import { depotDecider } from './depot.decider.ts'

/**
 * What donors' terms say of the depot's lots of the planned goods: purpose and programmes are held against the consignment's programme,
 * divisions against its site, the period against its due day. A kit is held by the terms of every fund that its components came from, wherever
 * it was packed. Lot → what keeps it from there, or null; a lot that comes in meanwhile is not among them.
 */
export async function checkLots(
  context: DeliveriesContext,
  { depot, lines, programme = '', site, dueOn }: ConsignmentPlan,
): Promise<ReadonlyMap<string, LotBreach | null>> {
  const { facts } = context
  const planned = new Set(lines.map(({ commodity }) => commodity))
  const known = programme === '' ? undefined : facts.programme(programme)
  const division = facts.divisionOfSite(site) ?? ''
  const use = { programme, kind: known?.kind ?? '', division, from: dueOn, until: dueOn }
  const checked = new Map<string, LotBreach | null>()
  for (const { lot, commodity, fund } of await lotsIn(context, depot)) {
    if (planned.has(commodity)) checked.set(lot, await breachOf(context, await fundsOf(context, lot, fund), use))
  }
  return checked
}

async function lotsIn(
  { runner }: DeliveriesContext,
  depot: string,
): Promise<Pick<LotLine, 'lot' | 'commodity' | 'fund'>[]> {
  const found = await runner.read(depotDecider, depotCodec, depot, ({ lots }) =>
    [...lots].map(([lot, { commodity, fund }]) => ({ lot, commodity, fund })),
  )
  return found ?? []
}

/** A lot's own fund, or those of what it was packed from: the depot where that was done knows them. */
async function fundsOf(
  { runner }: DeliveriesContext,
  lot: string,
  fund: string | undefined,
): Promise<readonly string[]> {
  if (fund !== undefined) return [fund]
  const depot = lot.slice(0, lot.lastIndexOf('.'))
  const consumed = await runner.read(depotDecider, depotCodec, depot, ({ lots }) => lots.get(lot)?.packing?.consumed)
  return [...new Set((consumed ?? []).flatMap((component) => component.fund ?? []))]
}

async function breachOf(
  context: DeliveriesContext,
  funds: readonly string[],
  use: UseOfMoney,
): Promise<LotBreach | null> {
  for (const fund of funds) {
    const terms = context.facts.termsOf(fund)
    const breach = terms && termsBreach(terms, use)
    if (!breach) continue
    const { purposes = [], divisions = purposes, programmes = divisions, allowed = programmes } = breach.facts
    return { fund, term: breach.code, allowed }
  }
  return null
}
