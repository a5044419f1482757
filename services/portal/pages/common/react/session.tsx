import { createContext, type ReactNode, useContext } from 'react'
import type { AnswerOf } from '../api/client.ts'

export type Session = AnswerOf<'readSession'>

const Current = createContext<Session | undefined>(undefined)

export function SessionProvider({
  session,
  children,
}: {
  readonly session: Session
  readonly children: ReactNode
}): ReactNode {
  return <Current value={session}>{children}</Current>
}

/** Who is signed in; undefined before the desk's frame has asked. */
export function useSignedIn(): Session | undefined {
  return useContext(Current)
}

/** Who is signed in. Only below the desk's frame, which asks for it first. */
export function useSession(): Session {
  const session = useContext(Current)
  if (!session) throw new Error('useSession is used outside of the desk’s frame')
  return session
}
