import { useQuery } from '@tanstack/react-query'
import { Select, Tag, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { DataTable } from '../../common/react/data-table.tsx'
import { sayDay, showInstant } from '../../common/shanghai.ts'
import { FundsFrame } from '../bank-accounts/funds-frame.tsx'
import { sayActor } from '../parts/actors.ts'
import { Reading } from '../shell/reading.tsx'
import { useToday } from '../shell/simulated-date.tsx'
import { BeforeClosing } from './before-closing.tsx'
import { nextMonths } from './next-months.ts'
import { type Period, periodsQuery } from './periods.queries.ts'
import { say } from './words.ts'
import { YearReport } from './year-report.tsx'

/** Months of the books: which are closed, what the next one would leave to a later month, and the act that closes it. */
export function PeriodsPage(): ReactNode {
  const today = useToday()
  const read = useQuery(periodsQuery)
  const { data } = read
  return (
    <FundsFrame title="periods">
      <p className="hint">{say('what')}</p>
      <Reading of={read} />
      {data && today !== undefined && <Next periods={data} today={today} />}
      {data && <Months periods={data} />}
      {data && today !== undefined && <YearReport periods={data} today={today} />}
    </FundsFrame>
  )
}

function Next({ periods, today }: { readonly periods: readonly Period[]; readonly today: string }): ReactNode {
  const [last] = periods
  const months = nextMonths(last?.month, today)
  const [chosen, setChosen] = useState<string>()
  const month = months.find((one) => one === chosen) ?? months[0] ?? ''
  if (last?.status === 'closing') return <p role="status">{say('isClosing', { month: last.month })}</p>
  return (
    <section aria-label={say('next')}>
      <Typography.Title level={2}>{say('next')}</Typography.Title>
      {months.length > 1 ? (
        <p>
          <Select
            aria-label={say('month')}
            value={month}
            style={{ width: 120 }}
            options={months.map((value) => ({ value, label: value }))}
            onChange={setChosen}
          />{' '}
          <small className="hint">{say('first')}</small>
        </p>
      ) : (
        <p>
          <strong>{month}</strong>
        </p>
      )}
      <BeforeClosing key={month} month={month} today={today} />
    </section>
  )
}

function Months({ periods }: { readonly periods: readonly Period[] }): ReactNode {
  return (
    <>
      <Typography.Title level={2}>{say('months')}</Typography.Title>
      <DataTable<Period>
        name={say('months')}
        rows={periods}
        rowKey={({ month }) => month}
        empty={say('none')}
        columns={[
          { key: 'month', title: say('month'), text: ({ month }) => month, order: ({ month }) => month },
          {
            key: 'status',
            title: say('status'),
            text: ({ status }) => say(status),
            render: ({ status }) => <Tag color={status === 'closed' ? 'success' : 'warning'}>{say(status)}</Tag>,
          },
          { key: 'opens', title: say('firstOpenDay'), text: ({ firstOpenDay }) => sayDay(firstOpenDay) },
          { key: 'askedBy', title: say('askedBy'), text: ({ closedBy }) => sayActor(closedBy) },
          {
            key: 'approvedBy',
            title: say('approvedBy'),
            text: ({ approvedBy }) => (approvedBy === undefined ? '' : sayActor(approvedBy)),
          },
          {
            key: 'closedAt',
            title: say('closedAt'),
            text: ({ closed }) => (closed ? showInstant(closed.closedAt) : ''),
          },
          {
            key: 'through',
            title: say('through'),
            text: ({ closed }) => (closed ? String(closed.throughSequence) : ''),
            isFigure: true,
          },
          {
            key: 'root',
            title: say('root'),
            text: ({ closed }) => closed?.root ?? '',
            render: ({ closed }) => closed && <code>{closed.root}</code>,
          },
        ]}
      />
    </>
  )
}
