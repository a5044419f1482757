import { formatYuan } from '@welfare/contracts/money.ts'
import { useEffect, useState } from 'preact/hooks'
import { showInstant } from '../../common/shanghai.ts'
import { type MealTotal, readMeals } from '../day/meals.ts'
import { UndoForm } from '../day/undo-form.tsx'
import { useTill } from '../shop.ts'
import { say } from '../words.ts'
import type { Meal } from './card.ts'

/** What was just recorded; below it waits the next guest. */
export function Done({ meal, onUndone }: { readonly meal: Meal; onUndone(): void }) {
  const till = useTill()
  const [isAsked, setAsked] = useState(false)
  const [total, setTotal] = useState<MealTotal>()
  useEffect(() => {
    // Beside what was done: without a network it is missing, and nothing else.
    readMeals(till, {}).then(
      (day) => setTotal(day.total),
      () => setTotal(undefined),
    )
  }, [till])

  return (
    <>
      <section class="done" role="status">
        <p class="title">{say('done')}</p>
        <p class="amount largest">
          {formatYuan(meal.amountFen)} <small>{say('yuan')}</small>
        </p>
        {meal.ownShareFen > 0 && <p class="own">{say('done-own', { own: formatYuan(meal.ownShareFen) })}</p>}
        <p>{say('done-left', { left: formatYuan(meal.balanceAfterFen) })}</p>
        {meal.undoUntil !== undefined && <p class="hint">{say('done-undo', { until: showInstant(meal.undoUntil) })}</p>}
        {total && <p class="hint">{say('done-total', { meals: total.meals, amount: formatYuan(total.amountFen) })}</p>}
      </section>
      {isAsked ? (
        <UndoForm
          meal={{ id: meal.id, keptFen: meal.amountFen }}
          onEnd={(backFen) => {
            setAsked(false)
            if (backFen !== undefined) onUndone()
          }}
        />
      ) : (
        <button type="button" class="quiet" onClick={() => setAsked(true)}>
          {say('undo')}
        </button>
      )}
    </>
  )
}
