import { useQuery } from '@tanstack/react-query'
import { Form, Segmented } from 'antd'
import type { ReactNode } from 'react'
import { DayInput } from '../../parts/day-input.tsx'
import { allMerchantsQuery } from '../../parts/directory.queries.ts'
import { Choice, ProgrammeChoice } from '../../reports/filters.tsx'
import { useReportSearch } from '../../reports/search.ts'
import { useToday } from '../../shell/simulated-date.tsx'
import { statementStatuses } from '../settlement.queries.ts'
import { say } from '../words.ts'
import { kindOf, periodKinds, periodOf } from './periods.ts'
import '../../reports/reports.css'

/** Programme, merchant, state and period; they stand in the address. */
export function StatementFilters(): ReactNode {
  const [search, change] = useReportSearch()
  const today = useToday()
  const { from, to } = search
  const kind =
    today === undefined || (!from && !to) ? 'always' : kindOf({ ...(from && { from }), ...(to && { to }) }, today)
  return (
    <Form layout="inline" className="report-filters not-on-paper">
      <ProgrammeChoice />
      <MerchantChoice />
      <Choice
        name="status"
        label={say('status')}
        options={statementStatuses.map((value) => ({ value, label: say(`status.${value}`) }))}
      />
      <Form.Item label={say('period')} style={{ margin: 0 }}>
        <Segmented
          aria-label={say('period')}
          className="wraps"
          disabled={today === undefined}
          value={kind ?? 'chosen'}
          options={[
            { value: 'always', label: say('period.always') },
            ...periodKinds.map((value) => ({ value, label: say(`period.${value}`) })),
            ...(kind === undefined ? [{ value: 'chosen', label: say('period.chosen') }] : []),
          ]}
          onChange={(value) => {
            const chosen = periodKinds.find((one) => one === value)
            if (value === 'always') change({ from: undefined, to: undefined })
            if (chosen && today !== undefined) change(periodOf(chosen, today))
          }}
        />
      </Form.Item>
      <Form.Item label={say('proposedFrom')} htmlFor="statements-from" style={{ margin: 0 }}>
        <DayInput id="statements-from" value={from} onChange={(day) => change({ from: day })} />
      </Form.Item>
      <Form.Item label={say('proposedUntil')} htmlFor="statements-until" style={{ margin: 0 }}>
        <DayInput id="statements-until" value={to} onChange={(day) => change({ to: day })} />
      </Form.Item>
    </Form>
  )
}

export function MerchantChoice(): ReactNode {
  const { data = [], isPending } = useQuery(allMerchantsQuery)
  const options = data.map(({ id, name }) => ({ value: id, label: name }))
  return <Choice name="merchant" label={say('merchant')} isLoading={isPending} options={options} />
}
