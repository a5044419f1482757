import { subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { Unstamped } from '../budget/answers.contract.ts'
import { isRefusal, type QueryContext, refusal } from '../query-context.ts'
import { readEventAt } from '../read-model/event-source.ts'
import { toProjected } from '../read-model/generation.ts'
import { reflectedAt, resolveMoment } from '../read-model/moments.store.ts'
import { createScopeFilter, type WithScope } from '../scope-filter.ts'
import { readGifts } from './gifts-of-fund.ts'
import type { DonorsOfMealAnswer, MealQuery } from './meals.contract.ts'
import { readPaidMeals, sharedOut } from './meals-paid.ts'
import { mealIn, toldMeal } from './told-meal.ts'

/** A meal back to those who gave it. */
export function queryDonorsOfMeal(
  context: QueryContext,
  { id, ...query }: MealQuery & WithScope & { readonly id: string },
): Unstamped<DonorsOfMealAnswer> | Refusal {
  const { generation } = context
  const moment = resolveMoment(generation.model, query)
  if (isRefusal(moment)) return moment
  const { sequence: through } = moment
  const recorded = findMeal(context, id, through)
  const scope = createScopeFilter(generation, query.scope, through)
  if (!recorded || !toProjected(recorded).legs.some(scope.holds)) return refusal('thing-unknown', { thing: id })
  const { draws, ownShareFen, discountFen } = mealIn(recorded)
  const told = toldMeal(context, recorded, through)
  const funds = [...new Set(draws.flatMap(({ shares }) => shares).map(({ fund }) => fund))]
  const paidBy = new Map(funds.map((fund) => [fund, partsOf(context, fund, told, through)]))
  // As everywhere: a fund of elsewhere is known by what it pays within, its donations are not.
  const parts = funds.filter((fund) => scope.holds({ fund })).flatMap((fund) => paidBy.get(fund) ?? [])
  const otherFunds = funds
    .filter((fund) => !scope.holds({ fund }))
    .map((fund) => ({ fund, fundName: nameOf(context, fund, through), amountFen: paidOf(paidBy.get(fund) ?? []) }))
  return {
    ...reflectedAt(generation.model, through),
    ...told,
    ownShareFen,
    discountFen,
    takenBackFen: subtractFen(told.paidFen, paidOf([...paidBy.values()].flat())),
    parts,
    otherFunds,
  }
}

function findMeal({ generation, source }: QueryContext, id: string, through: number): SequencedEvent | undefined {
  const { stream, version } = splitPart(id)
  for (const sequence of generation.references.candidates(stream, { after: 0, through })) {
    const event = readEventAt(source, sequence)
    if (event.stream === stream && event.version === version) return event.type === 'MealRedeemed' ? event : undefined
  }
  return undefined
}

function partsOf(
  context: QueryContext,
  fund: string,
  { programme, sequence }: Pick<DonorsOfMealAnswer, 'programme' | 'sequence'>,
  through: number,
): DonorsOfMealAnswer['parts'] {
  const { model } = context.generation
  const gifts = readGifts(context, fund, through)
  const meals = readPaidMeals(model, fund, through).filter((meal) => meal.programme === programme)
  for (const [meal, parts] of sharedOut(meals, gifts.givenTo(programme))) {
    if (meal.sequence !== sequence) continue
    const fundName = nameOf(context, fund, through)
    return parts.flatMap(({ donation, amountFen }) => {
      const given = gifts.donations.get(donation)
      if (!given) return []
      const { donor, receiptNumber, receivedOn } = given
      return [{ donation, donor, receiptNumber, receivedOn, fund, fundName, amountFen }]
    })
  }
  return []
}

function paidOf(parts: readonly { readonly amountFen: number }[]): number {
  return sumFen(parts.map(({ amountFen }) => amountFen))
}

function nameOf({ generation }: QueryContext, fund: string, through: number): string | null {
  return generation.directory.find('fund', fund, through)?.name ?? null
}
