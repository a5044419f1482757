import { addDays } from '@welfare/contracts/days.ts'
import { addFen, formatWan, formatYuan } from '@welfare/contracts/money.ts'
import { Typography } from 'antd'
import { type ReactNode, useMemo } from 'react'
import { DataTable } from '../../common/react/data-table.tsx'
import type { MoneyUnit } from '../../common/react/money.tsx'
import { sayDay } from '../../common/shanghai.ts'
import { Chart } from './chart.tsx'
import { say } from './words.ts'

interface Day {
  readonly day: string
  readonly meals: number
  readonly usedFen: number
}

/** Meals of each day as bars, with the table of the same figures. */
export function DayChart({ days, unit }: { readonly days: readonly Day[]; readonly unit: MoneyUnit }): ReactNode {
  const byDay = useMemo(() => together(days), [days])
  const option = useMemo(
    () => ({
      grid: { left: 48, right: 16, top: 24, bottom: 40 },
      tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: byDay.map(({ day }) => day) },
      yAxis: { type: 'value', minInterval: 1 },
      series: [
        {
          type: 'bar',
          barMaxWidth: 48,
          name: say('meals'),
          data: byDay.map(({ meals }) => meals),
          itemStyle: { color: '#0b6e66' },
        },
      ],
    }),
    [byDay],
  )
  const show = unit === 'wan' ? formatWan : formatYuan
  return (
    <section aria-label={say('mealsByDay')}>
      <Typography.Title level={2}>{say('mealsByDay')}</Typography.Title>
      <Chart
        option={option}
        label={say('mealsByDayOf', { from: sayDay(byDay[0]?.day ?? ''), through: sayDay(byDay.at(-1)?.day ?? '') })}
        height={240}
      />
      <DataTable
        name="meals-by-day"
        rows={byDay}
        rowKey={({ day }) => day}
        columns={[
          { key: 'day', title: say('day'), text: ({ day }) => sayDay(day), order: ({ day }) => day },
          {
            key: 'meals',
            title: say('meals'),
            text: ({ meals }) => String(meals),
            order: ({ meals }) => meals,
            isFigure: true,
          },
          {
            key: 'used',
            title: say('used'),
            text: ({ usedFen }) => show(usedFen),
            order: ({ usedFen }) => usedFen,
            isFigure: true,
            isMoney: true,
          },
        ]}
      />
    </section>
  )
}

function together(days: readonly Day[]): Day[] {
  const byDay = new Map<string, Day>()
  for (const { day, meals, usedFen } of days) {
    const known = byDay.get(day)
    byDay.set(day, {
      day,
      meals: addFen(known?.meals ?? 0, meals),
      usedFen: addFen(known?.usedFen ?? 0, usedFen),
    })
  }
  const known = [...byDay.values()].sort((a, b) => (a.day < b.day ? -1 : 1))
  const [first, last] = [known[0]?.day ?? '', known.at(-1)?.day ?? '']
  const all: Day[] = []
  for (let day = first; day !== '' && day <= last; day = addDays(day, 1))
    all.push(byDay.get(day) ?? { day, meals: 0, usedFen: 0 })
  return all
}
