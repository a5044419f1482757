import { queryOptions } from '@tanstack/react-query'
import { type AnswerOf, answerOf, api } from '../../common/api/client.ts'
import { everyPage } from '../../common/api/every-page.ts'
import { afterOwnActs } from '../../common/api/seen.ts'

export type Period = AnswerOf<'listPeriods'>['items'][number]
export type BeforeClosing = AnswerOf<'readBeforeClosing'>

const key = 'periods'
const limit = 1000
/** A closing that is under way ends by itself. */
const WHILE_CLOSING_MS = 1_000

/** Months that are closed or being closed, the newest first. */
export const periodsQuery = queryOptions({
  queryKey: [key, 'list'],
  queryFn: () =>
    everyPage((cursor) =>
      answerOf(api.GET('/v1/periods', { params: { query: { limit, ...(cursor ? { cursor } : afterOwnActs()) } } })),
    ),
  refetchInterval: ({ state }) => (state.data?.[0]?.status === 'closing' ? WHILE_CLOSING_MS : false),
})

export const beforeClosingQuery = (month: string) =>
  queryOptions({
    queryKey: [key, 'before', month],
    queryFn: () => answerOf(api.GET('/v1/periods/{month}/before', { params: { path: { month } } })),
    enabled: month !== '',
  })

export const closeMonth = (month: string, body: { readonly reason: string }, key: string, dryRun: boolean) =>
  api.POST('/v1/periods/{month}/closing', {
    body,
    params: { path: { month }, query: dryRun ? { dryRun } : {}, header: { 'Idempotency-Key': key } },
  })
