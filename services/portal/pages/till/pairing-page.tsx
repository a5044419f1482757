import { useEffect, useState } from 'preact/hooks'
import { answerOf } from '../common/api/client.ts'
import { apis } from './api.ts'
import { Camera } from './camera/camera.tsx'
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
  onPaired(): void
}

const CODE_LENGTH = 8

/** A phone that is nobody's till yet. */
export function PairingPage({ shown, hasEnded, onTaken, onPaired }: PairingPageProps) {
  const [typed, setTyped] = useState('')
  const [isSending, setSending] = useState(false)
  const [isScanning, setScanning] = useState(false)
  const [isOwner, setOwner] = useState(false)
  const [isOther, setOther] = useState(false)
  const [error, setError] = useState<unknown>()
  const [fault, setFault] = useState<string>()

  function pair(given: string): void {
    if (isSending) return
    setSending(true)
    setError(undefined)
    answerOf(apis.till.POST('/v1/pairings', { body: { code: given.trim() } }))
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
          setFault(missing > 0 ? say('pair-short', { missing }) : undefined)
          setError(undefined)
          if (missing <= 0) pair(typed)
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
            setFault(undefined)
            setError(undefined)
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
      {isScanning ? (
        <Camera
          onText={(text) => {
            const seen = readShown(text)
            setOther(seen.kind !== 'pairing')
            if (seen.kind !== 'pairing') return false
            setScanning(false)
            setTyped(seen.code)
            pair(seen.code)
            return true
          }}
          onEnd={() => setScanning(false)}
          onFault={(kind) => {
            setScanning(false)
            setFault(say(`pair-camera-${kind}`))
          }}
        />
      ) : window.isSecureContext ? (
        <button type="button" onClick={() => setScanning(true)}>
          {say('pair-scan')}
        </button>
      ) : (
        <p class="hint">{say('camera-no-https')}</p>
      )}
      {isOther && (
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
