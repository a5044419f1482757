import { divisionHolds } from '@welfare/contracts/primitives.ts'
import type { Refusal } from '@welfare/decider/decider.ts'
import type { Unstamped } from './answers.contract.ts'
import { type BudgetAnswer, type BudgetQuery, balanceNames } from './budget.contract.ts'
import { addToBalance, addToFlow, type BudgetSums, emptySums, toAmounts } from './budget-amounts.ts'
import { besideMeasures, flowMeasures } from './counts.ts'
import type { Generation } from './generation.ts'
import { type Moment, reflectedAt, resolveMoment } from './moments.store.ts'
import { isRefusal, type QueryContext, unknownThing } from './query-context.ts'
import { createReachFilter, type ReachFilter, type WithReach } from './reach-filter.ts'
import type { ThingFacts } from './things.store.ts'

/** Each state of money apart, per group: balances of posting accounts, and what flowed. */
export function queryBudget(context: QueryContext, query: BudgetQuery & WithReach): Unstamped<BudgetAnswer> | Refusal {
  const { model } = context.generation
  const unknown = unknownThing(context, query)
  if (unknown) return unknown
  const moment = resolveMoment(model, query)
  if (isRefusal(moment)) return moment
  const directory = readDirectory(context, moment.sequence)
  const reach = createReachFilter(context.generation, query.reach, moment.sequence)
  const groups = createGroups(query, directory, reach)
  collect(context.generation, query, moment, groups)
  const wholeFunds = query.programme === undefined && query.division === undefined && reach.isEverything
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

interface Directory {
  readonly funds: ReadonlyMap<string, ThingFacts['fund']>
  readonly programmes: ReadonlyMap<string, ThingFacts['programme']>
  describe(by: BudgetQuery['by'], key: string): { key: string | null; name: string | null; division: string | null }
}

function readDirectory({ generation }: QueryContext, sequence: number): Directory {
  const listed = <K extends 'fund' | 'programme' | 'union'>(kind: K) =>
    generation.things.list(kind, sequence).map(({ id, facts }) => [id, facts] as const)
  const funds = new Map(listed('fund'))
  const programmes = new Map(listed('programme'))
  const unions = new Map(listed('union').map(([, { name, division }]) => [division, name]))
  return {
    funds,
    programmes,
    describe(by, key) {
      if (by === 'funder') return { key, name: key, division: null }
      if (by === 'division') return { key, name: unions.get(key) ?? null, division: key }
      if (key === '') return { key: null, name: null, division: null }
      const facts = by === 'fund' ? funds.get(key) : programmes.get(key)
      return { key, name: facts?.name ?? null, division: facts?.division ?? null }
    },
  }
}

interface Group {
  readonly key: string
  readonly sums: BudgetSums
  readonly funds: Map<string, BudgetSums>
}

interface Placed {
  readonly fund: string
  readonly programme: string
  readonly merchant?: string
}

type Groups = ReturnType<typeof createGroups>

/** Funds and programmes that are known have a row even when no money has moved. */
function createGroups(query: BudgetQuery, { funds, programmes }: Directory, reach: ReachFilter) {
  const groups = new Map<string, Group>()
  const total = emptySums()
  const get = (key: string): Group => {
    const known = groups.get(key)
    if (known) return known
    const group = { key, sums: emptySums(), funds: new Map() }
    groups.set(key, group)
    return group
  }
  if (query.by === 'fund' && query.programme === undefined) {
    for (const [id, fund] of funds)
      if (isWantedFund(query, id, fund) && isInDivision(query, fund.division) && reach.holds({ fund: id })) get(id)
  }
  if (query.by === 'programme' && query.fund === undefined && query.funder === undefined) {
    for (const [id, { division }] of programmes)
      if (isWantedProgramme(query, id) && isInDivision(query, division) && reach.holds({ programme: id })) get(id)
  }
  return {
    total,
    rows: () => [...groups.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
    /** The sums to which what belongs to this fund and programme ('' for none) is added; none when it is not asked for, or out of reach. */
    sumsOf(row: Placed): readonly BudgetSums[] {
      const { fund, programme } = row
      const fundFacts = funds.get(fund)
      const division = programmes.get(programme)?.division ?? fundFacts?.division ?? ''
      if (
        !isWantedProgramme(query, programme) ||
        !isWantedFund(query, fund, fundFacts) ||
        !isInDivision(query, division) ||
        !reach.holds(row)
      )
        return []
      const keys = { fund, programme, funder: fundFacts?.funder ?? '', division }
      const group = get(keys[query.by])
      const ofFund = group.funds.get(fund) ?? emptySums()
      group.funds.set(fund, ofFund)
      return [total, group.sums, ofFund]
    },
  }
}

function isWantedFund({ fund, funder }: BudgetQuery, id: string, facts: ThingFacts['fund'] | undefined): boolean {
  return (fund === undefined || fund === id) && (funder === undefined || funder === facts?.funder)
}

function isWantedProgramme({ programme }: BudgetQuery, id: string): boolean {
  return programme === undefined || programme === id
}

function isInDivision({ division }: BudgetQuery, code: string): boolean {
  return division === undefined || divisionHolds(division, code)
}

function collect({ postings, counts }: Generation, query: BudgetQuery, moment: Moment, groups: Groups): void {
  const filter = { fund: query.fund, programme: query.programme }
  for (const account of balanceNames) {
    for (const row of postings.read({ ...filter, account }, moment)) {
      for (const sums of groups.sumsOf(row)) addToBalance(sums, account, row)
    }
  }
  for (const measure of [...flowMeasures, ...besideMeasures]) {
    for (const row of counts.read({ ...filter, measure }, moment)) {
      for (const sums of groups.sumsOf(row)) addToFlow(sums, measure, row.balance)
    }
  }
}
