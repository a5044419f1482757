import { subtractFen, sumFen } from '@welfare/contracts/money.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { isRefusal, type QueryContext, unknownThing } from '../query-context.ts'
import { reflectedAt, resolveMoment } from '../read-model/moments.store.ts'
import { createScopeFilter, type WithScope } from '../scope-filter.ts'
import type { Unstamped } from './answers.contract.ts'
import type { PayablesAnswer, PayablesQuery } from './payables.contract.ts'

/** What each merchant is owed, by the programme in whose meals it was earned. */
export function queryPayables(
  context: QueryContext,
  query: PayablesQuery & WithScope,
): Unstamped<PayablesAnswer> | Refusal {
  const { model, postings, directory } = context.generation
  const unknown = unknownThing(context, query)
  if (unknown) return unknown
  const moment = resolveMoment(model, query)
  if (isRefusal(moment)) return moment
  const scope = createScopeFilter(context.generation, query.scope, moment.sequence)
  const { merchant, programme } = query
  const rows = postings.read({ account: 'payable', merchant, programme }, moment).filter(scope.holds)
  const nameOf = (kind: 'merchant' | 'programme', id: string) => directory.find(kind, id, moment.sequence)?.name ?? null
  const payables = [...Map.groupBy(rows, (row) => `${row.merchant} ${row.programme}`)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, ofBoth]) => {
      const { merchant = '', programme = '' } = ofBoth[0] ?? {}
      const owedFen = subtractFen(0, sumFen(ofBoth.map(({ balance }) => balance)))
      return {
        ...{ merchant, merchantName: nameOf('merchant', merchant) },
        ...{ programme, programmeName: nameOf('programme', programme), owedFen },
      }
    })
  return {
    ...reflectedAt(model, moment.sequence),
    ...(moment.day !== undefined && { effective: moment.day }),
    payables,
    totalFen: sumFen(payables.map(({ owedFen }) => owedFen)),
  }
}
