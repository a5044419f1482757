import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Money, useMoneyUnit } from '../../common/react/money.tsx'
import { sayDay } from '../../common/shanghai.ts'
import { allProgrammesQuery } from '../parts/directory.queries.ts'
import { Reading } from '../shell/reading.tsx'
import { mealsQuery } from './home.queries.ts'
import { lastDays } from './waiting.ts'
import { say } from './words.ts'

const DAYS = 31

/** A bar for each of the last days, shaded where a window is open; the same as a table. */
export function MealsByDay({ today }: { readonly today: string }): ReactNode {
  const read = useQuery(mealsQuery(today, DAYS))
  const { data } = read
  const readProgrammes = useQuery(allProgrammesQuery)
  const { data: programmes } = readProgrammes
  const { unit } = useMoneyUnit()
  if (!data || !programmes) return <Reading of={[read, readProgrammes]} />
  const days = lastDays(data.days, programmes, today, DAYS)
  const most = Math.max(...days.map(({ meals }) => meals))
  if (most <= 0) return <p>{say('noMeals', { count: DAYS })}</p>
  const withMeals = days.filter(({ meals }) => meals !== 0)
  return (
    <>
      <div
        className="day-bars"
        role="img"
        aria-label={say('mealsOfDays', { count: DAYS, meals: data.total.meals, most })}
      >
        {days.map(({ day, meals, isInWindow }) => (
          <span
            key={day}
            className={isInWindow ? 'in-window' : ''}
            title={say('mealsOfDay', { day: sayDay(day), meals })}
          >
            <small>{meals === most ? meals : ''}</small>
            <i style={{ height: `${Math.max(0, (meals * 100) / most)}px` }} />
          </span>
        ))}
      </div>
      <p className="hint">{say('shaded')}</p>
      <details>
        <summary>{say('asTable')}</summary>
        <table className="day-table">
          <thead>
            <tr>
              <th scope="col">{say('day')}</th>
              <th scope="col">{say('mealsCount')}</th>
              <th scope="col">{say('amount', { unit: say(`unit.${unit}`) })}</th>
            </tr>
          </thead>
          <tbody>
            {withMeals.map(({ day, meals, usedFen }) => (
              <tr key={day}>
                <th scope="row">{sayDay(day)}</th>
                <td className="figure">{meals}</td>
                <td>
                  <Money fen={usedFen} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  )
}
