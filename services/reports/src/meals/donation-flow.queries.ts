import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { Unstamped } from '../budget/answers.contract.ts'
import { readPlace, writePlace } from '../journal/cursors.ts'
import { readEvents } from '../journal/journal-legs.ts'
import { isRefusal, type QueryContext, refusal, unknownThing } from '../query-context.ts'
import type { Generation } from '../read-model/generation.ts'
import { reflectedAt, resolveMoment } from '../read-model/moments.store.ts'
import { createScopeFilter, type WithScope } from '../scope-filter.ts'
import { type GiftsOfFund, readGifts } from './gifts-of-fund.ts'
import type { DonationFlowAnswer, PagedQuery } from './meals.contract.ts'
import { type PaidMeal, type Part, readPaidMeals, sharedOut } from './meals-paid.ts'
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
  const programmes = followGift(context, { fund, id, gifts, sequence }).filter(({ programme }) =>
    scope.holds({ programme, fund }),
  )
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
    programmes: programmes.map(({ paid: _, goodsFen: __, ...programme }) => programme),
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

export interface PaidPart extends PaidMeal {
  readonly amountFen: number
}

interface FollowedGift {
  readonly fund: string
  readonly id: string
  readonly gifts: GiftsOfFund
  readonly sequence: number
}

/** The programmes in which some of it lies, and the meals that it paid there. */
export function followGift({ generation }: QueryContext, { fund, id, gifts, sequence }: FollowedGift) {
  const everyMeal = readPaidMeals(generation.model, fund, sequence)
  return generation.directory.list('programme', sequence).flatMap(({ id: programme, facts }) => {
    const given = gifts.givenTo(programme)
    if (!given.has(id)) return []
    const meals = everyMeal.filter((meal) => meal.programme === programme)
    const paid = [...sharedOut(meals, given)].flatMap(([meal, parts]): PaidPart[] => {
      const amountFen = sumFen(fenOf(parts, id))
      return amountFen === 0 ? [] : [{ ...meal, amountFen }]
    })
    const goods = { ...noMeal, programme, netFen: usedForGoods(generation, { fund, programme, sequence }) }
    const all = sumFen([...sharedOut([...meals, goods], given)].flatMap(([, parts]) => fenOf(parts, id)))
    const usedFen = usedOf(paid)
    const goodsFen = subtractFen(all, usedFen)
    return [{ programme, name: facts.name, givenFen: given.get(id) ?? 0, usedFen, goodsFen, paid }]
  })
}

/** What was bought has its money of what the meals leave. */
const noMeal = { sequence: Number.MAX_SAFE_INTEGER, merchant: '', day: '' } as const

function usedForGoods(
  { postings }: Generation,
  { sequence, ...of }: { readonly fund: string; readonly programme: string; readonly sequence: number },
): number {
  const used = postings.read({ ...of, account: 'used' }, { sequence }).filter(({ purchase }) => purchase !== '')
  return sumFen(used.map(({ balance }) => subtractFen(0, balance)))
}

function fenOf(parts: readonly Part[], id: string): number[] {
  return parts.filter(({ donation }) => donation === id).map(({ amountFen }) => amountFen)
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
