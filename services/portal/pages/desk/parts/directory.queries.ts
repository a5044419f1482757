import { queryOptions, useQuery } from '@tanstack/react-query'
import { answerOf, api } from '../../common/api/client.ts'
import { everyPage } from '../../common/api/every-page.ts'
import { sayWord } from '../../common/words.ts'

const limit = 1000

export const kindsQuery = queryOptions({
  queryKey: ['programme-kinds'],
  queryFn: () => answerOf(api.GET('/v1/programme-kinds')),
})

export const allProgrammesQuery = queryOptions({
  queryKey: ['programmes', 'all'],
  queryFn: () =>
    everyPage((cursor) =>
      answerOf(api.GET('/v1/programmes', { params: { query: { limit, ...(cursor && { cursor }) } } })),
    ),
})

export const allMerchantsQuery = queryOptions({
  queryKey: ['merchants', 'all'],
  queryFn: () =>
    everyPage((cursor) =>
      answerOf(api.GET('/v1/merchants', { params: { query: { limit, ...(cursor && { cursor }) } } })),
    ),
})

export const allEmployersQuery = queryOptions({
  queryKey: ['employers', 'all'],
  queryFn: () =>
    everyPage((cursor) =>
      answerOf(api.GET('/v1/employers', { params: { query: { limit, ...(cursor && { cursor }) } } })),
    ),
})

/** What programmes and merchants are called; what is not known keeps its id. */
export function useNames(): (id: string) => string {
  const { data: programmes = [] } = useQuery(allProgrammesQuery)
  const { data: merchants = [] } = useQuery(allMerchantsQuery)
  return (id) => [...programmes, ...merchants].find((one) => one.id === id)?.name ?? id
}

/** What kinds of programme are called. */
export function useKindName(): (kind: string) => string {
  const { data } = useQuery(kindsQuery)
  return (kind) => {
    const known = data?.items.find((one) => one.kind === kind)
    return known?.chinese && known.english ? sayWord({ chinese: known.chinese, english: known.english }) : kind
  }
}
