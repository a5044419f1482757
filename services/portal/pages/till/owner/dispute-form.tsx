import { formatYuan } from '@welfare/contracts/money.ts'
import { type UsualDisputeReason, usualDisputeReasons } from '@welfare/contracts/words/undo-words.ts'
import { useState } from 'preact/hooks'
import { newActKey } from '../../common/act-key.ts'
import { answerOf } from '../../common/api/client.ts'
import { sayDay } from '../../common/shanghai.ts'
import { sayWord } from '../../common/words.ts'
import { apis } from '../api.ts'
import { OverPage } from '../over-page.tsx'
import { Refusal } from '../refusal.tsx'
import { useDraft } from '../use-draft.ts'
import { say as sayTill } from '../words.ts'
import { say } from './statement-words.ts'
import type { StatementLine } from './statements.ts'

const reasons = Object.keys(usualDisputeReasons) as UsualDisputeReason[]

interface DisputeFormProps {
  readonly account: string
  readonly statement: string
  readonly redemption: string
  readonly line: StatementLine
  onEnd(isDone: boolean): void
}

/** Says that a meal is not right, and why. */
export function DisputeForm({ account, statement, redemption, line: { day, amountFen }, onEnd }: DisputeFormProps) {
  const [key, setKey] = useState(newActKey)
  const draft = useDraft<{ readonly why: UsualDisputeReason; readonly note: string }>(
    account,
    `dispute.${redemption}`,
    {
      why: 'amount-disputed',
      note: '',
    },
  )
  const { why, note } = draft.values
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>()
  const told = note.trim()
  const reason = told === '' ? why : `${why}: ${told}`

  async function send(): Promise<void> {
    setSending(true)
    setError(undefined)
    try {
      const params = { path: { id: statement }, header: { 'Idempotency-Key': key } }
      await answerOf(apis.account.POST('/v1/statements/{id}/disputes', { params, body: { redemption, reason } }))
      draft.drop()
      onEnd(true)
    } catch (problem) {
      setError(problem)
      setSending(false)
    }
  }
  /** Said otherwise, it is another act. */
  const change = (changed: Parameters<typeof draft.change>[0]) => {
    draft.change(changed)
    setKey(newActKey())
  }

  const leave = () => {
    if (isSending) return
    draft.drop()
    onEnd(false)
  }

  return (
    <OverPage title={say('dispute-title', { day: sayDay(day), amount: formatYuan(amountFen) })} onCancel={leave}>
      <form
        class="undo"
        onSubmit={(event) => {
          event.preventDefault()
          if (!isSending) void send()
        }}
      >
        <p class="hint">{say('dispute-hint')}</p>
        <fieldset aria-label={say('dispute')}>
          {reasons.map((one) => (
            <label key={one}>
              <input type="radio" name="why" checked={why === one} onChange={() => change({ why: one })} />{' '}
              {sayWord(usualDisputeReasons[one])}
            </label>
          ))}
        </fieldset>
        <label>
          {say('dispute-note')}
          <input
            maxLength={200}
            required={why === 'other-dispute'}
            value={note}
            onInput={({ currentTarget }) => change({ note: currentTarget.value })}
          />
        </label>
        {draft.isRestored && <p class="hint">{sayTill('draft-restored')}</p>}
        {error !== undefined && <Refusal error={error} />}
        <button type="submit" class="main" disabled={isSending}>
          {isSending ? sayTill('confirming') : say('dispute-do')}
        </button>
        <button type="button" disabled={isSending} onClick={leave}>
          {say('dispute-not')}
        </button>
      </form>
    </OverPage>
  )
}
