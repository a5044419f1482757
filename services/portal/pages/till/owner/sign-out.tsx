import { useState } from 'preact/hooks'
import { leaveSeat } from '../identity.ts'
import { Refusal } from '../refusal.tsx'
import { say } from '../words.ts'

export function SignOut({ onSignedOut }: { onSignedOut(): void }) {
  const [error, setError] = useState<unknown>()
  return (
    <>
      {error !== undefined && <Refusal error={error} />}
      <button type="button" onClick={() => void leaveSeat('account').then(onSignedOut, setError)}>
        {say('sign-out')}
      </button>
    </>
  )
}
