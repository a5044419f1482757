import { LAST_DAY } from '@welfare/contracts/days.ts'
import { totalFen } from '@welfare/contracts/events/funds.ts'
import { statementNumber } from '@welfare/contracts/events/statements.ts'
import { amountFen, count, day, idOf, instant, partOf, text } from '@welfare/contracts/primitives.ts'
import { statementId } from '@welfare/facts/statement-id.ts'
import { afterField } from '@welfare/http/after.ts'
import { answerPage, pageOf } from '@welfare/http/paging.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import { decodeCursor, pageFields } from '@welfare/http/query-fields.ts'
import { type Actor, defineRoute, type Route, type RouteAnswer } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import type { VouchersContext } from '../vouchers.context.ts'
import { codeTail } from '../wire.ts'
import { undoableUntil } from './meal-entry.ts'
import type { MealRow, MealTotal } from './meals.facts.ts'
import { tailOfMeal } from './tail-of-meal.ts'

const params = z.strictObject({ id: idOf('merchant') })
const total = z.strictObject({
  meals: count.meta({ description: 'Those that still stand, in whole or in part' }),
  takenBack: count.meta({ description: 'Those that were taken back as a whole, on whatever day' }),
  amountFen: totalFen.meta({ description: 'What the credits still pay of them' }),
  ownShareFen: totalFen.meta({ description: 'What the workers paid beside it' }),
})
const meal = z.strictObject({
  id: partOf('wallet'),
  programme: idOf('programme'),
  tail: codeTail.optional(),
  enteredAt: instant,
  enteredBy: z.enum(['till', 'union']).optional(),
  device: text(64).meta({ description: 'Account of the phone, or what the till calls itself' }),
  amountFen: amountFen.meta({ description: 'Paid by the credit, as it was entered' }),
  keptFen: amountFen.meta({ description: 'What the credit still pays of it; 0: it was taken back' }),
  ownShareFen: amountFen,
  discountFen: amountFen,
  undoUntil: instant.optional().meta({ description: 'A till may take it back until then; absent where it may not' }),
  statement: statementNumber
    .optional()
    .meta({ description: 'The approved number of its statement that holds it: what is taken back of it is set off' }),
})

const merchantUnknown: Problem = { code: 'merchant-unknown', status: 404, facts: {} }

/** A shop's meals as its till shows them. With totals beside the page: no listRoute. */
export function createMealsRoutes(context: VouchersContext): readonly Route[] {
  return [listMeals(context), listMealDays(context)]
}

function listMeals(context: VouchersContext): Route {
  const { clock, copy } = context
  return defineRoute({
    method: 'get',
    path: '/v1/merchants/{id}/meals',
    operationId: 'listMeals',
    summary: "Lists a merchant's meals of a day, newest first, with their count and total",
    tag: 'vouchers',
    params,
    query: z.strictObject({ ...pageFields, day: day.optional(), after: afterField }),
    answers: {
      200: { description: 'A page, and the total of the day', schema: pageOf(meal).extend({ day, total }) },
    },
    refusals: { 'merchant-unknown': 404 },
    handle({ params: { id: merchant }, query: { cursor, limit, day: asked }, actor }) {
      const place = decodeCursor(cursor, z.tuple([z.int().min(1)]))
      if (place && isProblem(place)) return place
      if (!copy.isMerchant(merchant)) return merchantUnknown
      const now = clock.now()
      const day = asked ?? shanghaiDay(now)
      const of = { merchant, programmes: programmesWithin(context, merchant, actor) }
      const rows = copy.listMeals({ ...of, day }, place?.[0] ?? Number.MAX_SAFE_INTEGER, limit + 1)
      const page = answerPage(
        rows,
        limit,
        ({ sequence }) => [sequence],
        (row) => ({ ...toMeal(row, now), ...tailOfMeal(context, row.id), ...statementOf(context, merchant, row) }),
      )
      return withTotal(page, { day, total: copy.totalMeals({ ...of, from: day, until: day }) })
    },
  })
}

function listMealDays(context: VouchersContext): Route {
  const { copy } = context
  return defineRoute({
    method: 'get',
    path: '/v1/merchants/{id}/meal-days',
    operationId: 'listMealDays',
    summary:
      "Lists the days on which a merchant's meals were eaten, the latest first, with the count and total of each and of all",
    tag: 'vouchers',
    params,
    query: z.strictObject({ ...pageFields, from: day.optional(), until: day.optional(), after: afterField }),
    answers: {
      200: {
        description: 'A page, and the total of the whole period',
        schema: pageOf(total.extend({ day })).extend({ total }),
      },
    },
    refusals: { 'merchant-unknown': 404 },
    handle({ params: { id: merchant }, query: { cursor, limit, from = '', until = LAST_DAY }, actor }) {
      const place = decodeCursor(cursor, z.tuple([day]))
      if (place && isProblem(place)) return place
      if (!copy.isMerchant(merchant)) return merchantUnknown
      const of = { merchant, programmes: programmesWithin(context, merchant, actor), from, until }
      const rows = copy.listMealDays(of, place?.[0] ?? `${LAST_DAY}~`, limit + 1)
      const page = answerPage(
        rows,
        limit,
        (row) => [row.day],
        (row) => row,
      )
      return withTotal(page, { total: copy.totalMeals(of) })
    },
  })
}

/** A shop sees all that is its own, also of programmes that it has left. */
function programmesWithin({ copy }: VouchersContext, merchant: string, { scope }: Actor): string[] {
  const isWithin = (programme: string) =>
    scope.merchants === undefined
      ? copy.isProgrammeWithin(scope, programme)
      : (scope.programmes?.includes(programme) ?? true)
  return copy.listProgrammesOfMerchant(merchant).filter(isWithin)
}

function toMeal({ sequence: _, shares: __, enteredBy, ...meal }: MealRow, now: Date) {
  const until = enteredBy === 'till' && meal.keptFen > 0 ? undoableUntil(new Date(meal.enteredAt)) : undefined
  return {
    ...meal,
    ...(enteredBy !== '' && { enteredBy }),
    ...(until && now <= until && { undoUntil: until.toISOString() }),
  }
}

/** Once it is approved: what is due then, nothing changes any more. */
function statementOf({ copy }: VouchersContext, merchant: string, { programme, sequence }: MealRow) {
  const statement = copy.approvedNumberOf(statementId(merchant, programme), sequence)
  return statement === undefined ? {} : { statement }
}

function withTotal(page: RouteAnswer, more: { readonly total: MealTotal; readonly day?: string }): RouteAnswer {
  return { ...page, body: { ...(page.body as object), ...more } }
}
