import { formatYuan } from '@welfare/contracts/money.ts'
import { useEffect, useState } from 'preact/hooks'
import { showInstant } from '../../common/shanghai.ts'
import type { Meal } from '../attempts/attempt.store.ts'
import { type MealTotal, readMeals } from '../day/meals.ts'
import { UndoForm } from '../day/undo-form.tsx'
import { Undone } from '../day/undone.tsx'
import { useTill } from '../shop.ts'
import { useAttempts } from '../use-attempts.ts'
import { sayWhose, type Whose } from '../whose.ts'
import { say } from '../words.ts'

/** What was just recorded; below it waits the next guest. Taken back, here or in the list of the day, it is done no more. */
export function Done({ meal, whose }: { readonly meal: Meal; readonly whose: Whose }) {
  const till = useTill()
  const { attempts, isBeingUndone } = useAttempts()
  const [isAsked, setAsked] = useState(false)
  const [total, setTotal] = useState<MealTotal>()
  useEffect(() => {
    // Beside what was done: without a network it is missing, and nothing else.
    readMeals(till, {}).then(
      (day) => setTotal(day.total),
      () => setTotal(undefined),
    )
  }, [till])
  const back = attempts.takenBack(meal.id)
  if (back) return <Undone back={back} />

  return (
    <>
      <section class="done" role="status">
        <p class="title">{say('done')}</p>
        <p class="amount largest">
          {formatYuan(meal.amountFen)} <small>{say('yuan')}</small>
        </p>
        <p>{sayWhose(whose)}</p>
        {meal.ownShareFen > 0 && <p class="own">{say('done-own', { own: formatYuan(meal.ownShareFen) })}</p>}
        <p>{say('done-left', { left: formatYuan(meal.balanceAfterFen) })}</p>
        {meal.undoUntil !== undefined && <p class="hint">{say('done-undo', { until: showInstant(meal.undoUntil) })}</p>}
        {total && <p class="hint">{say('done-total', { meals: total.meals, amount: formatYuan(total.amountFen) })}</p>}
      </section>
      {isAsked ? (
        <UndoForm
          meal={{ id: meal.id, keptFen: meal.amountFen, ownShareFen: meal.ownShareFen }}
          whose={whose}
          onEnd={() => setAsked(false)}
        />
      ) : (
        meal.undoUntil !== undefined &&
        !isBeingUndone(meal.id) && (
          <button type="button" class="quiet" onClick={() => setAsked(true)}>
            {say('undo')}
          </button>
        )
      )}
    </>
  )
}
