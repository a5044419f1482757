import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { besideMeasures, correctedPaperMeasures, flowMeasures } from '../people/counts.ts'
import { isRefusal, type QueryContext, unknownThing } from '../query-context.ts'
import type { Generation } from '../read-model/generation.ts'
import { type Moment, reflectedAt, resolveMoment } from '../read-model/moments.store.ts'
import { createScopeFilter, type WithScope } from '../scope-filter.ts'
import type { Unstamped } from './answers.contract.ts'
import { type BudgetAnswer, type BudgetQuery, balanceNames } from './budget.contract.ts'
import { addToBalance, addToFlow, type BudgetSums, emptySums, toAmounts } from './budget-amounts.ts'
import { createGrouping, type Grouping, type Placed, readGroupNames } from './budget-groups.ts'

/** Each state of money apart, per group: balances of posting accounts, and what flowed. */
export function queryBudget(context: QueryContext, query: BudgetQuery & WithScope): Unstamped<BudgetAnswer> | Refusal {
  const { model } = context.generation
  const unknown = unknownThing(context, query)
  if (unknown) return unknown
  const moment = resolveMoment(model, query)
  if (isRefusal(moment)) return moment
  const directory = readGroupNames(context, moment.sequence)
  const scope = createScopeFilter(context.generation, query.scope, moment.sequence)
  const groups = createGroups(createGrouping(query, directory, scope))
  collect(context.generation, query, moment, groups)
  const wholeFunds = query.programme === undefined && query.division === undefined && scope.isEverything
  const rowsAreWhole = wholeFunds && (query.by === 'fund' || query.by === 'funder')
  return {
    ...reflectedAt(model, moment.sequence),
    ...(moment.day !== undefined && { effective: moment.day }),
    by: query.by,
    rows: groups.rows().map(({ key, sums, funds }) => ({
      ...directory.describe(query.by, key),
      ...toAmounts(sums, { wholeFunds: rowsAreWhole }),
      ...(query.by === 'programme' && {
        funds: [...funds].map(([fund, part]) => ({
          fund,
          name: directory.funds.get(fund)?.name ?? null,
          ...toAmounts(part, { wholeFunds: false }),
        })),
      }),
    })),
    total: toAmounts(groups.total, { wholeFunds }),
  }
}

interface Group {
  readonly key: string
  readonly sums: BudgetSums
  readonly funds: Map<string, BudgetSums>
}

type Groups = ReturnType<typeof createGroups>

function createGroups({ known, keyOf }: Grouping) {
  const groups = new Map<string, Group>()
  const total = emptySums()
  const get = (key: string): Group => {
    const existing = groups.get(key)
    if (existing) return existing
    const group = { key, sums: emptySums(), funds: new Map() }
    groups.set(key, group)
    return group
  }
  for (const key of known) get(key)
  return {
    total,
    rows: () => [...groups.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
    /** The sums to which it is added; none when it is not asked for. */
    sumsOf(placed: Placed): readonly BudgetSums[] {
      const key = keyOf(placed)
      if (key === undefined) return []
      const group = get(key)
      const ofFund = group.funds.get(placed.fund) ?? emptySums()
      group.funds.set(placed.fund, ofFund)
      return [total, group.sums, ofFund]
    },
  }
}

function collect({ postings, counts }: Generation, query: BudgetQuery, moment: Moment, groups: Groups): void {
  const filter = { fund: query.fund, programme: query.programme }
  for (const account of balanceNames) {
    for (const row of postings.read({ ...filter, account }, moment)) {
      for (const sums of groups.sumsOf(row)) addToBalance(sums, account, row)
    }
  }
  for (const measure of [...flowMeasures, ...besideMeasures, ...correctedPaperMeasures]) {
    for (const row of counts.read({ ...filter, measure }, moment)) {
      for (const sums of groups.sumsOf(row)) addToFlow(sums, measure, row.balance)
    }
  }
}
