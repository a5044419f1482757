import { subtractFen, sumFen } from '@welfare/contracts/money.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { Unstamped } from '../budget/answers.contract.ts'
import { isOfBatch, readDays } from '../budget/running-totals.store.ts'
import { ALL_WINDOWS } from '../people/people.store.ts'
import { isRefusal, type QueryContext, unknownThing } from '../query-context.ts'
import { reflectedAt, resolveMoment } from '../read-model/moments.store.ts'
import { END_OF_DAYS } from '../read-model/read-model.schema.ts'
import { createScopeFilter, type WithScope } from '../scope-filter.ts'
import type { MealsByDayAnswer, MealsByDayQuery } from './meals.contract.ts'

type DayOfProgramme = MealsByDayAnswer['days'][number]

/** How many ate on each day, and what was used, by programme. */
export function queryMealsByDay(
  context: QueryContext,
  query: MealsByDayQuery & WithScope,
): Unstamped<MealsByDayAnswer> | Refusal {
  const { generation } = context
  const { model, counts, postings, directory } = generation
  const unknown = unknownThing(context, query)
  if (unknown) return unknown
  const moment = resolveMoment(model, query)
  if (isRefusal(moment)) return moment
  const { sequence, day: effective } = moment
  const { programme, from = '', through = END_OF_DAYS } = query
  const scope = createScopeFilter(generation, query.scope, sequence)
  const now = { sequence: model.checkpoint().sequence }
  const span = { sequence, from, through: effective !== undefined && effective < through ? effective : through }
  const visits = counts
    .read({ measure: 'visits', programme, window: ALL_WINDOWS }, now)
    .filter((row) => scope.holds({ programme: row.programme }))
  const used = postings.read({ account: 'used', programme }, now).filter((row) => isOfBatch(row) && scope.holds(row))
  const days = new Map<string, DayOfProgramme>()
  const dayOf = (programme: string, day: string): DayOfProgramme => {
    const key = `${day} ${programme}`
    const known = days.get(key) ?? {
      ...{ day, programme, meals: 0, usedFen: 0 },
      programmeName: directory.find('programme', programme, sequence)?.name ?? null,
    }
    days.set(key, known)
    return known
  }
  for (const row of readDays(model, 'count', idsOf(visits), span)) dayOf(row.programme, row.date).meals = row.amount
  for (const row of readDays(model, 'posting', idsOf(used), span))
    dayOf(row.programme, row.date).usedFen = subtractFen(0, row.amount)
  const listed = [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, day]) => day)
  return {
    ...reflectedAt(model, sequence),
    ...(effective !== undefined && { effective }),
    days: listed,
    total: { meals: sumFen(listed.map(({ meals }) => meals)), usedFen: sumFen(listed.map(({ usedFen }) => usedFen)) },
  }
}

function idsOf(accounts: readonly { readonly id: number }[]): number[] {
  return accounts.map(({ id }) => id)
}
