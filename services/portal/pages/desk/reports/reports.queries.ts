import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type AnswerOf, answerOf, api } from '../../common/api/client.ts'
import type { operations } from '../../common/api/schema.d.ts'

type QueryOf<Id extends keyof operations> = NonNullable<operations[Id]['parameters']['query']>

export type BudgetRow = AnswerOf<'getBudget'>['rows'][number]
export type OwedRow = AnswerOf<'getMerchantsOwed'>['rows'][number]
export type BankBalances = AnswerOf<'getBankBalances'>
export type Gap = AnswerOf<'getGaps'>['gaps'][number]
export type CoverageRow = AnswerOf<'getCoverage'>['rows'][number]
export type Finding = AnswerOf<'getFindings'>['findings'][number]
export type JournalLeg = AnswerOf<'getJournal'>['legs'][number]
export type LedgerEvent = AnswerOf<'getEvents'>['events'][number]
export type Difference = AnswerOf<'getComparison'>['total']['differences'][number]

/** What comes from the address is text; the ledger says what of it it does not take. */
export type Asked = Readonly<Record<string, string | number | undefined>>

export const budgetQuery = (query: Asked) =>
  queryOptions({
    queryKey: ['budget', query],
    queryFn: () => answerOf(api.GET('/v1/budget', { params: { query: query as QueryOf<'getBudget'> } })),
  })

export const coverageQuery = (query: Asked) =>
  queryOptions({
    queryKey: ['coverage', query],
    queryFn: () => answerOf(api.GET('/v1/coverage', { params: { query: query as QueryOf<'getCoverage'> } })),
  })

export const merchantsOwedQuery = (query: Asked) =>
  queryOptions({
    queryKey: ['merchants-owed', query],
    queryFn: () => answerOf(api.GET('/v1/merchants-owed', { params: { query: query as QueryOf<'getMerchantsOwed'> } })),
  })

export const bankBalancesQuery = (query: Asked) =>
  queryOptions({
    queryKey: ['bank-balances', query],
    queryFn: () => answerOf(api.GET('/v1/bank-balances', { params: { query: query as QueryOf<'getBankBalances'> } })),
  })

export const comparisonQuery = (query: Asked) =>
  queryOptions({
    queryKey: ['comparison', query],
    queryFn: () => answerOf(api.GET('/v1/comparison', { params: { query: query as QueryOf<'getComparison'> } })),
  })

export const mealsByDayQuery = (query: Asked) =>
  queryOptions({
    queryKey: ['meals-by-day', query],
    queryFn: () => answerOf(api.GET('/v1/meals-by-day', { params: { query: query as QueryOf<'getMealsByDay'> } })),
  })

export const gapsQuery = (query: Asked) =>
  infiniteQueryOptions({
    queryKey: ['gaps', query],
    queryFn: ({ pageParam }) =>
      answerOf(api.GET('/v1/gaps', { params: { query: { ...query, ...place(pageParam) } as QueryOf<'getGaps'> } })),
    ...paged,
  })

export const findingsQuery = (query: Asked) =>
  infiniteQueryOptions({
    queryKey: ['findings', query],
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/v1/findings', {
          params: { query: { ...query, ...place(pageParam, 200) } as QueryOf<'getFindings'> },
        }),
      ),
    ...paged,
  })

export const journalQuery = (query: Asked) =>
  infiniteQueryOptions({
    queryKey: ['journal', query],
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/v1/journal', { params: { query: { ...query, ...place(pageParam) } as QueryOf<'getJournal'> } }),
      ),
    ...paged,
  })

export const eventsQuery = (query: Asked) =>
  infiniteQueryOptions({
    queryKey: ['events', query],
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/v1/events', { params: { query: { ...query, ...place(pageParam, 200) } as QueryOf<'getEvents'> } }),
      ),
    ...paged,
  })

/** The last record by a time. */
export const momentQuery = (at: string) =>
  queryOptions({
    queryKey: ['moment', at],
    queryFn: async () => {
      const { sequence } = await answerOf(api.GET('/v1/journal', { params: { query: { at, limit: 1 } } }))
      return sequence
    },
  })

/** All that names a thing, the oldest first. */
export const trailQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['trail', id, 'events'],
    queryFn: ({ pageParam }) =>
      answerOf(api.GET('/v1/trail/{id}', { params: { path: { id }, query: place(pageParam, 50) } })),
    ...paged,
  })

export const eventQuery = (sequence: number) =>
  queryOptions({
    queryKey: ['event', sequence],
    queryFn: async () => {
      const query = { fromSequence: sequence, throughSequence: sequence, limit: 1 }
      const { events } = await answerOf(api.GET('/v1/events', { params: { query } }))
      return events[0] ?? null
    },
    staleTime: Number.POSITIVE_INFINITY,
  })

const paged = {
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }: { readonly nextCursor: string | null }) => nextCursor ?? undefined,
}

function place(cursor: string, limit = 1000): { readonly limit: number; readonly cursor?: string } {
  return cursor === '' ? { limit } : { limit, cursor }
}
