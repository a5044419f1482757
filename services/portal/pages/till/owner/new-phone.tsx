import { useEffect, useRef, useState } from 'preact/hooks'
import { newActKey } from '../../common/act-key.ts'
import { type AnswerOf, answerOf } from '../../common/api/client.ts'
import { isSignedOut } from '../../common/api/problem.ts'
import { shanghaiTime } from '../../common/shanghai.ts'
import { apis } from '../api.ts'
import { ledgerNow } from '../ledger-clock.ts'
import { Refusal } from '../refusal.tsx'
import { useDraft } from '../use-draft.ts'
import { say } from '../words.ts'
import type { Phone } from './phones.tsx'

interface Pairing extends AnswerOf<'pairDevice'> {
  /** Outline of the QR code's dark squares. */
  readonly path: string
  readonly size: number
  /** Phones that were there already. */
  readonly before: readonly string[]
}

interface NewPhoneProps {
  readonly account: string
  readonly merchant: string
  /** Another list with each answer. */
  readonly phones: readonly Phone[]
  /** Why the last look had no answer: another one each time. */
  readonly failure: unknown
  /** Whether one has come. */
  onLook(): void
}

/** Between two looks while somebody holds the new phone beside it. */
const LOOK_EVERY_MS = 2_000

export function NewPhone({ account, merchant, phones, failure, onLook }: NewPhoneProps) {
  const draft = useDraft(account, `phone.${merchant}`, { label: '' })
  const { label } = draft.values
  const [key, setKey] = useState(newActKey)
  const [pairing, setPairing] = useState<Pairing>()
  const [error, setError] = useState<unknown>()
  const [isOver, setOver] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const paired = pairing && phones.find(({ id }) => !pairing.before.includes(id))
  const isWaiting = pairing !== undefined && paired === undefined && !isOver
  useEffect(() => {
    if (isWaiting) place.current?.scrollIntoView({ block: 'center' })
  }, [isWaiting])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the next look comes after the answer of the last.
  useEffect(() => {
    if (!isWaiting || isSignedOut(failure)) return
    const timer = setTimeout(onLook, LOOK_EVERY_MS)
    return () => clearTimeout(timer)
  }, [isWaiting, phones, failure, onLook])
  useEffect(() => {
    if (!pairing) return
    const timer = setTimeout(() => setOver(true), Date.parse(pairing.expiresAt) - ledgerNow().getTime())
    return () => clearTimeout(timer)
  }, [pairing])
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
    setOver(false)
    setPairing({ ...made, path: squares.join(''), size, before: phones.map(({ id }) => id) })
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
      ) : pairing && isOver ? (
        <p role="status">{say('phone-over')}</p>
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
          {draft.isRestored && <p class="hint">{say('draft-restored')}</p>}
          <label htmlFor="phone-label">{say('phone-label')}</label>
          <input
            id="phone-label"
            required
            maxLength={60}
            value={label}
            onInput={({ currentTarget }) => {
              draft.change({ label: currentTarget.value })
              // Called otherwise, it is another act.
              setKey(newActKey())
            }}
          />
          <button type="submit">{say('phone-add')}</button>
        </div>
      )}
      {pairing && (
        <button
          type="button"
          onClick={() => {
            setPairing(undefined)
            draft.change({ label: '' })
            draft.drop()
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
