import { useEffect, useRef, useState } from 'preact/hooks'
import { newActKey } from '../../common/act-key.ts'
import { type AnswerOf, answerOf } from '../../common/api/client.ts'
import { shanghaiTime } from '../../common/shanghai.ts'
import { apis } from '../api.ts'
import { Refusal } from '../refusal.tsx'
import { say } from '../words.ts'
import type { Phone } from './phones.tsx'

interface Pairing extends AnswerOf<'pairDevice'> {
  /** Outline of the QR code's dark squares. */
  readonly path: string
  readonly size: number
}

interface NewPhoneProps {
  readonly merchant: string
  readonly phones: readonly Phone[]
  /** Whether one has come. */
  onLook(): void
}

/** Between two looks while somebody holds the new phone beside it. */
const LOOK_EVERY_MS = 2_000

export function NewPhone({ merchant, phones, onLook }: NewPhoneProps) {
  const [label, setLabel] = useState('')
  const [key, setKey] = useState(newActKey)
  const [pairing, setPairing] = useState<Pairing>()
  const [error, setError] = useState<unknown>()
  const [before, setBefore] = useState<readonly string[]>([])
  const place = useRef<HTMLDivElement>(null)
  const paired = pairing && phones.find(({ id }) => !before.includes(id))
  const look = useRef(onLook)
  look.current = onLook
  const isWaiting = pairing !== undefined && paired === undefined
  useEffect(() => {
    if (!isWaiting) return
    place.current?.scrollIntoView({ block: 'center' })
    const timer = setInterval(() => look.current(), LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [isWaiting])
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
    setBefore(phones.map(({ id }) => id))
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
      {paired ? (
        <div class="settled" role="status">
          <p>{say('phone-bound', { label: paired.label })}</p>
        </div>
      ) : pairing ? (
        <div class="pairing" ref={place}>
          <p>{say('phone-code', { address })}</p>
          <svg viewBox={`0 0 ${pairing.size} ${pairing.size}`} role="img" aria-label={say('pair-scan')}>
            <rect width={pairing.size} height={pairing.size} fill="#fff" />
            <path d={pairing.path} fill="#000" />
          </svg>
          <p class="amount">{pairing.code}</p>
          <p class="hint">{say('phone-until', { until: shanghaiTime(pairing.expiresAt) })}</p>
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
      {pairing && (
        <button
          type="button"
          onClick={() => {
            setPairing(undefined)
            setLabel('')
            onLook()
          }}
        >
          {say('close')}
        </button>
      )}
      {error !== undefined && <Refusal error={error} />}
    </form>
  )
}
