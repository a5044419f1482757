import { queryOptions, useQuery } from '@tanstack/react-query'
import { type AnswerOf, answerOf, api } from '../../common/api/client.ts'
import { everyPage } from '../../common/api/every-page.ts'
import { afterOwnActs } from '../../common/api/seen.ts'

export type Fund = AnswerOf<'readFund'>
export type Donation = AnswerOf<'listDonations'>['items'][number]
export type Allocation = AnswerOf<'listAllocations'>['items'][number]
export type FundEntry = AnswerOf<'getEntries'>['entries'][number]
export type FundMoney = AnswerOf<'getBudget'>

const limit = 1000

export const fundsQuery = queryOptions({
  queryKey: ['funds'],
  queryFn: () =>
    everyPage((cursor) => answerOf(api.GET('/v1/funds', { params: { query: { limit, ...(cursor && { cursor }) } } }))),
})

/** What funds are called; what is not known keeps its id. */
export function useFundNames(): (id: string) => string {
  const { data = [] } = useQuery(fundsQuery)
  return (id) => data.find((fund) => fund.id === id)?.name ?? id
}

export const fundQuery = (id: string) =>
  queryOptions({
    queryKey: ['funds', id],
    queryFn: () => answerOf(api.GET('/v1/funds/{id}', { params: { path: { id } } })),
  })

export const donationsQuery = (id: string) =>
  queryOptions({
    queryKey: ['funds', id, 'donations'],
    queryFn: () =>
      everyPage((cursor) => {
        const query = { limit, ...(cursor && { cursor }) }
        return answerOf(api.GET('/v1/funds/{id}/donations', { params: { path: { id }, query } }))
      }),
  })

export const allocationsQuery = (id: string) =>
  queryOptions({
    queryKey: ['funds', id, 'allocations'],
    queryFn: () =>
      everyPage((cursor) => {
        const query = { limit, ...(cursor && { cursor }) }
        return answerOf(api.GET('/v1/funds/{id}/allocations', { params: { path: { id }, query } }))
      }),
  })

/** Where every fen of the fund is, and with which programme. */
export const fundMoneyQuery = (fund: string) =>
  queryOptions({
    queryKey: ['funds', fund, 'money'],
    queryFn: () => answerOf(api.GET('/v1/budget', { params: { query: { by: 'programme', fund, ...afterOwnActs() } } })),
  })

/** What moved in its free money: donations, refunds, allocations, returns, and what was taken back of them in red. */
export const fundEntriesQuery = (fund: string) =>
  queryOptions({
    queryKey: ['funds', fund, 'entries'],
    queryFn: () =>
      everyPage(async (cursor) => {
        const place = cursor === undefined ? afterOwnActs() : { cursor }
        const query = { fund, account: 'available' as const, limit, ...place }
        const { entries, nextCursor } = await answerOf(api.GET('/v1/entries', { params: { query } }))
        return { items: entries, nextCursor }
      }),
  })
