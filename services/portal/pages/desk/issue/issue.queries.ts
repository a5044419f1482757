import { queryOptions } from '@tanstack/react-query'
import { newActKey } from '../../common/act-key.ts'
import { type AnswerOf, answerOf, api } from '../../common/api/client.ts'

export type Round = AnswerOf<'listRounds'>['items'][number]
export type IssuancePreview = Extract<AnswerOf<'orderIssuance'>, { batch: string }>
export type Issuance = AnswerOf<'listIssuances'>['items'][number]
export type Job = AnswerOf<'readJob'>

export interface Order {
  readonly programme: string
  readonly round: string
  readonly windows: readonly string[]
}

export const roundsQuery = (programme: string) =>
  queryOptions({
    queryKey: ['rounds', programme],
    queryFn: () =>
      answerOf(api.GET('/v1/programmes/{id}/rounds', { params: { path: { id: programme }, query: { limit: 1000 } } })),
  })

export const issuancesQuery = (programme: string) =>
  queryOptions({
    queryKey: ['issuances', programme],
    queryFn: () =>
      answerOf(
        api.GET('/v1/programmes/{id}/issuances', { params: { path: { id: programme }, query: { limit: 1000 } } }),
      ),
  })

/** Who would get what. Asked anew whenever it is looked at: others issue too. */
export const previewQuery = ({ programme, round, windows }: Order) =>
  queryOptions({
    queryKey: ['issuance-preview', programme, round, windows],
    async queryFn() {
      const answer = await answerOf(
        api.POST('/v1/programmes/{id}/issuances', {
          params: { path: { id: programme }, query: { dryRun: true }, header: { 'Idempotency-Key': newActKey() } },
          body: { round, windows: [...windows] },
        }),
      )
      return answer as IssuancePreview
    },
    enabled: windows.length > 0,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })

/** What each fund would give to that much, and keep. */
export const drawQuery = ({ programme, windows }: Order, drawFen: number) =>
  queryOptions({
    queryKey: ['budget-draw', programme, windows, drawFen],
    async queryFn() {
      const { draw } = await answerOf(
        api.GET('/v1/programmes/{id}/budget', {
          params: { path: { id: programme }, query: { drawFen, windows: windows.join(',') } },
        }),
      )
      return draw ?? { funds: [] }
    },
    staleTime: 0,
  })

export async function orderIssuance({ programme, round, windows }: Order, key: string): Promise<Job> {
  const answer = await answerOf(
    api.POST('/v1/programmes/{id}/issuances', {
      params: { path: { id: programme }, header: { 'Idempotency-Key': key } },
      body: { round, windows: [...windows] },
    }),
  )
  return answer as Job
}
