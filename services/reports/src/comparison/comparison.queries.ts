import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { Unstamped } from '../budget/answers.contract.ts'
import type { BudgetAmounts } from '../budget/budget.contract.ts'
import { balanceNames } from '../budget/budget.contract.ts'
import { queryBudget } from '../budget/budget.queries.ts'
import { createGrouping, type Placed, readGroupNames } from '../budget/budget-groups.ts'
import { ofAllGroups, type Row, readMovements } from '../budget/movements.ts'
import { besideMeasures } from '../people/counts.ts'
import { isRefusal, type QueryContext, refusal } from '../query-context.ts'
import { resolveMoment } from '../read-model/moments.store.ts'
import { createScopeFilter, type WithScope } from '../scope-filter.ts'
import type { ComparisonAnswer, ComparisonQuery } from './comparison.contract.ts'
import { compareCoverage } from './coverage-comparison.ts'
import { differencesOf, type Figures } from './differences.ts'
import { changesOf } from './figure-causes.ts'

type UnstampedComparison = Omit<Unstamped<ComparisonAnswer>, 'from'> & {
  readonly from: Unstamped<ComparisonAnswer['from']>
}

/** Two report dates: every figure that differs, and the events between that explain the difference to the fen. */
export function queryComparison(
  context: QueryContext,
  { from, to, ...query }: ComparisonQuery & WithScope,
): UnstampedComparison | Refusal {
  const { model } = context.generation
  const earlier = resolveMoment(model, { at: from })
  if (isRefusal(earlier)) return earlier
  const later = resolveMoment(model, { at: to })
  if (isRefusal(later)) return later
  const span = { after: earlier.sequence, through: later.sequence }
  if (span.after > span.through) return refusal('moments-reversed', { from: span.after, to: span.through })
  const before = queryBudget(context, { ...query, at: String(span.after) })
  const after = queryBudget(context, { ...query, at: String(span.through) })
  if (isRefusal(before)) return before
  if (isRefusal(after)) return after
  const { fund, programme, by } = query
  const scope = createScopeFilter(context.generation, query.scope, span.through)
  const grouping = createGrouping(query, readGroupNames(context, span.through), scope)
  const keyOf = (account: Row): string | undefined => grouping.keyOf(account as Row & Placed)
  const movements = [
    ...readMovements(model, 'posting', balanceNames, keyOf, span),
    ...readMovements(model, 'count', besideMeasures, keyOf, span),
  ]
  const byGroup = Map.groupBy(movements, ({ group }) => group)
  const rows = after.rows
    .map(({ key, name, division, ...amounts }) => {
      const known = before.rows.find((row) => row.key === key)
      // Funder and division are no filters of the entries: those links hold the entries of all.
      const filters = { fund, programme, ...(key !== null && (by === 'fund' || by === 'programme') && { [by]: key }) }
      const moved = byGroup.get(key ?? '') ?? []
      const differences = differencesOf([figuresOf(known), figuresOf(amounts)], moved, changesOf, filters)
      return { key, name, division, differences }
    })
    .filter(({ differences }) => differences.length > 0)
  const totals = [figuresOf(before.total), figuresOf(after.total)] as const
  const total = { differences: differencesOf(totals, ofAllGroups(movements), changesOf, { fund, programme }) }
  const coverage = compareCoverage(context, query, span)
  const { rows: _, total: __, effective: ___, ...reflected } = after
  const { ledger, epoch, sequence, recordedAt, postingRulesVersion } = before
  const compared = [total, ...rows, ...(coverage ? [coverage.total, ...coverage.rows] : [])]
  return {
    ...reflected,
    from: { ledger, epoch, sequence, recordedAt, postingRulesVersion },
    rows,
    total,
    coverage,
    explained: compared.every(({ differences }) => differences.every(({ unexplained }) => unexplained === 0)),
  }
}

function figuresOf(amounts: Pick<BudgetAmounts, 'balances' | 'turnovers' | 'beside'> | undefined): Figures {
  if (!amounts) return new Map()
  const { balances, turnovers, beside } = amounts
  return new Map(Object.entries({ ...balances, ...turnovers, ...beside }))
}
