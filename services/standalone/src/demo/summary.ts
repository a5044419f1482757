import { addFen, formatWan, formatYuan } from '@welfare/contracts/money.ts'
import { formatPercentage } from '@welfare/contracts/percentages.ts'
import type { BudgetAnswer } from '@welfare/reports/budget/budget.contract.ts'
import type { CoverageAnswer, GapsAnswer } from '@welfare/reports/people/coverage.contract.ts'
import { renderBudget } from '../cli/tables/budget-table.ts'
import { renderCoverage } from '../cli/tables/coverage-table.ts'
import { renderGaps } from '../cli/tables/gaps-table.ts'
import type { DemoPlan } from './plan.ts'
import type { PublicApi } from './public-api.ts'
import { festivalMeals } from './summer-2025.ts'

const GAPS_SHOWN = 6

interface Programme {
  readonly id: string
  readonly name: string
  readonly kind: string
}

/** What a union chair wants to see, read from the public API like everything else. */
export async function summarise(api: PublicApi, plan: DemoPlan): Promise<string> {
  const { items: programmes } = await api.get<{ items: Programme[] }>('/v1/programmes?limit=100')
  const [meals] = ofKind(programmes, 'festival-meal')
  const [cooling] = ofKind(programmes, 'cooling')
  const breakfasts = ofKind(programmes, 'breakfast')
  if (!meals || !cooling) throw new Error('the demonstration’s programmes are not there')
  const budget = (query: string) => api.get<BudgetAnswer>(`/v1/budget?${query}`)
  const coverage = (query: string) => api.get<CoverageAnswer>(`/v1/coverage?${query}`)
  const gaps = (query: string) => api.get<GapsAnswer>(`/v1/gaps?${query}&limit=${GAPS_SHOWN}`)
  const byProgramme = await budget('by=programme')
  const sites = await coverage(`programme=${cooling.id}&by=division`)
  return [
    [
      headlines(byProgramme, meals, breakfasts, sites),
      spent(byProgramme, breakfasts, plan),
      await settled(api, byProgramme),
    ].join('\n'),
    renderBudget(await budget('by=fund')),
    renderBudget(withoutFunds(byProgramme)),
    titled(meals.name, renderCoverage(await coverage(`programme=${meals.id}&by=window`))),
    titled(meals.name, renderCoverage(await coverage(`programme=${meals.id}&by=employer`))),
    titled('玉树州 (632700 and below), all programmes', renderCoverage(await coverage('division=632700&by=division'))),
    titled(cooling.name, renderCoverage(sites)),
    titled(`${meals.name}, 国庆节 only`, renderGaps(await gaps(`programme=${meals.id}&window=national-day`))),
    titled(cooling.name, renderGaps(await gaps(`programme=${cooling.id}`))),
  ].join('\n\n')
}

function headlines(
  { rows, total }: BudgetAnswer,
  meals: Programme,
  breakfasts: readonly Programme[],
  sites: CoverageAnswer,
): string {
  const turnover = (
    ids: readonly string[],
    name: 'allocatedTotalFen' | 'issuedTotalFen' | 'redeemedTotalFen' | 'reversedTotalFen',
  ) => rows.filter(({ key }) => key !== null && ids.includes(key)).reduce((sum, row) => sum + row.turnovers[name], 0)
  const breakfastIds = breakfasts.map(({ id }) => id)
  const { windows } = festivalMeals.programme.rules
  const perWorkerFen = windows.reduce((sum, { creditFen }) => sum + creditFen, 0)
  const kits = sites.total.kits.reduce((sum, { handedOut }) => sum + handedOut, 0)
  const holds = Object.values(total.identities).every((identity) => identity !== false)
  return [
    `${meals.name}: allocated ${money(turnover([meals.id], 'allocatedTotalFen'))}, issued ${money(turnover([meals.id], 'issuedTotalFen'))},`,
    `  redeemed ${money(turnover([meals.id], 'redeemedTotalFen'))}, of which reversed ${formatYuan(turnover([meals.id], 'reversedTotalFen'))}; 500 workers at ${formatYuan(perWorkerFen)} yuan over ${windows.length} festivals.`,
    `爱心早餐, ${breakfasts.length} counties: allocated by several funders ${money(turnover(breakfastIds, 'allocatedTotalFen'))},`,
    `  issued ${money(turnover(breakfastIds, 'issuedTotalFen'))}, redeemed ${money(turnover(breakfastIds, 'redeemedTotalFen'))}.`,
    `夏送清凉: ${sites.total.sites.planned} sites planned, ${sites.total.sites.delivered} delivered, ${sites.total.sites.short} short, ${sites.total.sites.neverVisited} not reached; ${kits} kits handed out.`,
    `Books: ${holds ? 'every identity of the funds holds' : 'AN IDENTITY OF THE FUNDS DOES NOT HOLD'}.`,
  ].join('\n')
}

function spent({ rows }: BudgetAnswer, breakfasts: readonly Programme[], { says }: DemoPlan): string {
  const ofBreakfasts = rows.filter(({ key }) => breakfasts.some(({ id }) => id === key))
  const sumOf = (amounts: readonly number[]) => amounts.reduce((sum, fen) => addFen(sum, fen), 0)
  const allocatedFen = sumOf(ofBreakfasts.map(({ turnovers }) => turnovers.allocatedTotalFen))
  const usedFen = sumOf(ofBreakfasts.map(({ balances }) => balances.usedFen))
  const percent = formatPercentage({ numerator: usedFen, denominator: allocatedFen })
  return `Played, of the breakfasts: ${says}. Spent: ${formatYuan(usedFen)} of ${formatYuan(allocatedFen)} yuan, ${percent}.`
}

async function settled(api: PublicApi, { total }: BudgetAnswer): Promise<string> {
  const { items } = await api.get<{ items: object[] }>('/v1/statements?status=paid&limit=500')
  const { paidTotalFen } = total.turnovers
  const { payableFen, disputedFen } = total.balances
  return `Shops: paid ${money(paidTotalFen)} by ${items.length} statements; ${formatYuan(payableFen)} not yet, ${formatYuan(disputedFen)} disputed.`
}

/** Each fund apart stands in the table by fund already. */
function withoutFunds(answer: BudgetAnswer): BudgetAnswer {
  return { ...answer, rows: answer.rows.map(({ funds: _, ...row }) => row) }
}

function ofKind(programmes: readonly Programme[], kind: string): Programme[] {
  return programmes.filter((programme) => programme.kind === kind)
}

function titled(title: string, text: string): string {
  return `${title}\n${text}`
}

function money(amountFen: number): string {
  return `${formatYuan(amountFen)} yuan (${formatWan(amountFen)}万元)`
}
