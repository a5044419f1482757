import { addFen, sumFen } from '@welfare/contracts/money.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { Unstamped } from '../budget/answers.contract.ts'
import { readPlace, writePlace } from '../journal/cursors.ts'
import { readEvents } from '../journal/journal-legs.ts'
import { isRefusal, type QueryContext, refusal, unknownThing } from '../query-context.ts'
import { reflectedAt, resolveMoment } from '../read-model/moments.store.ts'
import { createScopeFilter, type WithScope } from '../scope-filter.ts'
import { readGifts } from './gifts-of-fund.ts'
import type { DonationFlowAnswer, PagedQuery } from './meals.contract.ts'
import { type PaidMeal, readPaidMeals, sharedOut } from './meals-paid.ts'
import { toldMeal } from './told-meal.ts'

/** A donation followed to the meals that it paid. */
export function queryDonationFlow(
  context: QueryContext,
  { id, ...query }: PagedQuery & WithScope & { readonly id: string },
): Unstamped<DonationFlowAnswer> | Refusal {
  const { generation, source } = context
  const { stream: fund } = splitPart(id)
  if (unknownThing(context, { fund, scope: query.scope })) return refusal('thing-unknown', { thing: id })
  const place = readPlace(query.cursor)
  if (place === null) return refusal('cursor-malformed')
  const moment = resolveMoment(generation.model, place ? { at: String(place.sequence) } : query)
  if (isRefusal(moment)) return moment
  const { sequence } = moment
  const gifts = readGifts(context, fund, sequence)
  const donation = gifts.donations.get(id)
  const scope = createScopeFilter(generation, query.scope, sequence)
  if (!donation || !scope.holds({ fund })) return refusal('thing-unknown', { thing: id })
  const everyMeal = readPaidMeals(generation.model, fund, sequence)
  const programmes = generation.directory.list('programme', sequence).flatMap(({ id: programme, facts }) => {
    const given = gifts.givenTo(programme)
    if (!given.has(id) || !scope.holds({ programme, fund })) return []
    const meals = everyMeal.filter((meal) => meal.programme === programme)
    const paid = [...sharedOut(meals, given)].flatMap(([meal, parts]) => {
      const amountFen = sumFen(parts.filter((part) => part.donation === id).map((part) => part.amountFen))
      return amountFen === 0 ? [] : [{ ...meal, amountFen }]
    })
    return [{ programme, name: facts.name, givenFen: given.get(id) ?? 0, usedFen: usedOf(paid), paid }]
  })
  const paid = programmes.flatMap((programme) => programme.paid).sort((a, b) => a.sequence - b.sequence)
  const found = paid.filter((meal) => meal.sequence > (place?.entry ?? 0))
  const page = found.slice(0, query.limit)
  const last = page.at(-1)
  const events = readEvents(
    source,
    page.map((meal) => meal.sequence),
  )
  return {
    ...reflectedAt(generation.model, sequence),
    donation: id,
    ...donation,
    fund,
    fundName: generation.directory.find('fund', fund, sequence)?.name ?? null,
    availableFen: gifts.availableOf(id),
    programmes: programmes.map(({ paid: _, ...programme }) => programme),
    merchants: byMerchant(context, paid, sequence),
    usedFen: usedOf(paid),
    mealCount: paid.length,
    meals: page.map((meal) => ({
      ...toldMeal(context, events.get(meal.sequence), sequence),
      shareFen: meal.amountFen,
    })),
    nextCursor: found.length > page.length && last ? writePlace({ sequence, entry: last.sequence }) : null,
  }
}

interface PaidPart extends PaidMeal {
  readonly amountFen: number
}

function usedOf(paid: readonly PaidPart[]): number {
  return sumFen(paid.map(({ amountFen }) => amountFen))
}

function byMerchant(
  { generation: { directory } }: QueryContext,
  paid: readonly PaidPart[],
  through: number,
): DonationFlowAnswer['merchants'] {
  const places = new Map<string, DonationFlowAnswer['merchants'][number]>()
  for (const { programme, merchant, amountFen } of paid) {
    const key = `${programme} ${merchant}`
    const known = places.get(key)
    const name = known?.name ?? directory.find('merchant', merchant, through)?.name ?? null
    places.set(key, {
      ...{ programme, merchant, name },
      meals: (known?.meals ?? 0) + 1,
      usedFen: addFen(known?.usedFen ?? 0, amountFen),
    })
  }
  return [...places.values()]
}
