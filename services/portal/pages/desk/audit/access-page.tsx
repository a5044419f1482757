import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Empty, Form, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { DataTable } from '../../common/react/data-table.tsx'
import { showInstant } from '../../common/shanghai.ts'
import { sayActor } from '../parts/actors.ts'
import { DayInput } from '../parts/day-input.tsx'
import { useNames } from '../parts/directory.queries.ts'
import { sayPurpose } from '../parts/purposes.ts'
import { EventDrawer } from '../reports/event-drawer.tsx'
import { pick, useReportSearch } from '../reports/search.ts'
import { Reading } from '../shell/reading.tsx'
import { say } from './words.ts'
import '../reports/reports.css'

/** Who read whom by name, when and what for. Whom, only as ids. */
export function AccessPage(): ReactNode {
  const [search, change] = useReportSearch()
  const nameOf = useNames()
  const [opened, setOpened] = useState<number>()
  const filter = { ...pick(search, 'day'), ...(search.actor !== undefined && { account: search.actor }) }
  const pages = useInfiniteQuery({
    queryKey: ['access-records', filter],
    queryFn: ({ pageParam }) => {
      const query = { ...filter, limit: 1000, ...(pageParam !== '' && { cursor: pageParam }) }
      return answerOf(api.GET('/v1/access-records', { params: { query } }))
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
  const { data } = pages
  const records = data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <Typography.Title level={1}>{say('access')}</Typography.Title>
      <p style={{ maxWidth: 720 }}>{say('accessWhat')}</p>
      <Form layout="inline" className="report-filters not-on-paper">
        <Form.Item label={say('day')} htmlFor="access-day" style={{ margin: 0 }}>
          <DayInput id="access-day" value={search.day} onChange={(day) => change({ day })} />
        </Form.Item>
      </Form>
      <Reading of={pages} />
      {data && (
        <DataTable
          name="access-records"
          rows={records}
          pages={pages}
          rowKey={({ id }) => id}
          empty={<Empty description={say('noAccess')} />}
          columns={[
            {
              key: 'at',
              title: say('recordedAt'),
              text: ({ readAt }) => showInstant(readAt),
              order: ({ readAt }) => readAt,
            },
            {
              key: 'account',
              title: say('actor'),
              text: ({ account }) => sayActor(account),
              render: ({ account }) => (
                <Button type="link" style={{ padding: 0, height: 'auto' }} onClick={() => change({ actor: account })}>
                  {sayActor(account)}
                </Button>
              ),
              order: ({ account }) => account,
            },
            {
              key: 'operation',
              title: say('operation'),
              text: ({ operation }) => sayOperation(operation),
              order: ({ operation }) => operation,
            },
            {
              key: 'purpose',
              title: say('purpose'),
              text: ({ purpose }) => sayPurpose(purpose),
              order: ({ purpose }) => sayPurpose(purpose),
            },
            {
              key: 'programme',
              title: say('programme'),
              text: ({ programme }) => (programme ? nameOf(programme) : ''),
            },
            {
              key: 'count',
              title: say('people'),
              text: ({ count }) => String(count),
              order: ({ count }) => count,
              isFigure: true,
            },
            {
              key: 'whom',
              title: say('whom'),
              text: ({ workers }) => workers.join(' '),
              render: ({ workers }) => <Whom workers={workers} />,
              width: 260,
            },
            {
              key: 'event',
              title: say('event'),
              text: ({ sequence }) => String(sequence),
              render: ({ sequence }) => (
                <Button type="link" className="in-line" onClick={() => setOpened(sequence)}>
                  {say('eventNumber', { sequence })}
                </Button>
              ),
            },
          ]}
        />
      )}
      {search.actor !== undefined && (
        <Button onClick={() => change({ actor: undefined })}>{say('everybody', { actor: search.actor })}</Button>
      )}
      {opened !== undefined && <EventDrawer sequence={opened} onClose={() => setOpened(undefined)} />}
    </>
  )
}

const SHOWN = 3

/** Whose names were read: their pages say them masked. */
function Whom({ workers }: { readonly workers: readonly string[] }): ReactNode {
  return (
    <>
      {workers.slice(0, SHOWN).map((worker, at) => (
        <Link key={worker} to="/desk/person/$worker" params={{ worker }} style={{ marginInlineEnd: 8 }}>
          {say('person', { number: at + 1, id: worker.slice(-4) })}
        </Link>
      ))}
      {workers.length > SHOWN && say('andOthers', { count: workers.length.toLocaleString('zh-CN') })}
    </>
  )
}

function sayOperation(operation: string): string {
  switch (operation) {
    case 'listWorkers':
    case 'readWorker':
    case 'readWorkerHistory':
    case 'lookUpWorker':
    case 'readAttachment':
    case 'readInvoiceScan':
    case 'readBankStatementOriginal':
    case 'importRoster':
    case 'annotateRoster':
    case 'readPaymentFile':
      return say(`operation.${operation}`)
    default:
      return say('operation.print')
  }
}
