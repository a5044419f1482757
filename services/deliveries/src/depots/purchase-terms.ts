import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { purchaseTermsBreach } from '@welfare/contracts/donor-terms.ts'
import type { Problem } from '@welfare/http/problem.ts'
import type { DeliveriesContext } from '../deliveries.context.ts'

export const purchaseRefusals = {
  'purpose-not-allowed': 422,
  'division-not-allowed': 422,
  'programme-not-allowed': 422,
  'period-not-allowed': 422,
} as const

/** Why a fund cannot pay for these goods. For which programme they are used is held against the terms at the dispatch. */
export function purchaseBreach(
  { facts }: Pick<DeliveriesContext, 'facts'>,
  depot: string,
  { source, receivedOn }: Pick<DataOf<'GoodsReceived'>, 'source' | 'receivedOn'>,
): Problem | undefined {
  const terms = source.kind === 'purchase' ? facts.termsOf(source.fund) : undefined
  const division = facts.divisionOfDepot(depot)
  if (!terms || division === undefined) return undefined
  const breach = purchaseTermsBreach(terms, { division, receivedOn }, (programme) => facts.programme(programme)?.kind)
  return breach && { code: breach.code, status: 422, facts: breach.facts }
}
