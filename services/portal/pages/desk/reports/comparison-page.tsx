import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { sumFen } from '@welfare/contracts/money.ts'
import { Alert, Form, Input, Segmented } from 'antd'
import type { ReactNode } from 'react'
import { bracketed, mark } from '../../common/punctuation.ts'
import { DataTable } from '../../common/react/data-table.tsx'
import { useMoney } from '../../common/react/money.tsx'
import { useSession } from '../../common/react/session.tsx'
import { sayEventType } from '../parts/event-types.ts'
import { Failure, Loading } from '../shell/states.tsx'
import { sayFigure } from './figure-names.ts'
import { FundChoice, ProgrammeChoice } from './filters.tsx'
import { ReportPage } from './report-page.tsx'
import { comparisonQuery, type Difference } from './reports.queries.ts'
import { pick, readSearch, useReportSearch } from './search.ts'
import { StampLine } from './stamp-line.tsx'
import { say } from './words.ts'

const groups = ['fund', 'programme', 'funder', 'division'] as const

/** Two moments beside each other: every figure that differs, and the events that made it so. */
export function ComparisonPage(): ReactNode {
  const [search, change] = useReportSearch()
  const by = groups.find((group) => group === search.by) ?? 'fund'
  const { from = search.at, to } = search
  const query = { by, from, ...(to !== undefined && { to }), ...pick(search, 'fund', 'programme') }
  return (
    <ReportPage
      report="comparison"
      moment="none"
      filters={
        <>
          <Moment name="from" label={say('earlier')} />
          <Moment name="to" label={say('later')} />
          <Form.Item label={say('by')} style={{ margin: 0 }}>
            <Segmented
              aria-label={say('by')}
              value={by}
              options={groups.map((group) => ({ value: group, label: say(group) }))}
              onChange={(chosen) => change({ by: chosen })}
            />
          </Form.Item>
          <FundChoice />
          <ProgrammeChoice />
        </>
      }
    >
      {query.from === undefined ? (
        <Alert type="info" showIcon title={say('chooseTwo')} />
      ) : (
        <Differences query={query} by={by} />
      )}
    </ReportPage>
  )
}

/** A time of Shanghai; a sequence that stands in the address stays as it is. */
function Moment({ name, label }: { readonly name: 'from' | 'to'; readonly label: string }): ReactNode {
  const [search, change] = useReportSearch()
  return (
    <Form.Item label={label} htmlFor={`moment-${name}`} style={{ margin: 0 }}>
      <Input
        id={`moment-${name}`}
        type="datetime-local"
        value={search[name]?.slice(0, 16) ?? ''}
        onChange={({ target }) => change({ [name]: target.value === '' ? undefined : `${target.value}:59+08:00` })}
      />
    </Form.Item>
  )
}

interface Row extends Difference {
  readonly id: string
  readonly place: string
}

function Differences({
  query,
  by,
}: {
  readonly query: Parameters<typeof comparisonQuery>[0]
  readonly by: (typeof groups)[number]
}): ReactNode {
  const { role } = useSession()
  const money = useMoney()
  const { data, error, refetch } = useQuery(comparisonQuery(query))
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  const show = (figure: string, amount: number) => (figure.endsWith('Fen') ? money(amount) : String(amount))
  const rows: Row[] = [...data.rows, ...(data.coverage?.rows ?? [])].flatMap(({ key, name, differences }) =>
    differences.map((one) => ({ ...one, id: `${key} ${one.figure}`, place: name ?? key ?? say('inNoProgramme') })),
  )
  return (
    <>
      <Alert
        type={data.explained ? 'success' : 'error'}
        showIcon
        title={say(data.explained ? 'explained' : 'notExplained', { count: sumFen([rows.length]) })}
        style={{ marginBlockEnd: 12 }}
      />
      <DataTable
        name="comparison"
        rows={rows}
        rowKey={({ id }) => id}
        empty={say('noDifference')}
        columns={[
          { key: 'place', title: say(by), text: ({ place }) => place, order: ({ place }) => place, width: 220 },
          {
            key: 'figure',
            title: say('figureName'),
            text: ({ figure }) => sayFigure(figure),
            order: ({ figure }) => figure,
          },
          { key: 'before', title: say('before'), text: (row) => show(row.figure, row.before), isFigure: true },
          { key: 'after', title: say('afterwards'), text: (row) => show(row.figure, row.after), isFigure: true },
          {
            key: 'difference',
            title: say('difference'),
            text: (row) => show(row.figure, row.difference),
            isFigure: true,
          },
          {
            key: 'causes',
            title: say('causes'),
            text: (row) => row.causes.map((cause) => causeOf(row, cause)).join(mark('part')),
            render: (row) => (
              <ul className="causes">
                {row.causes.map((cause) => (
                  <li key={cause.eventType}>
                    {role === 'auditor' ? (
                      <Link to="/desk/audit/events" search={eventsOf(cause)}>
                        {causeOf(row, cause)}
                      </Link>
                    ) : (
                      causeOf(row, cause)
                    )}
                  </li>
                ))}
              </ul>
            ),
            width: 320,
          },
        ]}
      />
      <StampLine stamp={data} />
    </>
  )

  function causeOf({ figure }: Row, { eventType, change, legs }: Difference['causes'][number]): string {
    return bracketed(`${sayEventType(eventType)} ${show(figure, change)}`, say('legsOf', { count: legs }))
  }
}

/** The first of the events of a cause, and those of its type after it. */
function eventsOf({ eventType, firstSequence }: Difference['causes'][number]) {
  return readSearch({ eventType, order: 'oldest', sequence: firstSequence })
}
