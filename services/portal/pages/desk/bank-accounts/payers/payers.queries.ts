import { queryOptions, useQuery } from '@tanstack/react-query'
import { type AnswerOf, answerOf, api } from '../../../common/api/client.ts'
import { everyPage } from '../../../common/api/every-page.ts'
import { afterOwnActs } from '../../../common/api/seen.ts'
import { say } from './words.ts'

export type Payer = AnswerOf<'listPayers'>['items'][number]
export type Grant = AnswerOf<'listDirectPaymentGrants'>['items'][number]

const limit = 1000
const placeOf = (cursor: string | undefined) => ({ limit, ...(cursor ? { cursor } : afterOwnActs()) })

/** Who pays shops instead of a union. */
export const payersQuery = queryOptions({
  queryKey: ['bank', 'payers'],
  queryFn: () => everyPage((cursor) => answerOf(api.GET('/v1/payers', { params: { query: placeOf(cursor) } }))),
})

export const grantsQuery = (id: string) =>
  queryOptions({
    queryKey: ['bank', 'grants', id],
    queryFn: () =>
      everyPage((cursor) =>
        answerOf(api.GET('/v1/funds/{id}/direct-payment-grants', { params: { path: { id }, query: placeOf(cursor) } })),
      ),
  })

export function usePayerName({ isAsked = true }: { readonly isAsked?: boolean } = {}): (id: string) => string {
  const { data } = useQuery({ ...payersQuery, enabled: isAsked })
  return (id) => data?.find((one) => one.id === id)?.name ?? (data ? say('payerNotKnown', { id }) : '…')
}
