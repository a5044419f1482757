import { useState } from 'preact/hooks'
import { newActKey } from '../../common/act-key.ts'
import { type AnswerOf, answerOf } from '../../common/api/client.ts'
import { shanghaiTime } from '../../common/shanghai.ts'
import { apis } from '../api.ts'
import { Refusal } from '../refusal.tsx'
import { say } from '../words.ts'

interface Pairing extends AnswerOf<'pairDevice'> {
  /** Outline of the QR code's dark squares. */
  readonly path: string
  readonly size: number
}

export function NewPhone({ merchant, onPaired }: { readonly merchant: string; onPaired(): void }) {
  const [label, setLabel] = useState('')
  const [key, setKey] = useState(newActKey)
  const [pairing, setPairing] = useState<Pairing>()
  const [error, setError] = useState<unknown>()
  const address = `${location.origin}/till/`

  async function make(): Promise<void> {
    const header = { 'Idempotency-Key': key }
    const params = { path: { id: merchant }, header }
    const made = await answerOf(
      apis.account.POST('/v1/merchants/{id}/pairings', { params, body: { label: label.trim() } }),
    )
    const { encode } = await import('uqr')
    const { data, size } = encode(`${address}#pair=${made.code}`, { border: 2 })
    const squares = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    setPairing({ ...made, path: squares.join(''), size })
    setKey(newActKey())
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setError(undefined)
        make().catch(setError)
      }}
    >
      {pairing ? (
        <div class="pairing">
          <p>{say('phone-code', { address })}</p>
          <svg viewBox={`0 0 ${pairing.size} ${pairing.size}`} role="img" aria-label={say('pair-scan')}>
            <rect width={pairing.size} height={pairing.size} fill="#fff" />
            <path d={pairing.path} fill="#000" />
          </svg>
          <p class="amount">{pairing.code}</p>
          <p class="hint">{say('phone-until', { until: shanghaiTime(pairing.expiresAt) })}</p>
          <button
            type="button"
            onClick={() => {
              setPairing(undefined)
              setLabel('')
              onPaired()
            }}
          >
            {say('close')}
          </button>
        </div>
      ) : (
        <div class="field">
          <label htmlFor="phone-label">{say('phone-label')}</label>
          <input
            id="phone-label"
            required
            maxLength={60}
            value={label}
            onInput={({ currentTarget }) => setLabel(currentTarget.value)}
          />
          <button type="submit">{say('phone-add')}</button>
        </div>
      )}
      {error !== undefined && <Refusal error={error} />}
    </form>
  )
}
