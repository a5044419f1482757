import { useEffect, useState } from 'preact/hooks'
import { Camera } from './camera/camera.tsx'
import { type Identity, pairAs } from './identity.ts'
import { OwnerSignIn } from './owner/owner-sign-in.tsx'
import { Refusal } from './refusal.tsx'
import { plainCode, readShown, type Shown } from './shown-code.ts'
import { say } from './words.ts'

interface PairingPageProps {
  /** That the address brought along. */
  readonly shown: Shown
  /** It was a till when it was last opened. */
  readonly hasEnded: boolean
  onTaken(): void
  onPaired(identity: Identity): void
}

const CODE_LENGTH = 8

/** A phone that is nobody's till yet. */
export function PairingPage({ shown, hasEnded, onTaken, onPaired }: PairingPageProps) {
  const [typed, setTyped] = useState('')
  const [isSending, setSending] = useState(false)
  const [camera, setCamera] = useState<'closed' | 'looks' | 'sees-other'>('closed')
  const [isOwner, setOwner] = useState(false)
  const [error, setError] = useState<unknown>()
  const [fault, setFault] = useState<string>()

  /** What was said of an earlier try does not stand beside the next one. */
  function begin(): void {
    setFault(undefined)
    setError(undefined)
  }

  function pair(given: string): void {
    if (isSending) return
    setSending(true)
    begin()
    pairAs(given.trim())
      .then(onPaired, setError)
      .finally(() => setSending(false))
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each code that the address brings.
  useEffect(() => {
    if (shown.kind !== 'pairing') return
    onTaken()
    setTyped(shown.code)
    pair(shown.code)
  }, [shown])

  return (
    <section class="pairing-page" aria-labelledby="pair-title">
      <h2 id="pair-title">{say('pair-title')}</h2>
      {hasEnded && (
        <p role="alert" class="refusal">
          {say('pair-ended')}
        </p>
      )}
      <p>{say('pair-how')}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const missing = CODE_LENGTH - plainCode(typed).length
          begin()
          if (missing > 0) setFault(say('pair-short', { missing }))
          else pair(typed)
        }}
      >
        <label htmlFor="pairing-code">{say('pair-code')}</label>
        <input
          id="pairing-code"
          class="code"
          maxLength={20}
          autoComplete="off"
          autoCapitalize="characters"
          spellcheck={false}
          value={typed}
          onInput={({ currentTarget }) => {
            setTyped(currentTarget.value)
            begin()
          }}
        />
        {error !== undefined && <Refusal error={error} />}
        {fault !== undefined && (
          <p role="alert" class="refusal">
            {fault}
          </p>
        )}
        <button type="submit" class="main" disabled={isSending}>
          {say('pair-do')}
        </button>
      </form>
      {camera !== 'closed' ? (
        <Camera
          onText={(text) => {
            const seen = readShown(text)
            setCamera(seen.kind === 'pairing' ? 'closed' : 'sees-other')
            if (seen.kind !== 'pairing') return false
            setTyped(seen.code)
            pair(seen.code)
            return true
          }}
          onEnd={() => setCamera('closed')}
          onFault={(kind) => {
            setCamera('closed')
            setFault(say(`pair-camera-${kind}`))
          }}
        />
      ) : window.isSecureContext ? (
        <button
          type="button"
          onClick={() => {
            begin()
            setCamera('looks')
          }}
        >
          {say('pair-scan')}
        </button>
      ) : (
        <p class="hint">{say('camera-no-https')}</p>
      )}
      {camera === 'sees-other' && (
        <p role="alert" class="refusal">
          {say('pair-other')}
        </p>
      )}
      {isOwner ? (
        <OwnerSignIn onSignedIn={onPaired} />
      ) : (
        <button type="button" class="quiet" onClick={() => setOwner(true)}>
          {say('owner-sign-in')}
        </button>
      )}
    </section>
  )
}
