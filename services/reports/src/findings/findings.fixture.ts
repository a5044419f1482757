import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { createHistory, type History, idOf, toSequenced } from '../history.fixture.ts'
import { listAll, projectHistory } from '../projected-history.fixture.ts'
import type { QueryParams } from '../queries.ts'
import type { FindingsAnswer } from './findings.contract.ts'

export const [programme, fund, depot] = [idOf('programme', 1), idOf('fund', 1), idOf('depot', 1)]
export const batch = idOf('batch', 1)
export const merchants = [0, 1, 2, 3].map((number) => idOf('merchant', number))

export interface MealOf {
  /** Shanghai time. */
  readonly at: string
  readonly merchant?: number
  readonly worker?: number | string
  readonly device?: string
  readonly amountFen?: number
  readonly account?: string
  /** A till's number; else another for each meal. */
  readonly slip?: number
  readonly document?: { kind: string; number: string }
  /** Of the credits that can be used on that day; default: nothing. */
  readonly leftFen?: number
  readonly lateEntry?: { reason: string; days: number }
}

/** What comes before the first meal of a history. */
export const FIRST_MEAL = 8

interface Play {
  readonly add: History['add']
  /** @returns its version in the worker's wallet */
  meal(day: string, meal: MealOf): number
  reverse(day: string, worker: string, version: number): void
}

export function history(kind: string, play: (play: Play) => void): SequencedEvent[] {
  const made = createHistory()
  const { add } = made
  const restriction = { purposes: [], divisions: [] }
  const start = '2025-07-01'
  add(fund, 'FundOpened', { name: 'F', division: '630000', funder: { name: 'U', kind: 'union' }, restriction }, start)
  const rules = { windows: [], quota: {}, lateEntryDays: 0, sharing: 'in-proportion' as const }
  const defined = { name: 'Meals', kind, division: '632701', plan: 'people' as const, year: 2025 }
  add(programme, 'ProgrammeDefined', { ...defined, rules, rulesVersion: 1 }, start)
  for (const [index, merchant] of merchants.entries())
    add(merchant, 'MerchantRegistered', { name: `Merchant ${index}`, division: '632701' }, start)
  add(depot, 'DepotOpened', { name: 'Depot', division: '632701' }, start)
  const meals = new Map<string, ReturnType<typeof mealData>>()
  let nextSlip = 1_000
  play({
    add,
    meal(day, meal) {
      const data = mealData(day, meal)
      const wallet = walletOf(data.worker)
      const occurredAt = new Date(`${day}T${meal.at}+08:00`).toISOString()
      const { account, document, lateEntry, slip = nextSlip++ } = meal
      const more = {
        occurredAt,
        ...(account !== undefined && { actor: account }),
        ...(document && { document }),
        ...(lateEntry && { lateEntry }),
      }
      const { version } = add(wallet, 'MealRedeemed', { ...data, deviceSequence: slip }, day, more)
      meals.set(`${wallet}.${version}`, data)
      return version
    },
    reverse(day, worker, version) {
      const redemption = `${walletOf(idOf('worker', worker))}.${version}`
      const data = meals.get(redemption)
      if (!data) throw new Error(`no meal ${redemption}`)
      const draws = data.draws.map((draw) => ({ ...draw, to: 'issued' as const }))
      const { merchant, worker: of } = data
      const reversal = { programme, worker: of, merchant, redemption, draws, reason: 'mistake', balanceAfterFen: 0 }
      add(walletOf(of), 'RedemptionReversed', reversal, day)
    },
  })
  return toSequenced(made.events)
}

export function mealsOn(day: string, meals: readonly MealOf[], kind = 'meal'): SequencedEvent[] {
  return history(kind, (play) => {
    for (const meal of meals) play.meal(day, meal)
  })
}

export function mealData(
  day: string,
  { merchant = 0, worker = 0, device = 'till-1', amountFen = 500, leftFen = 0 }: MealOf,
) {
  const of = idOf('worker', `${worker}`)
  return {
    programme,
    worker: of,
    merchant: merchants[merchant] ?? '',
    redeemedOn: day,
    items: [],
    factsReadThrough: 1,
    listPriceFen: amountFen,
    discountFen: 0,
    ownShareFen: 0,
    draws: [{ credit: `${walletOf(of)}.1`, batch, window: 'w', shares: [{ fund, amountFen }] }],
    balanceAfterFen: leftFen,
    deviceId: device,
    deviceSequence: 1,
    capturedOffline: false,
  }
}

export function walletOf(worker: string): string {
  return idOf('wallet', worker)
}

export function clockTime(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().slice(11, 19)
}

type Finding = FindingsAnswer['findings'][number]

export function findingsOf(
  events: readonly SequencedEvent[],
  query: Partial<QueryParams<'findings'>> = {},
  batchSize = 1_000,
): Finding[] {
  const { ask } = projectHistory(events, batchSize)
  return listAll(
    (cursor) => ask('findings', { limit: 3, ...query, ...cursor }),
    (page) => page.findings,
  )
}
