import { useState } from 'preact/hooks'
import { Ask } from '../ask.tsx'
import { leaveSeat } from '../identity.ts'
import { Refusal } from '../refusal.tsx'
import { useAttempts } from '../use-attempts.ts'
import { say } from '../words.ts'

/** Not while something waits: under another pairing its key would be another act. */
export function ForgetPhone({ onForgotten }: { onForgotten(): void }) {
  const { waitingCount } = useAttempts()
  const [isAsked, setAsked] = useState(false)
  const [error, setError] = useState<unknown>()
  return (
    <section aria-labelledby="forget-title">
      <h3 id="forget-title">{say('forget')}</h3>
      <p class="hint">{waitingCount > 0 ? say('forget-waiting', { count: waitingCount }) : say('forget-hint')}</p>
      {error !== undefined && <Refusal error={error} />}
      <button type="button" disabled={waitingCount > 0} onClick={() => setAsked(true)}>
        {say('forget')}
      </button>
      {isAsked && (
        <Ask
          title={say('forget-title')}
          hint={say('forget-hint')}
          sure={say('forget-sure')}
          isDangerous
          onCancel={() => setAsked(false)}
          onSure={() => {
            setAsked(false)
            void leaveSeat('till').then(onForgotten, setError)
          }}
        />
      )}
    </section>
  )
}
