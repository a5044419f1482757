import { formatYuan } from '@welfare/contracts/money.ts'
import { useMemo, useState } from 'preact/hooks'
import { UndoForm } from '../day/undo-form.tsx'
import type { Identity } from '../identity.ts'
import { RefusalSentence } from '../refusal.tsx'
import { TillContext } from '../shop.ts'
import { useAttempts } from '../use-attempts.ts'
import type { Whose } from '../whose.ts'
import { say } from '../words.ts'
import type { Attempt, Meal } from './attempt.store.ts'

interface SettledAttemptProps {
  readonly attempt: Attempt
  readonly told: Readonly<Record<string, string>>
  /** Who may take it back; undefined where it was tapped in another name. */
  readonly by: Identity | undefined
  onSeen(): void
}

/** What became of it, and what is still to be done about it. */
export function SettledAttempt({ attempt, told, by, onSeen }: SettledAttemptProps) {
  const { settled } = attempt
  if (!settled) return null
  if (settled.outcome === 'refused')
    return (
      <section class="settled refused">
        <strong>{say(settled.kind === 'meal' ? 'settled-meal-refused' : 'settled-undo-refused', told)}</strong>
        <RefusalSentence sentence={settled.sentence} code={settled.code} />
        <SeenButton onSeen={onSeen} />
      </section>
    )
  if (settled.kind === 'undo') {
    const { back } = settled
    return (
      <section class="settled">
        <div role="status">
          <p>{say('settled-undo', told)}</p>
          {back && back.ownShareBackFen > 0 && (
            <p class="own">{say('undone-own', { own: formatYuan(back.ownShareBackFen) })}</p>
          )}
        </div>
        <SeenButton onSeen={onSeen} />
      </section>
    )
  }
  const { meal } = settled
  return (
    <section class="settled">
      <div role="status">
        <p>{say('settled-meal', told)}</p>
        {meal && meal.ownShareFen > 0 && <p class="own">{say('settled-own', { own: formatYuan(meal.ownShareFen) })}</p>}
      </div>
      {meal?.undoUntil !== undefined && by && <UndoLater meal={meal} by={by} whose={attempt} />}
      <SeenButton onSeen={onSeen} />
    </section>
  )
}

function SeenButton({ onSeen }: { onSeen(): void }) {
  return (
    <button type="button" onClick={onSeen}>
      {say('settled-seen')}
    </button>
  )
}

interface UndoLaterProps {
  readonly meal: Meal
  readonly by: Identity
  readonly whose: Whose
}

function UndoLater({ meal, by, whose }: UndoLaterProps) {
  const { isBeingUndone } = useAttempts()
  const [isAsked, setAsked] = useState(false)
  const till = useMemo(() => ({ ...by, merchant: meal.merchant }), [by, meal])
  if (isBeingUndone(meal.id)) return null
  if (!isAsked)
    return (
      <button type="button" class="quiet" onClick={() => setAsked(true)}>
        {say('undo')}
      </button>
    )
  return (
    <TillContext.Provider value={till}>
      <UndoForm
        meal={{ id: meal.id, keptFen: meal.amountFen, ownShareFen: meal.ownShareFen }}
        whose={whose}
        onEnd={() => setAsked(false)}
      />
    </TillContext.Provider>
  )
}
