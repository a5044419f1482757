import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { Unstamped } from '../budget/answers.contract.ts'
import { creditsOf, entryOf, isOfBatch, splitEntry } from '../budget/running-totals.store.ts'
import { readPlace, writePlace } from '../journal/cursors.ts'
import { readEvents, readLegs } from '../journal/journal-legs.ts'
import { isRefusal, type QueryContext, refusal, unknownThing } from '../query-context.ts'
import { type Moment, reflectedAt, resolveMoment } from '../read-model/moments.store.ts'
import { createScopeFilter, type ScopeFilter, type WithScope } from '../scope-filter.ts'
import type { MealsAnswer, PagedQuery } from './meals.contract.ts'
import { sumTakenBackLater } from './taken-back-later.ts'
import { mealIn, toldMeal } from './told-meal.ts'

/** A fund's money followed to the meals it paid: the redemptions that used it, with its share of each. */
export function queryMeals(
  context: QueryContext,
  query: PagedQuery & WithScope & { readonly fund: string },
): Unstamped<MealsAnswer> | Refusal {
  const { generation, source } = context
  const unknown = unknownThing(context, { fund: query.fund, scope: query.scope })
  if (unknown) return unknown
  const place = readPlace(query.cursor)
  if (place === null) return refusal('cursor-malformed')
  const moment = resolveMoment(generation.model, place ? { at: String(place.sequence) } : query)
  if (isRefusal(moment)) return moment
  const scope = createScopeFilter(generation, query.scope, moment.sequence)
  const found = findRedemptions(context, { ...query, scope }, place?.entry ?? 0, moment)
  const page = found.slice(0, query.limit)
  const last = page.at(-1)
  const events = readEvents(source, page)
  return {
    ...reflectedAt(generation.model, moment.sequence),
    fund: query.fund,
    meals: page.map((sequence) => toMeal(context, events.get(sequence), query.fund, moment)),
    sum: sumOf(context, query.fund, scope, moment),
    nextCursor:
      found.length > page.length && last !== undefined ? writePlace({ sequence: moment.sequence, entry: last }) : null,
  }
}

/** Sequences of redemptions, one more than the page holds: the credits on `used`, which a reversal debits. */
function findRedemptions(
  context: QueryContext,
  { fund, limit, scope }: { readonly fund: string; readonly limit: number; readonly scope: ScopeFilter },
  after: number,
  moment: Moment,
): number[] {
  // Of no batch is what a bank took for itself.
  const holds = (row: Parameters<typeof scope.holds>[0] & { readonly batch: string }) =>
    scope.holds(row) && isOfBatch(row)
  const before = entryOf(moment.sequence + 1, 0)
  const found = new Set<number>()
  let from = entryOf(after + 1, 0) - 1
  while (found.size <= limit) {
    const wanted = { dimensions: { account: 'used', fund }, side: 'credit', holds } as const
    const legs = readLegs(context, wanted, { after: from, before, limit: limit + 1 })
    for (const { entry } of legs) if (found.size <= limit) found.add(splitEntry(entry).sequence)
    from = legs.at(-1)?.entry ?? from
    if (legs.length <= limit) break
  }
  return [...found]
}

function toMeal(
  context: QueryContext,
  recorded: SequencedEvent | undefined,
  fund: string,
  { sequence }: Moment,
): MealsAnswer['meals'][number] {
  const shares = mealIn(recorded).draws.flatMap((draw) => draw.shares)
  return {
    ...toldMeal(context, recorded, sequence),
    shareFen: totalOf(shares.filter((share) => share.fund === fund)),
  }
}

function sumOf({ generation }: QueryContext, fund: string, scope: ScopeFilter, moment: Moment): MealsAnswer['sum'] {
  const rows = generation.postings.read({ account: 'used', fund }, moment).filter(scope.holds)
  const redeemedFen = sumFen(rows.filter(isOfBatch).map(creditsOf))
  // Of no programme is what was entered wrongly of a bank's charge; of a purchase, what a supplier invoiced.
  const waived = rows.filter((row) => !isOfBatch(row) && row.programme !== '' && row.purchase === '')
  const [ofItsYearFen = 0, waivedFen = 0] = [rows.filter(isOfBatch), waived].map((some) =>
    sumFen(some.map((row) => row.debits)),
  )
  const owed = generation.postings.read({ account: 'payable', fund }, moment).filter(scope.holds)
  const ids = owed.map(({ id }) => id)
  const reversedFen = addFen(ofItsYearFen, sumTakenBackLater(generation.model, fund, ids, moment))
  return { redeemedFen, reversedFen, waivedFen, paidFen: subtractFen(redeemedFen, addFen(reversedFen, waivedFen)) }
}
