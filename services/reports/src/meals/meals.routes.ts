import { defineRoute, type Route } from '@welfare/http/route.ts'
import { answerReport, type ReportQueries, reading, reportRoute } from '../report-route.ts'
import {
  donationFlowAnswer,
  donationParams,
  donorsOfMealAnswer,
  mealParams,
  mealQuery,
  mealsAnswer,
  mealsByDayAnswer,
  mealsByDayQuery,
  mealsParams,
  pagedQuery,
} from './meals.contract.ts'

/** Money followed to meals, and back. */
export function createMealsRoutes(service: ReportQueries): readonly Route[] {
  return [
    reportRoute(service, {
      name: 'mealsByDay',
      path: '/v1/meals-by-day',
      operationId: 'getMealsByDay',
      summary: 'Reports meals and what they used by day and programme',
      query: mealsByDayQuery,
      answer: mealsByDayAnswer,
      description: 'Days on which something moved, in order',
    }),
    defineRoute({
      ...reading,
      path: '/v1/trail/{id}/meals',
      operationId: 'getMealsOfFund',
      summary: "Follows a fund's money to the meals it paid",
      params: mealsParams,
      query: pagedQuery,
      answers: { 200: { description: 'A page; all pages are as of the first one', schema: mealsAnswer } },
      handle: ({ params: { id }, query: { after, ...query }, actor: { scope }, signal }) =>
        answerReport(service, 'meals', { ...query, fund: id, scope }, { after, signal }),
    }),
    defineRoute({
      ...reading,
      path: '/v1/trail/{id}/flow',
      operationId: 'getFlowOfDonation',
      summary: 'Follows a donation to the programmes, merchants and meals that it paid',
      params: donationParams,
      query: pagedQuery,
      answers: { 200: { description: 'A page; all pages are as of the first one', schema: donationFlowAnswer } },
      handle: ({ params: { id }, query: { after, ...query }, actor: { scope }, signal }) =>
        answerReport(service, 'donationFlow', { ...query, id, scope }, { after, signal }),
    }),
    defineRoute({
      ...reading,
      path: '/v1/trail/{id}/donors',
      operationId: 'getDonorsOfMeal',
      summary: 'Follows a meal back to the donations that paid it',
      params: mealParams,
      query: mealQuery,
      answers: { 200: { description: 'Who gave how much of it', schema: donorsOfMealAnswer } },
      handle: ({ params: { id }, query: { after, ...query }, actor: { scope }, signal }) =>
        answerReport(service, 'donorsOfMeal', { ...query, id, scope }, { after, signal }),
    }),
  ]
}
