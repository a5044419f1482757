import { queryOptions } from '@tanstack/react-query'
import { type AnswerOf, answerOf, api } from '../../../common/api/client.ts'
import { everyPage } from '../../../common/api/every-page.ts'

export type OpenDepot = AnswerOf<'readDepot'>

export const depotQuery = (id: string) =>
  queryOptions({
    queryKey: ['goods', 'depots', id],
    queryFn: () => answerOf(api.GET('/v1/depots/{id}', { params: { path: { id } } })),
  })

export const fundsToChooseQuery = queryOptions({
  queryKey: ['funds'],
  queryFn: () =>
    everyPage((cursor) =>
      answerOf(api.GET('/v1/funds', { params: { query: { limit: 1000, ...(cursor && { cursor }) } } })),
    ),
})
