import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { Measure } from '../people/counts.ts'
import { isRefusal, type QueryContext, unknownThing } from '../query-context.ts'
import { reflectedAt, resolveMoment } from '../read-model/moments.store.ts'
import { createScopeFilter, type WithScope } from '../scope-filter.ts'
import type { Unstamped } from './answers.contract.ts'
import type { PayablesAnswer, PayablesQuery } from './payables.contract.ts'

/** What each merchant is owed and was paid, by the programme in whose meals it was earned. */
export function queryPayables(
  context: QueryContext,
  query: PayablesQuery & WithScope,
): Unstamped<PayablesAnswer> | Refusal {
  const { model, postings, counts, directory } = context.generation
  const unknown = unknownThing(context, query)
  if (unknown) return unknown
  const moment = resolveMoment(model, query)
  if (isRefusal(moment)) return moment
  const scope = createScopeFilter(context.generation, query.scope, moment.sequence)
  const { merchant, programme } = query
  const asked = { merchant, programme }
  // An account that was opened later is read, too, with nothing in it.
  const held = (account: 'payable' | 'disputed' | 'claimed') =>
    sumsOf(
      postings
        .read({ account, ...asked }, moment)
        .filter((row) => (row.balance !== 0 || row.debits !== 0) && scope.holds(row)),
      ({ balance }) => subtractFen(0, balance),
    )
  const flowed = (...measures: readonly Measure[]) =>
    sumsOf(
      measures.flatMap((measure) => counts.read({ measure, ...asked }, moment)).filter(scope.holds),
      ({ balance }) => balance,
    )
  const [owed, disputed, claimed] = [held('payable'), held('disputed'), held('claimed')]
  const [paid, returned, repaid] = [
    flowed('paid-total', 'supplier-paid-total'),
    flowed('payment-returned-total', 'supplier-payment-returned-total'),
    flowed('repaid-total'),
  ]
  const nameOf = (kind: 'merchant' | 'programme', id: string) => directory.find(kind, id, moment.sequence)?.name ?? null
  const payables = [...new Set([...owed.keys(), ...disputed.keys(), ...claimed.keys()])]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((key) => {
      const [merchant = '', programme = ''] = key.split(' ')
      const of = (sums: ReadonlyMap<string, number>) => sums.get(key) ?? 0
      return {
        ...{ merchant, merchantName: nameOf('merchant', merchant) },
        ...{ programme, programmeName: nameOf('programme', programme) },
        ...{ owedFen: of(owed), disputedFen: of(disputed), claimedFen: of(claimed) },
        paidFen: subtractFen(of(paid), addFen(of(returned), of(repaid))),
      }
    })
  return {
    ...reflectedAt(model, moment.sequence),
    ...(moment.day !== undefined && { effective: moment.day }),
    payables,
    totalFen: sumFen(payables.map(({ owedFen }) => owedFen)),
    totalDisputedFen: sumFen(payables.map(({ disputedFen }) => disputedFen)),
    totalClaimedFen: sumFen(payables.map(({ claimedFen }) => claimedFen)),
    totalPaidFen: sumFen(payables.map(({ paidFen }) => paidFen)),
  }
}

/** By merchant and programme. */
function sumsOf<Row extends { readonly merchant: string; readonly programme: string }>(
  rows: readonly Row[],
  amountOf: (row: Row) => number,
): Map<string, number> {
  const sums = new Map<string, number>()
  for (const row of rows) {
    const key = `${row.merchant} ${row.programme}`
    sums.set(key, addFen(sums.get(key) ?? 0, amountOf(row)))
  }
  return sums
}
