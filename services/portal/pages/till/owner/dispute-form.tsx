import { formatYuan } from '@welfare/contracts/money.ts'
import { useState } from 'preact/hooks'
import { newActKey } from '../../common/act-key.ts'
import { answerOf } from '../../common/api/client.ts'
import { sayDay } from '../../common/shanghai.ts'
import { apis } from '../api.ts'
import { Refusal } from '../refusal.tsx'
import { say as sayTill } from '../words.ts'
import { say } from './statement-words.ts'
import type { StatementLine } from './statements.ts'

const reasons = ['dispute-why-amount', 'dispute-why-shop', 'dispute-why-twice', 'dispute-why-other'] as const

interface DisputeFormProps {
  readonly statement: string
  readonly redemption: string
  readonly line: StatementLine
  onEnd(isDone: boolean): void
}

/** Says that a meal is not right, and why. */
export function DisputeForm({ statement, redemption, line: { day, amountFen }, onEnd }: DisputeFormProps) {
  const [key, setKey] = useState(newActKey)
  const [why, setWhy] = useState<(typeof reasons)[number]>(reasons[0])
  const [note, setNote] = useState('')
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>()
  const told = note.trim()
  const reason = told === '' ? say(why) : say('dispute-reason', { why: say(why), note: told })

  async function send(): Promise<void> {
    setSending(true)
    setError(undefined)
    try {
      const params = { path: { id: statement }, header: { 'Idempotency-Key': key } }
      await answerOf(apis.account.POST('/v1/statements/{id}/disputes', { params, body: { redemption, reason } }))
      onEnd(true)
    } catch (problem) {
      setError(problem)
      setSending(false)
    }
  }
  /** Said otherwise, it is another act. */
  const change = (set: () => void) => {
    set()
    setKey(newActKey())
  }

  return (
    <form
      class="undo"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isSending) void send()
      }}
    >
      <fieldset>
        <legend>{say('dispute-title', { day: sayDay(day), amount: formatYuan(amountFen) })}</legend>
        <p class="hint">{say('dispute-hint')}</p>
        {reasons.map((one) => (
          <label key={one}>
            <input type="radio" name="why" checked={why === one} onChange={() => change(() => setWhy(one))} />{' '}
            {say(one)}
          </label>
        ))}
      </fieldset>
      <label>
        {say('dispute-note')}
        <input
          maxLength={200}
          required={why === 'dispute-why-other'}
          value={note}
          onInput={({ currentTarget }) => change(() => setNote(currentTarget.value))}
        />
      </label>
      {error !== undefined && <Refusal error={error} />}
      <button type="submit" class="main" disabled={isSending}>
        {isSending ? sayTill('confirming') : say('dispute-do')}
      </button>
      <button type="button" disabled={isSending} onClick={() => onEnd(false)}>
        {say('dispute-not')}
      </button>
    </form>
  )
}
