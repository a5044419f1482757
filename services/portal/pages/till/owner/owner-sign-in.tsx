import { useState } from 'preact/hooks'
import { answerOf } from '../../common/api/client.ts'
import { dropDrafts } from '../../common/drafts.ts'
import { apis } from '../api.ts'
import { type Identity, leaveSeat, readSeat } from '../identity.ts'
import { Refusal } from '../refusal.tsx'
import { say } from '../words.ts'

export function OwnerSignIn({ onSignedIn }: { onSignedIn(owner: Identity): void }) {
  const [account, setAccount] = useState('')
  const [password, setPassword] = useState('')
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>()
  const [isNotOwner, setNotOwner] = useState(false)

  async function signIn(): Promise<void> {
    setSending(true)
    setError(undefined)
    try {
      await answerOf(apis.account.POST('/v1/session', { body: { account: account.trim(), password } }))
      const owner = await readSeat('account')
      dropDrafts(owner && { except: owner.account })
      if (owner) onSignedIn(owner)
      else {
        setNotOwner(true)
        await leaveSeat('account')
      }
    } catch (reason) {
      setError(reason)
    } finally {
      setPassword('')
      setSending(false)
    }
  }

  return (
    <form
      class="sign-in"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isSending) void signIn()
      }}
    >
      <label htmlFor="account">{say('account')}</label>
      <input
        id="account"
        autoComplete="username"
        autoCapitalize="none"
        required
        value={account}
        onInput={({ currentTarget }) => setAccount(currentTarget.value)}
      />
      <label htmlFor="password">{say('password')}</label>
      <input
        id="password"
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onInput={({ currentTarget }) => setPassword(currentTarget.value)}
      />
      {error !== undefined && <Refusal error={error} />}
      {isNotOwner && (
        <p role="alert" class="refusal">
          {say('not-owner')}
        </p>
      )}
      <button type="submit" class="main" disabled={isSending}>
        {say('sign-in')}
      </button>
    </form>
  )
}
