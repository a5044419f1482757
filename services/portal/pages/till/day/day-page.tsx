import { formatYuan } from '@welfare/contracts/money.ts'
import { useCallback, useState } from 'preact/hooks'
import { sayDay } from '../../common/shanghai.ts'
import type { TakenBack } from '../attempts/attempt.store.ts'
import { FailedAnswer } from '../failed-answer.tsx'
import { OverPage } from '../over-page.tsx'
import { useTill } from '../shop.ts'
import { usePages } from '../use-pages.ts'
import { say } from '../words.ts'
import { MealRow } from './meal-row.tsx'
import { type DayOfMeals, type ListedMeal, type MealTotal, readMeals } from './meals.ts'
import { UndoForm } from './undo-form.tsx'
import { Undone } from './undone.tsx'

/** The meals of a day, newest first; today's where none is named. */
export function DayPage({ day, onBack }: { readonly day?: string; onBack?(): void }) {
  const till = useTill()
  const { first, items, readAt, error, more, refresh } = usePages<ListedMeal, DayOfMeals>(
    useCallback((cursor: string | undefined) => readMeals(till, { day, cursor }), [till, day]),
  )
  const [chosen, setChosen] = useState<ListedMeal>()
  const [back, setBack] = useState<TakenBack>()
  const leave = () => setBack(undefined)

  return (
    <section aria-labelledby="day-title">
      <h2 id="day-title">{day === undefined ? say('today-title') : say('day-title', { day: sayDay(day) })}</h2>
      {onBack && (
        <button type="button" class="quiet" onClick={onBack}>
          {say('back')}
        </button>
      )}
      {error !== undefined && <FailedAnswer {...{ error, readAt }} onRetry={refresh} />}
      {!first && error === undefined && <p role="status">{say('loading')}</p>}
      {first && <DayTotal total={first.total} />}
      {first && items.length === 0 && <p class="hint">{say('none')}</p>}
      <ul class="meals">
        {items.map((meal) => (
          <li key={meal.id}>
            <MealRow meal={meal} onUndo={() => setChosen(meal)} />
          </li>
        ))}
      </ul>
      {chosen && (
        <UndoForm
          meal={chosen}
          whose={{ tail: chosen.tail ?? '' }}
          onEnd={(given) => {
            setChosen(undefined)
            setBack(given)
            refresh()
          }}
        />
      )}
      {back && (
        <OverPage title={say('row-back')} onCancel={leave}>
          <Undone back={back} />
          <button type="button" class="main" onClick={leave}>
            {say('settled-seen')}
          </button>
        </OverPage>
      )}
      {more && (
        <button type="button" onClick={more}>
          {say('more')}
        </button>
      )}
    </section>
  )
}

export function DayTotal({ total }: { readonly total: MealTotal }) {
  const { meals, amountFen, ownShareFen, takenBack } = total
  return (
    <p class="total">
      <strong>{say('total-meals', { meals })}</strong>
      <strong class="amount">{say('total-amount', { amount: formatYuan(amountFen) })}</strong>
      {ownShareFen > 0 && <small>{say('total-own', { own: formatYuan(ownShareFen) })}</small>}
      <small>{say('total-back', { back: takenBack })}</small>
    </p>
  )
}
