import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button, Modal } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { newActKey } from '../../common/act-key.ts'
import { answerOf, api } from '../../common/api/client.ts'
import { isSignedOut, LostNetworkError } from '../../common/api/problem.ts'
import { dropDrafts } from '../../common/drafts.ts'
import { type Session, SessionProvider } from '../../common/react/session.tsx'
import { onOtherPages, tellOtherPages } from '../../common/session-channel.ts'
import { DeskLayout } from './desk-layout.tsx'
import { forgetAnswers } from './door.queries.ts'
import { sessionQuery } from './session.queries.ts'
import { SignInForm } from './sign-in-form.tsx'
import { SignInPage } from './sign-in-page.tsx'
import { Failure, Loading } from './states.tsx'
import { say } from './words.ts'

/**
 * Asks who is signed in first. Where a session ends over a page, the page stays, and its account signs in again above it; where another account has
 * signed in beside it, nothing of the first is left. Who signs out, here or on another page, comes to the front door.
 */
export function DeskFrame(): ReactNode {
  const { data: session, error, isPending, refetch } = useQuery(sessionQuery)
  const client = useQueryClient()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const [last, setLast] = useState(session)
  useEffect(() => endSessionOnRefusal(client), [client])
  useEffect(() =>
    onOtherPages((account) => {
      if (account === undefined && last) leave()
      else void client.invalidateQueries({ queryKey: sessionQuery.queryKey })
    }),
  )
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
      <DeskLayout onSignOut={() => void signOut()} />
      <Modal open={session === null} title={say('signInTitle')} footer={null} closable={false} keyboard={false}>
        <p>{say('signInAgain')}</p>
        {session === null && <SignInForm account={shown.account} onSignedIn={begin} />}
        <Button type="link" block onClick={() => void signOut()}>
          {say('leave')}
        </Button>
      </Modal>
    </SessionProvider>
  )

  function begin(begun: Session): void {
    dropDrafts({ except: begun.account })
    client.setQueryData(sessionQuery.queryKey, begun)
    tellOtherPages(begun.account)
    void client.invalidateQueries({ predicate: ({ state }) => isSignedOut(state.error) })
  }

  async function signOut(): Promise<void> {
    try {
      await answerOf(api.DELETE('/v1/session', { params: { header: { 'Idempotency-Key': newActKey() } } }))
    } catch (error) {
      if (error instanceof LostNetworkError) message.warning(say('signOutUnsure'), 10)
      else if (!isSignedOut(error)) throw error
    }
    tellOtherPages(undefined)
    leave()
  }

  function leave(): void {
    dropDrafts()
    void navigate({ to: '/' })
    setLast(null)
    // The session stays in the cache, without anybody: who watches it would not be told of another in its place.
    client.setQueryData(sessionQuery.queryKey, null)
    forgetAnswers(client)
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
