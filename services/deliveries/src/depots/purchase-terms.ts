import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { termsBreach } from '@welfare/contracts/donor-terms.ts'
import { isGoodsKind } from '@welfare/contracts/programme-kinds.ts'
import type { Problem } from '@welfare/http/problem.ts'
import type { DeliveriesContext } from '../deliveries.context.ts'

export const purchaseRefusals = {
  'purpose-not-allowed': 422,
  'division-not-allowed': 422,
  'programme-not-allowed': 422,
  'period-not-allowed': 422,
} as const

/**
 * Why a fund cannot pay for goods: its donor gives for no kind of programme that hands out goods, for programmes none of which does, not in
 * the depot's division, or not on the day on which they came. For which of them they are used is held against the terms at the dispatch.
 */
export function purchaseBreach(
  { facts }: Pick<DeliveriesContext, 'facts'>,
  depot: string,
  { source, receivedOn }: Pick<DataOf<'GoodsReceived'>, 'source' | 'receivedOn'>,
): Problem | undefined {
  const terms = source.kind === 'purchase' ? facts.termsOf(source.fund) : undefined
  const division = facts.divisionOfDepot(depot)
  if (!terms || division === undefined) return undefined
  const { purposes } = terms
  if (purposes.length > 0 && !purposes.some(isGoodsKind))
    return { code: 'purpose-not-allowed', status: 422, facts: { purposes } }
  const { programmes = [], ...wide } = { ...terms, purposes: [] }
  const handsOutGoods = (programme: string) => isGoodsKind(facts.programme(programme)?.kind ?? '')
  if (programmes.length > 0 && !programmes.some(handsOutGoods))
    return { code: 'programme-not-allowed', status: 422, facts: { programmes } }
  const use = { programme: '', kind: '', division, from: receivedOn, until: receivedOn }
  const breach = termsBreach(wide, use)
  return breach && { code: breach.code, status: 422, facts: breach.facts }
}
