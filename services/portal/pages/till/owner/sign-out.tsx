import { useState } from 'preact/hooks'
import { newActKey } from '../../common/act-key.ts'
import { answerOf } from '../../common/api/client.ts'
import { apis } from '../api.ts'
import { Refusal } from '../refusal.tsx'
import { say } from '../words.ts'

export function SignOut({ onSignedOut }: { onSignedOut(): void }) {
  const [error, setError] = useState<unknown>()
  const signOut = () => {
    const header = { 'Idempotency-Key': newActKey() }
    answerOf(apis.owner.DELETE('/v1/session', { params: { header } })).then(onSignedOut, setError)
  }
  return (
    <>
      {error !== undefined && <Refusal error={error} />}
      <button type="button" onClick={signOut}>
        {say('sign-out')}
      </button>
    </>
  )
}
