import { queryOptions } from '@tanstack/react-query'
import { answerOf, api } from '../../common/api/client.ts'
import { isSignedOut } from '../../common/api/problem.ts'
import type { Session } from '../../common/react/session.tsx'

/** Who is signed in; null where nobody is. */
export const sessionQuery = queryOptions<Session | null>({
  queryKey: ['session'],
  async queryFn() {
    try {
      return await answerOf(api.GET('/v1/session'))
    } catch (error) {
      if (isSignedOut(error)) return null
      throw error
    }
  },
  staleTime: 60_000,
  // Another account may have signed in beside this page.
  refetchOnWindowFocus: 'always',
})
