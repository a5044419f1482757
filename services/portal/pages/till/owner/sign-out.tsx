import { useState } from 'preact/hooks'
import { dropDrafts } from '../../common/drafts.ts'
import { tellOtherPages } from '../../common/session-channel.ts'
import { findIdentity, leaveSeat } from '../identity.ts'
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
      <button type="button" onClick={() => void signOut().catch(setError)}>
        {say('sign-out', { account })}
      </button>
    </section>
  )

  async function signOut(): Promise<void> {
    await leaveSeat('account')
    dropDrafts()
    tellOtherPages(undefined)
    if (isTillKept) onSignedOut()
    else await goToFrontDoor()
  }
}

/** Nobody's till any more: asked for once, the ledger says so, and what was kept of it goes. */
export async function goToFrontDoor(): Promise<void> {
  await findIdentity()
  location.assign('/')
}
