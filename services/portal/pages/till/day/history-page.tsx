import { formatYuan } from '@welfare/contracts/money.ts'
import { useCallback, useState } from 'preact/hooks'
import { sayDay } from '../../common/shanghai.ts'
import { FailedAnswer } from '../failed-answer.tsx'
import { useTill } from '../shop.ts'
import { usePages } from '../use-pages.ts'
import { say } from '../words.ts'
import { DayPage, DayTotal } from './day-page.tsx'
import { type MealDays, readMealDays } from './meals.ts'

export function HistoryPage() {
  const till = useTill()
  const [day, setDay] = useState<string>()
  const { first, items, readAt, error, more, refresh } = usePages<MealDays['items'][number], MealDays>(
    useCallback((cursor: string | undefined) => readMealDays(till, cursor), [till]),
  )
  if (day !== undefined) return <DayPage day={day} onBack={() => setDay(undefined)} />
  return (
    <section aria-labelledby="history-title">
      <h2 id="history-title">{say('history')}</h2>
      {error !== undefined && <FailedAnswer {...{ error, readAt }} onRetry={refresh} />}
      {!first && error === undefined && <p role="status">{say('loading')}</p>}
      {first && items.length === 0 && <p class="hint">{say('none-history')}</p>}
      {first && items.length > 0 && <DayTotal total={first.total} />}
      <ul class="days">
        {items.map((one) => (
          <li key={one.day}>
            <button type="button" onClick={() => setDay(one.day)}>
              <span>{sayDay(one.day)}</span>
              <span>{say('total-meals', { meals: one.meals })}</span>
              <span class="figure">{say('total-amount', { amount: formatYuan(one.amountFen) })}</span>
            </button>
          </li>
        ))}
      </ul>
      {more && (
        <button type="button" onClick={more}>
          {say('more')}
        </button>
      )}
    </section>
  )
}
