import { type QueryClient, queryOptions, useQueryClient } from '@tanstack/react-query'
import { type AnswerOf, answerOf, api } from '../../common/api/client.ts'
import { dropDrafts } from '../../common/drafts.ts'
import type { Session } from '../../common/react/session.tsx'
import { tellOtherPages } from '../../common/session-channel.ts'
import { sessionQuery } from './session.queries.ts'

export type Door = AnswerOf<'readDoor'>

/** Whose ledger this is, its clock, and how one may sign in. */
export const doorQuery = queryOptions({
  queryKey: ['door'],
  queryFn: () => answerOf(api.GET('/v1/door')),
  refetchInterval: 60_000,
})

/** What the ledger answered to whoever was signed in. */
export function forgetAnswers(client: QueryClient): void {
  const kept: readonly unknown[] = [doorQuery.queryKey[0], sessionQuery.queryKey[0]]
  client.removeQueries({ predicate: ({ queryKey }) => !kept.includes(queryKey[0]) })
  client.getMutationCache().clear()
}

/** Another person sits down: what the one before was shown is forgotten. */
export function useSitDown(): (session: Session) => void {
  const client = useQueryClient()
  return (session) => {
    dropDrafts({ except: session.account })
    forgetAnswers(client)
    client.setQueryData(sessionQuery.queryKey, session)
    tellOtherPages(session.account)
  }
}
