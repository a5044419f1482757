import { useQuery } from '@tanstack/react-query'
import { answerOf, api } from '../../common/api/client.ts'
import { useSession } from '../../common/react/session.tsx'
import { type Power, powerOf } from './powers.ts'

const authorityQuery = {
  queryKey: ['authority'],
  queryFn: () => answerOf(api.GET('/v1/authority')),
  staleTime: Number.POSITIVE_INFINITY,
}

/** Undefined while it is not known. */
export function usePower(operationId: string): Power | undefined {
  const session = useSession()
  const { data } = useQuery(authorityQuery)
  const row = data?.items.find((one) => one.operationId === operationId)
  return row && powerOf(row, session)
}
