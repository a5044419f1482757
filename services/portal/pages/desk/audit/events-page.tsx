import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Form, Input, Segmented, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { DataTable } from '../../common/react/data-table.tsx'
import { showInstant } from '../../common/shanghai.ts'
import { sayActor } from '../parts/actors.ts'
import { eventTypes, sayEventType } from '../parts/event-types.ts'
import { EventDrawer } from '../reports/event-drawer.tsx'
import { Choice } from '../reports/filters.tsx'
import { eventsQuery } from '../reports/reports.queries.ts'
import { pick, useReportSearch } from '../reports/search.ts'
import { StampLine } from '../reports/stamp-line.tsx'
import { Reading } from '../shell/reading.tsx'
import { say } from './words.ts'
import '../reports/reports.css'

/** Every event, whether it moved something or not: by type, by who acted, from any place of the ledger on. */
export function EventsPage(): ReactNode {
  const [search, change] = useReportSearch()
  const order = search.order === 'oldest' ? 'oldest' : 'newest'
  const place = order === 'oldest' ? 'fromSequence' : 'throughSequence'
  const query = {
    order,
    ...pick(search, 'eventType', 'actor'),
    ...(search.sequence !== undefined && { [place]: search.sequence }),
  }
  const pages = useInfiniteQuery(eventsQuery(query))
  const { data, hasNextPage } = pages
  const [opened, setOpened] = useState<number>()
  const events = data?.pages.flatMap((page) => page.events) ?? []
  const last = data?.pages.at(-1)
  return (
    <>
      <Typography.Title level={1}>{say('events')}</Typography.Title>
      <Form layout="inline" className="report-filters not-on-paper">
        <Form.Item label={say('order')} style={{ margin: 0 }}>
          <Segmented
            aria-label={say('order')}
            value={order}
            options={(['newest', 'oldest'] as const).map((value) => ({ value, label: say(value) }))}
            onChange={(chosen) => change({ order: chosen })}
          />
        </Form.Item>
        <Choice
          name="eventType"
          label={say('type')}
          options={eventTypes.map((type) => ({ value: type, label: sayEventType(type) }))}
        />
        <Typed name="actor" label={say('actor')} placeholder="officer/desk-1" />
        <Typed name="sequence" label={say('from')} placeholder="1" />
      </Form>
      <Reading of={pages} />
      {data && (
        <DataTable
          name="events"
          rows={events}
          pages={pages}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'sequence',
              title: say('event'),
              text: ({ sequence }) => String(sequence),
              render: ({ sequence }) => (
                <Button type="link" style={{ padding: 0, height: 'auto' }} onClick={() => setOpened(sequence)}>
                  {say('eventNumber', { sequence })}
                </Button>
              ),
              width: 130,
            },
            { key: 'type', title: say('type'), text: ({ type }) => sayEventType(type), width: 200 },
            {
              key: 'actor',
              title: say('actor'),
              text: ({ actor }) => sayActor(actor),
              width: 180,
            },
            {
              key: 'recorded',
              title: say('recordedAt'),
              text: ({ recordedAt }) => showInstant(recordedAt),
              width: 220,
            },
            { key: 'document', title: say('document'), text: ({ entry }) => entry?.document ?? '', width: 180 },
            { key: 'paper', title: say('paper'), text: ({ entry }) => entry?.receiptNumber ?? '', width: 160 },
          ]}
        />
      )}
      {hasNextPage && <p>{say('searchedTo', { sequence: last?.searchedTo.toLocaleString('zh-CN') })}</p>}
      {last && <StampLine stamp={last} />}
      {opened !== undefined && <EventDrawer sequence={opened} onClose={() => setOpened(undefined)} />}
    </>
  )
}

function Typed({
  name,
  label,
  placeholder,
}: {
  readonly name: 'actor' | 'sequence'
  readonly label: string
  readonly placeholder: string
}): ReactNode {
  const [search, change] = useReportSearch()
  return (
    <Form.Item label={label} htmlFor={`typed-${name}`} style={{ margin: 0 }}>
      <Input.Search
        id={`typed-${name}`}
        allowClear
        defaultValue={search[name] ?? ''}
        placeholder={placeholder}
        style={{ width: 180 }}
        enterButton={false}
        onSearch={(value) => change({ [name]: value.trim() === '' ? undefined : value.trim() })}
      />
    </Form.Item>
  )
}
