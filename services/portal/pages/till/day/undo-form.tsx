import { formatYuan } from '@welfare/contracts/money.ts'
import { type UsualUndoReason, usualUndoReasons } from '@welfare/contracts/words/undo-words.ts'
import { useState } from 'preact/hooks'
import { newActKey } from '../../common/act-key.ts'
import { sayWord } from '../../common/words.ts'
import type { TakenBack } from '../attempts/attempt.store.ts'
import { ledgerNow } from '../ledger-clock.ts'
import { OverPage } from '../over-page.tsx'
import { Refusal } from '../refusal.tsx'
import { useTill } from '../shop.ts'
import { play } from '../sound.ts'
import { useAttempts } from '../use-attempts.ts'
import type { Whose } from '../whose.ts'
import { say } from '../words.ts'
import type { ListedMeal } from './meals.ts'

const reasons = Object.keys(usualUndoReasons) as UsualUndoReason[]

/** @param onEnd with what went back, where it was taken back */
export function UndoForm({
  meal,
  whose,
  onEnd,
}: {
  readonly meal: Pick<ListedMeal, 'id' | 'keptFen' | 'ownShareFen' | 'statement'>
  readonly whose: Whose
  onEnd(back?: TakenBack): void
}) {
  const till = useTill()
  const { attempts } = useAttempts()
  const [reason, setReason] = useState<UsualUndoReason>()
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>()
  const [isUnkept, setUnkept] = useState(false)
  const amount = formatYuan(meal.keptFen)

  async function takeBack(): Promise<void> {
    if (reason === undefined) return
    setSending(true)
    const [wallet = ''] = meal.id.split('.')
    const answer = await attempts
      .submit({
        ...{ key: newActKey(), seat: till.seat, account: till.account, tappedAt: ledgerNow().toISOString() },
        ...{ wallet, amountFen: meal.keptFen, tail: whose.tail, holder: whose.holder },
        request: { kind: 'undo', redemption: meal.id, body: { merchant: till.merchant, reason } },
      })
      .catch(() => undefined)
    setSending(false)
    if (!answer) return setUnkept(true)
    if (answer.outcome === 'refused') {
      play('refused')
      return setError(answer.error)
    }
    onEnd(answer.outcome === 'recorded' && answer.kind === 'undo' ? answer.back : undefined)
  }

  return (
    <OverPage title={say('undo-title', { amount })} onCancel={() => !isSending && onEnd()}>
      <form
        class="undo"
        onSubmit={(event) => {
          event.preventDefault()
          if (!isSending) void takeBack()
        }}
      >
        {meal.ownShareFen > 0 && <p>{say('undo-own', { own: formatYuan(meal.ownShareFen) })}</p>}
        {meal.statement !== undefined && <p>{say('undo-statement', { number: meal.statement, amount })}</p>}
        <fieldset>
          <legend>{say('undo-why')}</legend>
          {reasons.map((one) => (
            <label key={one}>
              <input type="radio" name="reason" required checked={reason === one} onChange={() => setReason(one)} />{' '}
              {sayWord(usualUndoReasons[one])}
            </label>
          ))}
        </fieldset>
        {error !== undefined && <Refusal error={error} />}
        {isUnkept && (
          <p role="alert" class="refusal">
            {say('nothing-kept')}
          </p>
        )}
        <button type="submit" class="main" disabled={isSending}>
          {isSending ? say('confirming') : say('undo-do', { amount })}
        </button>
        <button type="button" disabled={isSending} onClick={() => onEnd()}>
          {say('undo-not')}
        </button>
      </form>
    </OverPage>
  )
}
