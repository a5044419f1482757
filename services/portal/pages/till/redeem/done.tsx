import { formatYuan } from '@welfare/contracts/money.ts'
import { useEffect, useState } from 'preact/hooks'
import { showInstant } from '../../common/shanghai.ts'
import { type MealTotal, readMeals } from '../day/meals.ts'
import { useTill } from '../shop.ts'
import { say } from '../words.ts'
import type { Meal } from './card.ts'

/** What was just recorded; below it waits the next guest. */
export function Done({ meal }: { readonly meal: Meal }) {
  const till = useTill()
  const [total, setTotal] = useState<MealTotal>()
  useEffect(() => {
    // Beside what was done: without a network it is missing, and nothing else.
    readMeals(till, {}).then(
      (day) => setTotal(day.total),
      () => setTotal(undefined),
    )
  }, [till])

  return (
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
  )
}
