import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import type { Refusal } from '@welfare/decider/decider.ts'
import type { Unstamped } from './answers.contract.ts'
import type { BudgetAmounts, BudgetQuery } from './budget.contract.ts'
import { queryBudget } from './budget.queries.ts'
import { createGrouping, readDirectory } from './budget-groups.ts'
import type { ComparisonAnswer, ComparisonQuery, Difference } from './comparison.contract.ts'
import { changesOf, type Movement } from './figure-causes.ts'
import { resolveMoment } from './moments.store.ts'
import { ofAllGroups, readMovements } from './movements.ts'
import { isRefusal, type QueryContext, refusal } from './query-context.ts'
import { createReachFilter, type WithReach } from './reach-filter.ts'

type UnstampedComparison = Omit<Unstamped<ComparisonAnswer>, 'from'> & {
  readonly from: Unstamped<ComparisonAnswer['from']>
}

/** Two report dates: every balance and turnover that differs, and the events between that explain the difference to the fen. */
export function queryComparison(
  context: QueryContext,
  { from, to, ...query }: ComparisonQuery & WithReach,
): UnstampedComparison | Refusal {
  const { generation } = context
  const earlier = resolveMoment(generation.model, { at: from })
  if (isRefusal(earlier)) return earlier
  const later = resolveMoment(generation.model, { at: to })
  if (isRefusal(later)) return later
  const span = { after: earlier.sequence, through: later.sequence }
  if (span.after > span.through) return refusal('moments-reversed', { from: span.after, to: span.through })
  const before = queryBudget(context, { ...query, at: String(span.after) })
  const after = queryBudget(context, { ...query, at: String(span.through) })
  if (isRefusal(before)) return before
  if (isRefusal(after)) return after
  const reach = createReachFilter(generation, query.reach, span.through)
  const { keyOf } = createGrouping(query, readDirectory(context, span.through), reach)
  const movements = readMovements(generation.model, keyOf, span)
  const byGroup = Map.groupBy(movements, ({ group }) => group)
  const compare = (earlierFen: Figures, laterFen: Figures, moved: readonly Movement[], key?: string | null) =>
    differencesOf(earlierFen, laterFen, moved, linkTo(query, key))
  const rows = after.rows
    .map(({ key, name, division, ...amounts }) => {
      const known = before.rows.find((row) => row.key === key)
      const moved = byGroup.get(key ?? '') ?? []
      return { key, name, division, differences: compare(figuresOf(known), figuresOf(amounts), moved, key) }
    })
    .filter(({ differences }) => differences.length > 0)
  const total = { differences: compare(figuresOf(before.total), figuresOf(after.total), ofAllGroups(movements)) }
  const { rows: _, total: __, by, effective: ___, ...reflected } = after
  const { ledger, epoch, sequence, recordedAt, postingRulesVersion } = before
  return {
    ...reflected,
    from: { ledger, epoch, sequence, recordedAt, postingRulesVersion },
    by,
    rows,
    total,
    explained: [total, ...rows].every(({ differences }) =>
      differences.every(({ unexplainedFen }) => unexplainedFen === 0),
    ),
  }
}

type Figures = ReadonlyMap<string, number>

function figuresOf(amounts: Pick<BudgetAmounts, 'balances' | 'turnovers' | 'beside'> | undefined): Figures {
  if (!amounts) return new Map()
  const { balances, turnovers, beside } = amounts
  return new Map(Object.entries({ ...balances, ...turnovers, ...beside }))
}

function differencesOf(before: Figures, after: Figures, movements: readonly Movement[], link: Link): Difference[] {
  const causes = causesOf(movements, link)
  return [...after.keys()].flatMap((figure) => {
    const [beforeFen, afterFen] = [before.get(figure) ?? 0, after.get(figure) ?? 0]
    const differenceFen = subtractFen(afterFen, beforeFen)
    const found = causes.get(figure) ?? []
    const unexplainedFen = subtractFen(differenceFen, sumFen(found.map(({ amountFen }) => amountFen)))
    if (differenceFen === 0 && unexplainedFen === 0) return []
    return [{ figure, beforeFen, afterFen, differenceFen, causes: found, unexplainedFen }]
  })
}

type Cause = Difference['causes'][number]

/** Figure → what each type of event changed in it. */
function causesOf(movements: readonly Movement[], link: Link): ReadonlyMap<string, Cause[]> {
  const figures = new Map<string, Cause[]>()
  for (const movement of movements) {
    const { eventType, legs, first, last } = movement
    for (const [figure, amountFen] of changesOf(movement)) {
      const causes = figures.get(figure) ?? []
      figures.set(figure, causes)
      const known = causes.find((cause) => cause.eventType === eventType)
      if (known) known.amountFen = addFen(known.amountFen, amountFen)
      else {
        const span = { firstSequence: first, lastSequence: last }
        causes.push({ eventType, amountFen, legs, ...span, entries: link(movement) })
      }
    }
  }
  return figures
}

type Link = (movement: Movement) => string

/** Funder and division are no filters of the entries: those links hold the entries of all. */
function linkTo(
  { by, fund, programme }: Pick<BudgetQuery, 'by' | 'fund' | 'programme'>,
  key: string | null | undefined,
): Link {
  const filters = { fund, programme, ...(key && (by === 'fund' || by === 'programme') && { [by]: key }) }
  const named = Object.entries(filters).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
  return ({ eventType, first, last }) =>
    `/v1/entries?${[`eventType=${eventType}`, `fromSequence=${first}`, `throughSequence=${last}`, ...named].join('&')}`
}
