import { addDays } from '@welfare/contracts/days.ts'
import { subtractFen, sumFen } from '@welfare/contracts/money.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { startOfShanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { Unstamped } from '../budget/answers.contract.ts'
import type { BudgetAmounts } from '../budget/budget.contract.ts'
import { queryBudget } from '../budget/budget.queries.ts'
import { projectionLimits } from '../limits.ts'
import type { CoverageCounts } from '../people/coverage.contract.ts'
import { queryCoverage } from '../people/coverage.queries.ts'
import { isRefusal, type QueryContext, refusal, unknownThing } from '../query-context.ts'
import type { WithScope } from '../scope-filter.ts'
import type { Publicity, PublicProgramme } from './public-programme.contract.ts'

interface OfProgramme {
  readonly programme: string
}

/** The page that anybody reads; one that is not public is answered like one that is not there. */
export function queryPublicProgramme(
  context: QueryContext,
  { programme }: OfProgramme,
): Unstamped<PublicProgramme> | Refusal {
  return isPublic(context, programme) ? readPage(context, programme) : refusal('public-page-unknown')
}

/** The same page for who switches it on and off, as it would be. */
export function queryPublicity(
  context: QueryContext,
  { programme, scope }: OfProgramme & WithScope,
): Unstamped<Publicity> | Refusal {
  const unknown = unknownThing(context, { programme, scope })
  if (unknown) return unknown
  const page = readPage(context, programme)
  return isRefusal(page) ? page : { ...page, isPublic: isPublic(context, programme) }
}

function isPublic({ generation: { directory, model } }: QueryContext, programme: string): boolean {
  return directory.find('publicity', programme, model.checkpoint().sequence)?.isPublic ?? false
}

function readPage(context: QueryContext, programme: string): Unstamped<PublicProgramme> | Refusal {
  const { directory, model } = context.generation
  const now = model.checkpoint().sequence
  const facts = directory.find('programme', programme, now)
  if (!facts) return refusal('public-page-unknown')
  const at = new Date(startOfShanghaiDay(context.today).getTime() - 1).toISOString()
  const budget = queryBudget(context, { by: 'programme', programme, at })
  if (isRefusal(budget)) return budget
  const coverage = queryCoverage(context, { programme, at })
  if (isRefusal(coverage)) return coverage
  const { by: _, rows: __, total, ...reflected } = budget
  const { name, division, plan } = facts
  const shown = plan === 'people' ? ofPeople(coverage.total, total) : ofSites(coverage.total, total)
  return {
    ...reflected,
    ...{ programme, name, division, plan },
    union: directory.list('union', now).find((union) => union.facts.division === division)?.facts.name ?? null,
    throughDay: addDays(context.today, -1),
    windows: directory
      .list('window', now)
      .filter(({ id }) => id.startsWith(`${programme}/`))
      .map((window) => window.facts)
      .sort((a, b) => (a.from < b.from ? -1 : 1)),
    ...shown,
    smallestGroup: projectionLimits.smallestGroup,
  }
}

type Shown = Pick<PublicProgramme, 'money' | 'people' | 'sites' | 'goods' | 'isWithheld'>

function ofPeople({ people, kits }: CoverageCounts, total: BudgetAmounts): Shown {
  const { eligible, reached, visits, reachedOfEligible } = people
  const isWithheld = isSmall(eligible) || isSmall(reached)
  return {
    money: moneyOf(total, isWithheld),
    people: {
      planned: isSmall(eligible) ? null : eligible,
      reached: isWithheld ? null : reached,
      percentage: isWithheld ? null : reachedOfEligible.percentage,
      meals: isWithheld ? null : visits,
    },
    sites: null,
    goods: isWithheld ? null : handedOut(kits),
    isWithheld,
  }
}

function ofSites({ sites, kits }: CoverageCounts, total: BudgetAmounts): Shown {
  const { planned, delivered, headsPlanned, headsCovered, headsCoveredOfPlanned } = sites
  const isWithheld = isSmall(headsPlanned) || isSmall(headsCovered)
  return {
    money: moneyOf(total, isWithheld),
    people: null,
    sites: {
      ...{ planned, delivered },
      headsPlanned: isSmall(headsPlanned) ? null : headsPlanned,
      headsCovered: isWithheld ? null : headsCovered,
      percentage: isWithheld ? null : headsCoveredOfPlanned.percentage,
    },
    goods: isWithheld ? null : handedOut(kits),
    isWithheld,
  }
}

/** Of nobody nothing is told. */
function isSmall(people: number): boolean {
  return people > 0 && people < projectionLimits.smallestGroup
}

function handedOut(kits: CoverageCounts['kits']): PublicProgramme['goods'] {
  return kits.map((kit) => ({ name: kit.name, handedOut: kit.handedOut }))
}

function moneyOf({ balances, turnovers }: BudgetAmounts, isWithheld: boolean): PublicProgramme['money'] {
  const inFen = subtractFen(turnovers.allocatedTotalFen, turnovers.allocationCorrectedTotalFen)
  const returnedFen = subtractFen(turnovers.allocationReturnedTotalFen, turnovers.allocationReturnCorrectedTotalFen)
  if (isWithheld) return { inFen, returnedFen, usedFen: null, claimedFen: null, writtenOffFen: null, leftFen: null }
  const { usedFen, claimedFen, writtenOffFen } = balances
  const leftFen = subtractFen(inFen, sumFen([returnedFen, usedFen, claimedFen, writtenOffFen]))
  return { inFen, returnedFen, usedFen, claimedFen, writtenOffFen, leftFen }
}
