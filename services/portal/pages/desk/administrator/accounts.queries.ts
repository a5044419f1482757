import { queryOptions } from '@tanstack/react-query'
import { type AnswerOf, answeredWith, answerOf, api } from '../../common/api/client.ts'

export type Account = AnswerOf<'readAccount'>

const PAGE = 100

/** Every account, in the order of opening. */
export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  async queryFn() {
    const items: Account[] = []
    let cursor: string | undefined
    do {
      const query = { limit: PAGE, ...(cursor !== undefined && { cursor }) }
      const page: AnswerOf<'listAccounts'> = await answerOf(api.GET('/v1/accounts', { params: { query } }))
      items.push(...page.items)
      cursor = page.nextCursor
    } while (cursor !== undefined)
    return items
  },
})

/** One, with the version that a change of it is meant for. */
export function accountQuery(id: string) {
  return queryOptions({
    queryKey: ['accounts', id],
    queryFn: () => answeredWith(api.GET('/v1/accounts/{id}', { params: { path: { id } } })),
  })
}

export function tokensQuery(id: string) {
  return queryOptions({
    queryKey: ['accounts', id, 'tokens'],
    queryFn: () => answerOf(api.GET('/v1/accounts/{id}/tokens', { params: { path: { id } } })),
  })
}
