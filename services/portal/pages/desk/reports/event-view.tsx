import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Descriptions, Typography } from 'antd'
import type { ReactNode } from 'react'
import { sayDay, showInstant } from '../../common/shanghai.ts'
import { sayActor } from '../parts/actors.ts'
import { sayEventType } from '../parts/event-types.ts'
import { Reading } from '../shell/reading.tsx'
import { EventLegs } from './event-legs.tsx'
import { sayPaper } from './papers.ts'
import { RecordedTable } from './recorded-table.tsx'
import { eventQuery, type LedgerEvent } from './reports.queries.ts'
import { SameThing } from './same-thing.tsx'
import { say } from './words.ts'

/** One event: who, when and what paper; what was recorded, and what it moved. */
export function EventView({
  sequence,
  onOpen,
}: {
  readonly sequence: number
  readonly onOpen: (sequence: number) => void
}): ReactNode {
  const read = useQuery(eventQuery(sequence))
  const { data: event } = read
  if (event === undefined) return <Reading of={read} />
  if (event === null) return <p>{say('noEvent')}</p>
  const { entry } = event
  const part = `${event.stream}.${event.version}`
  return (
    <>
      <Typography.Title level={2} style={{ marginBlockStart: 0 }}>
        {sayEventType(event.type)}
      </Typography.Title>
      <Descriptions
        size="small"
        bordered
        column={1}
        items={[
          item('document', entry?.document),
          item('maker', sayActor(entry?.maker ?? event.actor)),
          item('checker', sayActor(entry?.checker)),
          item('poster', sayActor(entry?.poster)),
          item('occurredAt', event.occurredAt && showInstant(event.occurredAt)),
          item('recordedAt', showInstant(event.recordedAt)),
          item('accountingDay', event.accountingDate && sayDay(event.accountingDate)),
          item('lateEntry', event.lateEntry),
          item('paper', paperOf(event)),
          item('attachments', entry?.attachments),
          item('id', part),
        ].filter(({ children }) => children !== null && children !== undefined && children !== '')}
      />
      {event.type === 'MealRedeemed' && (
        <p>
          <Link to="/desk/audit/flow" search={{ meal: part }}>
            {say('whoPaid')}
          </Link>
        </p>
      )}
      {event.type === 'DonationReceived' && (
        <p>
          <Link to="/desk/audit/flow" search={{ fund: event.stream, donation: part }}>
            {say('whereItWent')}
          </Link>
        </p>
      )}
      {event.legs.length > 0 && (
        <>
          <Typography.Title level={3}>{say('legs')}</Typography.Title>
          <EventLegs legs={event.legs} />
        </>
      )}
      <Typography.Title level={3}>{say('recorded')}</Typography.Title>
      <RecordedTable data={event.data} />
      <SameThing stream={event.stream} sequence={sequence} onOpen={onOpen} />
    </>
  )
}

function item(name: Parameters<typeof say>[0], children: ReactNode) {
  return { key: name, label: say(name), children }
}

/** What whoever recorded it named, else the receipt of its entry. */
function paperOf({ paper, entry }: LedgerEvent): string {
  const {
    kind = null,
    number = null,
    date = null,
  } = paper ?? {
    ...{ kind: entry?.receiptType, number: entry?.receiptNumber, date: entry?.receiptDate },
  }
  return [sayPaper(kind), number, date && sayDay(date)].filter(Boolean).join(' · ')
}
