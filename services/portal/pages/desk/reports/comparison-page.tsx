import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { comparisonWords, figureHeading } from '@welfare/contracts/words/comparison-words.ts'
import { inNoProgramme } from '@welfare/contracts/words/figure-words.ts'
import { Alert, Form, Input, Segmented, Typography } from 'antd'
import type { ReactNode } from 'react'
import { bracketed, mark } from '../../common/punctuation.ts'
import { DataTable } from '../../common/react/data-table.tsx'
import { useMoney, useMoneyUnit } from '../../common/react/money.tsx'
import { useSession } from '../../common/react/session.tsx'
import type { Column } from '../../common/react/table-columns.ts'
import { sayWord } from '../../common/words.ts'
import { sayEventType } from '../parts/event-types.ts'
import { Reading } from '../shell/reading.tsx'
import { FundChoice, ProgrammeChoice } from './filters.tsx'
import { downloadsOf, ReportPage } from './report-page.tsx'
import { comparisonQuery, type Difference } from './reports.queries.ts'
import { pick, readSearch, useReportSearch } from './search.ts'
import { StampLine } from './stamp-line.tsx'
import { say } from './words.ts'

const groups = ['fund', 'programme', 'funder', 'division'] as const

/** Two moments beside each other: every figure that differs, and the events that made it so. */
export function ComparisonPage(): ReactNode {
  const [search, change] = useReportSearch()
  const by = groups.find((group) => group === search.by) ?? 'fund'
  const { unit } = useMoneyUnit()
  const { from = search.at, to } = search
  const query = { by, from, ...(to !== undefined && { to }), ...pick(search, 'fund', 'programme') }
  const paths = { xlsx: '/v1/printouts/comparison.xlsx', paper: '/v1/printouts/comparison.html' }
  return (
    <ReportPage
      report="comparison"
      downloads={from === undefined ? [] : downloadsOf(paths, { ...query, unit })}
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

interface Place {
  readonly key: string | null
  readonly name: string | null
  readonly differences: readonly Difference[]
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
  const read = useQuery(comparisonQuery(query))
  const { data } = read
  if (!data) return <Reading of={read} />
  const rowsOf = (rows: readonly Place[]): Row[] =>
    rows.flatMap(({ key, name, differences }) =>
      differences.map((one) => ({ ...one, id: `${key} ${one.figure}`, place: name ?? key ?? sayWord(inNoProgramme) })),
    )
  const [ofMoney, reached] = [rowsOf(data.rows), rowsOf(data.coverage?.rows ?? [])]
  const count = (amount: number) => amount.toLocaleString('zh-CN')
  return (
    <>
      <Alert
        type={data.explained ? 'success' : 'error'}
        showIcon
        title={say(data.explained ? 'explained' : 'notExplained', { count: ofMoney.length + reached.length })}
        style={{ marginBlockEnd: 12 }}
      />
      <Typography.Title level={2}>{say('money')}</Typography.Title>
      <DataTable
        name="comparison"
        rows={ofMoney}
        rowKey={({ id }) => id}
        empty={say('noDifference')}
        columns={columnsOf(say(by), money, true)}
      />
      {reached.length > 0 && (
        <>
          <Typography.Title level={2}>{say('peopleAndSites')}</Typography.Title>
          <DataTable
            name="comparison-coverage"
            rows={reached}
            rowKey={({ id }) => id}
            columns={columnsOf(say('programme'), count, false)}
          />
        </>
      )}
      <StampLine stamp={data} />
    </>
  )

  function columnsOf(group: string, show: (amount: number) => string, isMoney: boolean): Column<Row>[] {
    const { figure: named, before, after, difference, cause: causes } = comparisonWords
    const amount = (key: 'before' | 'after' | 'difference', title: string): Column<Row> => ({
      ...{ key, title, isMoney, isFigure: true, width: 150 },
      text: (row) => show(row[key]),
      order: (row) => row[key],
    })
    const sayCause = ({ eventType, change, legs }: Difference['causes'][number]) =>
      bracketed(`${sayEventType(eventType)} ${show(change)}`, say('legsOf', { count: legs }))
    const sayUnexplained = ({ unexplained }: Row) => `${sayWord(comparisonWords.unexplained)} ${show(unexplained)}`
    return [
      { key: 'place', title: group, text: ({ place }) => place, order: ({ place }) => place, width: 220 },
      {
        key: 'figure',
        title: sayWord(named),
        text: ({ figure }) => sayWord(figureHeading(figure)),
        order: ({ figure }) => figure,
      },
      amount('before', sayWord(before)),
      amount('after', sayWord(after)),
      amount('difference', sayWord(difference)),
      {
        ...{ key: 'causes', title: sayWord(causes), isMoney, width: 320 },
        text: (row) =>
          [...row.causes.map(sayCause), ...(row.unexplained === 0 ? [] : [sayUnexplained(row)])].join(mark('part')),
        render: (row) => (
          <ul className="causes">
            {row.causes.map((cause) => (
              <li key={cause.eventType}>
                {role === 'auditor' ? (
                  <Link to="/desk/audit/events" search={eventsOf(cause)}>
                    {sayCause(cause)}
                  </Link>
                ) : (
                  sayCause(cause)
                )}
              </li>
            ))}
            {row.unexplained !== 0 && <li className="overdue">{sayUnexplained(row)}</li>}
          </ul>
        ),
      },
    ]
  }
}

/** The first of the events of a cause, and those of its type after it. */
function eventsOf({ eventType, firstSequence }: Difference['causes'][number]) {
  return readSearch({ eventType, order: 'oldest', sequence: firstSequence })
}
