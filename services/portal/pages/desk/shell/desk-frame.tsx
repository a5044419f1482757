import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Modal } from 'antd'
import { type ReactNode, useEffect, useRef } from 'react'
import { dropDrafts } from '../../common/drafts.ts'
import { type Session, SessionProvider } from '../../common/react/session.tsx'
import { DeskLayout } from './desk-layout.tsx'
import { isSignedOut, sessionQuery } from './session.queries.ts'
import { SignInForm } from './sign-in-form.tsx'
import { SignInPage } from './sign-in-page.tsx'
import { Failure, Loading } from './states.tsx'
import { say } from './words.ts'

/** Asks who is signed in first. Where a session ends over a page, the page stays, and its account signs in again above it. */
export function DeskFrame(): ReactNode {
  const { data: session, error, isPending, refetch } = useQuery(sessionQuery)
  const client = useQueryClient()
  const last = useRef<Session>(undefined)
  if (session) last.current = session
  useEffect(() => endSessionOnRefusal(client), [client])

  if (isPending) return <Loading />
  if (session === undefined) return <Failure error={error ?? new Error('no session')} onRetry={() => void refetch()} />
  const shown = session ?? last.current
  if (!shown) return <SignInPage onSignedIn={begin} />
  return (
    <SessionProvider session={shown}>
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
    void client.invalidateQueries({ predicate: ({ state }) => isSignedOut(state.error) })
  }

  function end(): void {
    dropDrafts()
    last.current = undefined
    client.clear()
    client.setQueryData(sessionQuery.queryKey, null)
  }
}

/** Whatever is refused for want of a session tells that it has ended. @returns what ends the watch */
function endSessionOnRefusal(client: ReturnType<typeof useQueryClient>): () => void {
  const tell = (error: unknown) => {
    if (isSignedOut(error)) client.setQueryData(sessionQuery.queryKey, null)
  }
  const endings = [
    client.getQueryCache().subscribe(({ query }) => {
      if (query.queryKey[0] !== 'session') tell(query.state.error)
    }),
    client.getMutationCache().subscribe(({ mutation }) => tell(mutation?.state.error)),
  ]
  return () => {
    for (const end of endings) end()
  }
}
