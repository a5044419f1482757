import { addDays, daysBetween } from '@welfare/contracts/days.ts'
import type { ReactNode } from 'react'
import { mark } from '../../common/punctuation.ts'
import type { Rules } from './programmes.queries.ts'
import { say } from './words.ts'

type Window = Rules['windows'][number]

/** The days on which credits can be used, on the calendar of Shanghai. */
export function WindowCalendar({
  windows,
  today,
}: {
  windows: Rules['windows']
  today: string | undefined
}): ReactNode {
  if (windows.length === 0) return <p className="hint">{say('noWindows')}</p>
  return (
    <div className="months">
      {monthsOf(windows).map((month) => (
        <Month key={month} month={month} windows={windows} today={today} />
      ))}
    </div>
  )
}

function Month({
  month,
  windows,
  today,
}: {
  month: string
  windows: Rules['windows']
  today: string | undefined
}): ReactNode {
  const [year, number] = month.split('-')
  return (
    <table className="month">
      <caption>{say('month', { year, month: Number(number) })}</caption>
      <thead>
        <tr>
          {[1, 2, 3, 4, 5, 6, 7].map((weekday) => (
            <th key={weekday} scope="col">
              {say(`weekday.${weekday as 1}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(month).map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <Day key={day} day={day} isInside={day.startsWith(month)} windows={windows} isToday={day === today} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Day(props: { day: string; isInside: boolean; windows: Rules['windows']; isToday: boolean }): ReactNode {
  const { day, isInside, windows, isToday } = props
  if (!isInside) return <td />
  const names = windows.filter(({ from, until }) => from <= day && day <= until).map(({ name }) => name)
  const marks = [...(names.length > 0 ? ['usable'] : []), ...(isToday ? ['today'] : [])]
  return (
    <td className={marks.join(' ')} title={names.join(mark('list'))} {...(isToday && { 'aria-current': 'date' })}>
      {Number(day.slice(8))}
      {names.length > 0 && <span className="visually-hidden">{names.join(mark('list'))}</span>}
    </td>
  )
}

function monthsOf(windows: readonly Window[]): string[] {
  const months = windows.flatMap(({ from, until }) => {
    const found: string[] = []
    for (let month = from.slice(0, 7); month <= until.slice(0, 7) && found.length < 24; month = nextMonth(month))
      found.push(month)
    return found
  })
  return [...new Set(months)].sort()
}

function nextMonth(month: string): string {
  return addDays(`${month}-28`, 4).slice(0, 7)
}

/** Weeks from Monday on that hold the month's days. */
function weeksOf(month: string): string[][] {
  const first = `${month}-01`
  // 2024-01-01 was a Monday.
  const weekday = ((daysBetween('2024-01-01', first) % 7) + 7) % 7
  const weeks: string[][] = []
  for (let monday = addDays(first, -weekday); monday < `${nextMonth(month)}-01`; monday = addDays(monday, 7))
    weeks.push([0, 1, 2, 3, 4, 5, 6].map((day) => addDays(monday, day)))
  return weeks
}
