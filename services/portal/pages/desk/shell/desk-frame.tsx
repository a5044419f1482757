import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Modal } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { isSignedOut } from '../../common/api/problem.ts'
import { dropDrafts } from '../../common/drafts.ts'
import { type Session, SessionProvider } from '../../common/react/session.tsx'
import { DeskLayout } from './desk-layout.tsx'
import { forgetAnswers } from './door.queries.ts'
import { onOtherPages, sessionQuery, tellOtherPages } from './session.queries.ts'
import { SignInForm } from './sign-in-form.tsx'
import { SignInPage } from './sign-in-page.tsx'
import { Failure, Loading } from './states.tsx'
import { say } from './words.ts'

/**
 * Asks who is signed in first. Where a session ends over a page, the page stays, and its account signs in again above it; where another account has
 * signed in beside it, nothing of the first is left.
 */
export function DeskFrame(): ReactNode {
  const { data: session, error, isPending, refetch } = useQuery(sessionQuery)
  const client = useQueryClient()
  const navigate = useNavigate()
  const [last, setLast] = useState(session)
  useEffect(() => endSessionOnRefusal(client), [client])
  useEffect(() => onOtherPages(() => void client.invalidateQueries({ queryKey: sessionQuery.queryKey })), [client])
  useEffect(() => {
    if (!session) return
    if (last && last.account !== session.account) forget(client, session.account)
    setLast(session)
  }, [client, session, last])

  if (isPending) return <Loading />
  if (session === undefined) return <Failure error={error ?? new Error('no session')} onRetry={() => void refetch()} />
  const shown = session ?? last
  if (!shown) return <SignInPage onSignedIn={begin} />
  return (
    <SessionProvider key={shown.account} session={shown}>
      <DeskLayout onSignedOut={end} />
      <Modal open={session === null} title={say('signInTitle')} footer={null} closable={false} keyboard={false}>
        <p>{say('signInAgain')}</p>
        {session === null && <SignInForm account={shown.account} onSignedIn={begin} />}
      </Modal>
    </SessionProvider>
  )

  function begin(begun: Session): void {
    dropDrafts({ except: begun.account })
    client.setQueryData(sessionQuery.queryKey, begun)
    tellOtherPages(begun.account)
    void client.invalidateQueries({ predicate: ({ state }) => isSignedOut(state.error) })
  }

  function end(): void {
    dropDrafts()
    setLast(null)
    // The session stays in the cache, without anybody: who watches it would not be told of another in its place.
    client.setQueryData(sessionQuery.queryKey, null)
    forgetAnswers(client)
    tellOtherPages(undefined)
    // Whoever signs in next begins at the first page, not where this account was.
    void navigate({ to: '/desk' })
  }
}

/** What was read and typed under another account than `account`. */
function forget(client: QueryClient, account: string): void {
  dropDrafts({ except: account })
  forgetAnswers(client)
}

/** Whatever is refused for want of a session tells, when it is refused, that the session has ended. @returns what ends the watch */
function endSessionOnRefusal(client: QueryClient): () => void {
  const tell = (error: unknown) => {
    if (isSignedOut(error)) client.setQueryData(sessionQuery.queryKey, null)
  }
  const endings = [
    client.getQueryCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error') tell(event.action.error)
    }),
    client.getMutationCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error') tell(event.action.error)
    }),
  ]
  return () => {
    for (const end of endings) end()
  }
}
