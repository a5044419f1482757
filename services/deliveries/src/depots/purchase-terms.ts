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

export const orderRefusals = {
  'purchase-unknown': 404,
  'purchase-not-funded': 409,
  'purchase-ended': 409,
  'order-line-unknown': 422,
  'received-not-as-ordered': 422,
} as const

/** Why goods cannot have come by the order that they name: more or fewer than it says, later than it ended, is no reason. */
export function orderBreach(
  { facts }: Pick<DeliveriesContext, 'facts'>,
  depot: string,
  { order, commodity, source }: Pick<DataOf<'GoodsReceived'>, 'order' | 'commodity' | 'source'>,
): Problem | undefined {
  if (!order) return undefined
  const purchase = facts.findPurchase(order.purchase)
  if (!purchase) return { code: 'purchase-unknown', status: 404, facts: {} }
  if (purchase.status === 'ordered') return { code: 'purchase-not-funded', status: 409, facts: {} }
  if (purchase.ended?.why === 'refused') return { code: 'purchase-ended', status: 409, facts: { why: 'refused' } }
  const { line } = order
  const ordered = purchase.lines[line - 1]
  if (!ordered) return { code: 'order-line-unknown', status: 422, facts: { line } }
  const isAsOrdered =
    ordered.commodity === commodity &&
    ordered.depot === depot &&
    source.kind === 'purchase' &&
    source.fund === purchase.fund
  return isAsOrdered ? undefined : { code: 'received-not-as-ordered', status: 422, facts: { line } }
}
