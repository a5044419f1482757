import { useQuery } from '@tanstack/react-query'
import { type ErrorComponentProps, Link } from '@tanstack/react-router'
import { Alert, Button, Result, Skeleton } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { LostNetworkError, ProblemError } from '../../common/api/problem.ts'
import { mark } from '../../common/punctuation.ts'
import { fundsQuery } from '../funds/funds.queries.ts'
import type { Role } from './roles.ts'
import { say } from './words.ts'

/** A skeleton, from 300 ms on: what is there sooner does not flicker. */
export function Loading(): ReactNode {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div role="status" aria-label={say('loading')}>
      {isLate && <Skeleton active />}
    </div>
  )
}

/** The sentence of a refusal or of a lost network, with a way on. */
export function Failure({ error, onRetry }: { readonly error: Error; readonly onRetry?: () => void }): ReactNode {
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={useNamedFunds(sentenceOf(error))}
      description={error instanceof ProblemError && <small>{say('code', { code: error.code })}</small>}
      action={onRetry && <Button onClick={onRetry}>{say('retry')}</Button>}
    />
  )
}

const FUND = /fund-[0-9a-f]{8}-[0-9a-f-]{27}/g

/** The ledger's sentences name a fund by its id: its service does not know what others are called. */
function useNamedFunds(sentence: string): string {
  const { data: funds } = useQuery({ ...fundsQuery, enabled: sentence.search(FUND) >= 0 })
  return sentence.replace(FUND, (id) => funds?.find((fund) => fund.id === id)?.name ?? id)
}

export function sentenceOf(error: Error): string {
  if (error instanceof LostNetworkError) return say('lostNetwork')
  return error.message
}

export function NotFound(): ReactNode {
  return <Result status="404" title={say('notFound')} subTitle={say('notFoundWhat')} extra={<Home />} />
}

export function NoPermission({ whoMay }: { readonly whoMay: string }): ReactNode {
  return <Result status="403" title={say('noPermission')} subTitle={whoMay} extra={<Home />} />
}

/** A page of other roles. */
export function OfOtherRoles({ roles }: { readonly roles: readonly Role[] }): ReactNode {
  return <NoPermission whoMay={say('whoMay', { roles: roles.map((role) => say(`role.${role}`)).join(mark('list')) })} />
}

/** A bug, or a page of an older version whose parts are gone. */
export function RouteFailed({ error }: ErrorComponentProps): ReactNode {
  if (error instanceof ProblemError || error instanceof LostNetworkError) return <Failure error={error} />
  return <Result status="error" title={say('failed')} subTitle={String(error)} extra={<Reload />} />
}

function Home(): ReactNode {
  return <Link to="/desk">{say('toHome')}</Link>
}

function Reload(): ReactNode {
  return <Button onClick={() => location.reload()}>{say('retry')}</Button>
}
