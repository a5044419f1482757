import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type AnswerOf, answerOf, api } from '../../common/api/client.ts'
import { ProblemError } from '../../common/api/problem.ts'

export type PersonVoucher = AnswerOf<'listVouchersOfWorker'>['items'][number]
export type TrailEvent = AnswerOf<'getTrail'>['events'][number]

export const workerQuery = (worker: string) =>
  queryOptions({
    queryKey: ['worker', worker],
    queryFn: () => answerOf(api.GET('/v1/workers/{id}', { params: { path: { id: worker } } })),
  })

/** Nothing where no card was issued yet. */
export const vouchersQuery = (worker: string) =>
  queryOptions({
    queryKey: ['worker', worker, 'vouchers'],
    async queryFn(): Promise<readonly PersonVoucher[]> {
      try {
        const { items } = await answerOf(api.GET('/v1/workers/{id}/vouchers', { params: { path: { id: worker } } }))
        return items
      } catch (error) {
        if (error instanceof ProblemError && error.code === 'voucher-unknown') return []
        throw error
      }
    },
  })

/** All that was recorded about the person, the oldest first. */
export const trailQuery = (worker: string) =>
  infiniteQueryOptions({
    queryKey: ['worker', worker, 'trail'],
    queryFn: ({ pageParam: cursor }) =>
      answerOf(
        api.GET('/v1/trail/{id}', {
          params: { path: { id: worker }, query: { limit: 200, ...(cursor && { cursor }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

/** The code that acts on a card take; officers alone may read it. */
export async function fetchCode(programme: string, worker: string): Promise<string> {
  const { code } = await answerOf(
    api.GET('/v1/programmes/{id}/workers/{worker}/voucher', { params: { path: { id: programme, worker } } }),
  )
  return code
}
