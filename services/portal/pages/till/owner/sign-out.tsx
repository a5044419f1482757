import { useState } from 'preact/hooks'
import { leaveSeat } from '../identity.ts'
import { Refusal } from '../refusal.tsx'
import { say } from '../words.ts'

interface SignOutProps {
  readonly account: string
  /** The phone itself is the till: it goes on. */
  readonly isTillKept: boolean
  onSignedOut(): void
}

export function SignOut({ account, isTillKept, onSignedOut }: SignOutProps) {
  const [error, setError] = useState<unknown>()
  return (
    <section class="sign-out" aria-label={say('sign-out', { account })}>
      <p class="hint">{say(isTillKept ? 'sign-out-kept' : 'sign-out-ends')}</p>
      {error !== undefined && <Refusal error={error} />}
      <button type="button" onClick={() => void leaveSeat('account').then(onSignedOut, setError)}>
        {say('sign-out', { account })}
      </button>
    </section>
  )
}
