import { queryOptions, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { type AnswerOf, answerOf, api } from '../../common/api/client.ts'
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

/**
 * What programmes and merchants are called; what is not known keeps its id.
 * @param merchants those that are shown: an office may have thousands
 */
export function useNames(merchants: readonly string[] = []): (id: string) => string {
  const { data: programmes = [] } = useQuery(allProgrammesQuery)
  const merchantName = useMerchantNames(merchants)
  return (id) => programmes.find((one) => one.id === id)?.name ?? merchantName(id)
}

/** So many are asked for at once. */
const NAMED_AT_ONCE = 50
const named = ['merchants', 'named'] as const

/** What these merchants are called. */
export function useMerchantNames(merchants: readonly string[]): (id: string) => string {
  const client = useQueryClient()
  const ids = [...new Set(merchants)]
  const slices = Array.from({ length: Math.ceil(ids.length / NAMED_AT_ONCE) }, (_, at) =>
    ids.slice(at * NAMED_AT_ONCE, (at + 1) * NAMED_AT_ONCE).join(','),
  )
  useQueries({
    queries: slices.map((slice) => ({
      queryKey: [...named, slice],
      queryFn: () => answerOf(api.GET('/v1/merchants', { params: { query: { ids: slice, limit: NAMED_AT_ONCE } } })),
    })),
  })
  // Of slices of before, too: a list that has grown keeps the names that it had.
  const known = client.getQueriesData<AnswerOf<'listMerchants'>>({ queryKey: named })
  const names = new Map(known.flatMap(([, data]) => data?.items.map(({ id, name }) => [id, name] as const) ?? []))
  return (id) => names.get(id) ?? id
}

/** What kinds of programme are called. */
export function useKindName(): (kind: string) => string {
  const { data } = useQuery(kindsQuery)
  return (kind) => {
    const known = data?.items.find((one) => one.kind === kind)
    return known?.chinese && known.english ? sayWord({ chinese: known.chinese, english: known.english }) : kind
  }
}
