import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type AnswerOf, answerOf, api } from '../../../common/api/client.ts'
import { afterOwnActs } from '../../../common/api/seen.ts'

export type Purchase = AnswerOf<'readPurchase'>
export type CheckedLine = AnswerOf<'checkPurchase'>['lines'][number]
export type SupplierInvoice = Purchase['invoices'][number]

/** The budget answers an order, and a payment its invoices, by processes: what is shown follows. */
const LOOKED_AGAIN_MS = 5_000

/** The last ones first, as offices look for them. */
export const purchasesQuery = infiniteQueryOptions({
  queryKey: ['goods', 'purchases'],
  queryFn: ({ pageParam }) =>
    answerOf(
      api.GET('/v1/purchases', {
        params: { query: { order: 'newest', limit: 100, ...(pageParam ? { cursor: pageParam } : afterOwnActs()) } },
      }),
    ),
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  refetchInterval: LOOKED_AGAIN_MS,
})

export const purchaseQuery = (id: string) =>
  queryOptions({
    queryKey: ['goods', 'purchases', id],
    queryFn: () => answerOf(api.GET('/v1/purchases/{id}', { params: { path: { id } } })),
    refetchInterval: LOOKED_AGAIN_MS,
  })

export const checkQuery = (id: string) =>
  queryOptions({
    queryKey: ['goods', 'purchases', id, 'check'],
    queryFn: () => answerOf(api.GET('/v1/purchases/{id}/check', { params: { path: { id } } })),
    refetchInterval: LOOKED_AGAIN_MS,
  })
