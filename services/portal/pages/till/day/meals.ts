import { type AnswerOf, answerOf } from '../../common/api/client.ts'
import { apis } from '../api.ts'
import type { Till } from '../shop.ts'

export type DayOfMeals = AnswerOf<'listMeals'>
export type ListedMeal = DayOfMeals['items'][number]
export type MealTotal = DayOfMeals['total']
export type MealDays = AnswerOf<'listMealDays'>

const PAGE = 50

/** @param day today where none is named */
export function readMeals(
  { seat, merchant }: Till,
  { day, cursor }: { readonly day?: string | undefined; readonly cursor?: string | undefined },
): Promise<DayOfMeals> {
  const query = { limit: PAGE, ...(day !== undefined && { day }), ...(cursor !== undefined && { cursor }) }
  return answerOf(apis[seat].GET('/v1/merchants/{id}/meals', { params: { path: { id: merchant }, query } }))
}

export function readMealDays({ seat, merchant }: Till, cursor: string | undefined): Promise<MealDays> {
  const query = { limit: PAGE, ...(cursor !== undefined && { cursor }) }
  return answerOf(apis[seat].GET('/v1/merchants/{id}/meal-days', { params: { path: { id: merchant }, query } }))
}
