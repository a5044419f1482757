import { queryOptions } from '@tanstack/react-query'
import { addDays } from '@welfare/contracts/days.ts'
import { answerOf, api } from '../../common/api/client.ts'

const listed = { limit: 1000 }

export const budgetOfProgrammesQuery = queryOptions({
  queryKey: ['home', 'budget'],
  queryFn: () => answerOf(api.GET('/v1/budget', { params: { query: { by: 'programme' } } })),
})

export const coverageOfProgrammesQuery = queryOptions({
  queryKey: ['home', 'coverage'],
  queryFn: () => answerOf(api.GET('/v1/coverage', { params: { query: { by: 'programme' } } })),
})

/** Of windows: what was issued in each, and what of it is used. */
export function windowsQuery(programme: string) {
  return queryOptions({
    queryKey: ['home', 'windows', programme],
    queryFn: () => answerOf(api.GET('/v1/coverage', { params: { query: { programme, by: 'window' } } })),
  })
}

export const importsQuery = queryOptions({
  queryKey: ['home', 'imports'],
  queryFn: () => answerOf(api.GET('/v1/roster-imports', { params: { query: { withErrors: true, limit: 100 } } })),
})

/** On their way or still to go: received ones are nobody's worry. */
export const openConsignmentsQuery = queryOptions({
  queryKey: ['home', 'consignments'],
  async queryFn() {
    const lists = await Promise.all(
      (['planned', 'dispatched'] as const).map((status) =>
        answerOf(api.GET('/v1/consignments', { params: { query: { status, ...listed } } })),
      ),
    )
    return lists.flatMap(({ items }) => items)
  },
})

export const openFindingsQuery = queryOptions({
  queryKey: ['home', 'findings'],
  queryFn: () => answerOf(api.GET('/v1/findings', { params: { query: { status: 'open', limit: 1 } } })),
})

export function mealsQuery(today: string, days: number) {
  return queryOptions({
    queryKey: ['home', 'meals', today],
    queryFn: () =>
      answerOf(api.GET('/v1/meals-by-day', { params: { query: { from: addDays(today, 1 - days), through: today } } })),
  })
}
