import { Button, Select, Space, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { useMoneyUnit } from '../../common/react/money.tsx'
import type { Period } from './periods.queries.ts'
import { say } from './words.ts'

/** 年度报告, to be printed and taken away: of a year whose December is closed, as known when it was closed. */
export function YearReport({
  periods,
  today,
}: {
  readonly periods: readonly Period[]
  readonly today: string
}): ReactNode {
  const { unit } = useMoneyUnit()
  const years = [...new Set([today, ...periods.map(({ month }) => month)].map((day) => day.slice(0, 4)))]
  const [chosen, setYear] = useState<string>()
  const year = chosen ?? years[0] ?? ''
  const through = periods.find(({ month }) => month === `${year}-12`)?.closed?.throughSequence
  const asked = new URLSearchParams({ year, unit, ...(through !== undefined && { at: String(through) }) })
  return (
    <section className="not-on-paper">
      <Typography.Title level={2}>{say('yearReport')}</Typography.Title>
      <Space wrap>
        <Select
          aria-label={say('year')}
          value={year}
          style={{ width: 100 }}
          options={years.map((one) => ({ value: one, label: one }))}
          onChange={setYear}
        />
        <Button href={`/v1/printouts/year-report.html?${asked}`} target="_blank">
          {say('paper')}
        </Button>
        <Button href={`/v1/printouts/year-report.xlsx?${asked}`}>{say('sheet')}</Button>
      </Space>
      <p className="hint">
        {through === undefined ? say('yearOpen') : say('yearClosed', { through })} {say('yearWhat')}
      </p>
    </section>
  )
}
