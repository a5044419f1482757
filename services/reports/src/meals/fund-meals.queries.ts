import { subtractFen } from '@welfare/contracts/money.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { entryOf } from '../budget/running-totals.store.ts'
import { projectionLimits } from '../limits.ts'
import { isRefusal, type QueryContext, refusal, unknownThing } from '../query-context.ts'
import { reflectedAt, resolveMoment } from '../read-model/moments.store.ts'
import { END_OF_DAYS } from '../read-model/read-model.schema.ts'
import { createScopeFilter, type WithScope } from '../scope-filter.ts'
import { takenBackLater } from './taken-back-later.ts'

/** What a fund paid at one shop on one day, by the day on which it counts. */
export interface FundMealsOfDay {
  readonly day: string
  readonly merchant: string
  readonly meals: number
  readonly paidFen: number
  /** Taken back, or waived by the shop. */
  readonly backFen: number
}

/** Asked for print: which meals a fund paid, by day and shop. */
export function queryFundMeals(
  context: QueryContext,
  query: WithScope & {
    readonly fund: string
    readonly at?: string | undefined
    readonly from?: string | undefined
    readonly until?: string | undefined
  },
) {
  const { generation } = context
  const unknown: Refusal | undefined = unknownThing(context, query)
  if (unknown) return unknown
  const moment = resolveMoment(generation.model, query)
  if (isRefusal(moment)) return moment as Refusal
  const scope = createScopeFilter(generation, query.scope, moment.sequence)
  const accounts = (['cost', 'payable'] as const).flatMap((account) =>
    generation.postings.read({ account, fund: query.fund }, moment).filter(scope.holds),
  )
  // What a later year takes back of a meal is no cost less: it is carried, and no longer owed.
  const days = generation.model
    .prepare(`SELECT t.date AS day, a.merchant, sum(iif(a.account = 'cost', t.amount > 0, 0)) AS meals,
        sum(iif(a.account = 'cost', max(t.amount, 0), 0)) AS paid,
        sum(iif(a.account = 'cost', min(t.amount, 0), 0 - t.amount)) AS back
      FROM posting_tally t JOIN posting_account a ON a.id = t.account JOIN json_each(?) asked ON asked.value = t.account
      WHERE t.entry < ? AND t.date BETWEEN ? AND ? AND a.merchant <> ''
        AND (a.account = 'cost' OR t.entry >> 16 IN (${takenBackLater}))
      GROUP BY 1, 2 ORDER BY 1, 2 LIMIT ?`)
    .all(
      ...[JSON.stringify(accounts.map(({ id }) => id)), entryOf(moment.sequence + 1, 0)],
      ...[query.from ?? '', query.until ?? END_OF_DAYS, query.fund, projectionLimits.printoutLines + 1],
    )
  if (days.length > projectionLimits.printoutLines)
    return refusal('printout-too-long', { lines: days.length, most: projectionLimits.printoutLines })
  return {
    ...reflectedAt(generation.model, moment.sequence),
    days: days.map(
      ({ day, merchant, meals, paid, back }): FundMealsOfDay => ({
        ...{ day: String(day), merchant: String(merchant), meals: Number(meals), paidFen: Number(paid) },
        backFen: subtractFen(0, Number(back)),
      }),
    ),
  }
}
