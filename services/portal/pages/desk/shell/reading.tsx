import { type QueryCache, type QueryClient, type QueryState, useQueryClient } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { type ReactNode, useCallback, useEffect, useSyncExternalStore } from 'react'
import { isSignedOut, isWorthRepeating, ProblemError } from '../../common/api/problem.ts'
import { shanghaiTime } from '../../common/shanghai.ts'
import { Failure, Loading, NotFound, sentenceOf } from './states.tsx'
import { say } from './words.ts'

interface Read {
  readonly data: unknown
  readonly error: Error | null
  refetch(): Promise<unknown>
}

/**
 * Of what a page or a part of it is made of, as long as it was never read: that it comes, or why it does not. Nothing once it was: what was read
 * stays, with the forms that are open over it, and `StaleNotice` says where it could not be read again.
 * @param isPage without it there is no such page
 */
export function Reading({
  of,
  isPage = false,
}: {
  readonly of: Read | readonly Read[]
  readonly isPage?: boolean
}): ReactNode {
  const missing = (Array.isArray(of) ? of : [of]).filter(({ data }: Read) => data === undefined)
  const failed = missing.find(({ error }) => error)
  if (missing.length === 0) return null
  if (!failed?.error) return <Loading />
  if (isPage && failed.error instanceof ProblemError && failed.error.problem.status === 404) return <NotFound />
  const again = () => void Promise.all(missing.filter(({ error }) => error).map(({ refetch }) => refetch()))
  return <Failure error={failed.error} onRetry={again} />
}

/** Above every page: since when something that it shows could not be read again, and why. */
export function StaleNotice(): ReactNode {
  const client = useQueryClient()
  const cache = client.getQueryCache()
  const watch = useCallback((changed: () => void) => cache.subscribe(changed), [cache])
  const stale = useSyncExternalStore(watch, () => oldestStale(cache))
  const isTriedAgain = isWorthRepeating(stale?.error)
  useEffect(() => {
    if (!isTriedAgain) return
    const timer = setInterval(() => readAgain(client), AGAIN_MS)
    return () => clearInterval(timer)
  }, [client, isTriedAgain])
  if (!stale?.error) return null
  return (
    <Alert
      type="warning"
      banner
      role="status"
      className="stale-notice not-on-paper"
      title={say('stale', { time: shanghaiTime(new Date(stale.dataUpdatedAt)) })}
      description={sentenceOf(stale.error)}
      action={<Button onClick={() => readAgain(client)}>{say('retry')}</Button>}
    />
  )
}

/** By itself: a form may lie over the button. */
const AGAIN_MS = 15_000

function readAgain(client: QueryClient): void {
  void client.refetchQueries(
    { type: 'active', predicate: ({ state }) => state.status === 'error' },
    { cancelRefetch: false },
  )
}

/** Who is signed out is told by the frame. */
function oldestStale(cache: QueryCache): QueryState | undefined {
  return cache
    .findAll({ type: 'active', predicate: ({ state }) => state.status === 'error' && state.data !== undefined })
    .map(({ state }) => state)
    .filter(({ error }) => !isSignedOut(error))
    .sort((one, other) => one.dataUpdatedAt - other.dataUpdatedAt)[0]
}
