import { queryOptions } from '@tanstack/react-query'
import { type AnswerOf, answerOf, api } from '../../../common/api/client.ts'
import { everyPage } from '../../../common/api/every-page.ts'

export type Consignment = AnswerOf<'readConsignment'>
export type ConsignmentRow = AnswerOf<'listConsignments'>['items'][number]

export interface BoardFilter {
  readonly programme?: string
  readonly depot?: string
}

export const boardQuery = (filter: BoardFilter) =>
  queryOptions({
    queryKey: ['goods', 'consignments', filter],
    queryFn: () =>
      everyPage((cursor) => {
        const query = { limit: 1000, ...filter, ...(cursor && { cursor }) }
        return answerOf(api.GET('/v1/consignments', { params: { query } }))
      }),
  })

export const consignmentQuery = (id: string) =>
  queryOptions({
    queryKey: ['goods', 'consignments', id],
    queryFn: () => answerOf(api.GET('/v1/consignments/{id}', { params: { path: { id } } })),
  })

export const roundsQuery = (programme: string | undefined) =>
  queryOptions({
    queryKey: ['rounds', programme],
    queryFn: () =>
      everyPage((cursor) => {
        const query = { limit: 1000, ...(cursor && { cursor }) }
        return answerOf(api.GET('/v1/programmes/{id}/rounds', { params: { path: { id: programme ?? '' }, query } }))
      }),
    enabled: programme !== undefined,
  })
