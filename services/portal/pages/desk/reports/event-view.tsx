import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { accountWords } from '@welfare/contracts/words/account-words.ts'
import { Descriptions, Typography } from 'antd'
import type { ReactNode } from 'react'
import { useMoney } from '../../common/react/money.tsx'
import { sayDay, showInstant } from '../../common/shanghai.ts'
import { sayWord } from '../../common/words.ts'
import { RegionTable } from '../parts/region-table.tsx'
import { Failure, Loading } from '../shell/states.tsx'
import { sayEventType } from './event-types.ts'
import { eventQuery, type LedgerEvent } from './reports.queries.ts'
import { say } from './words.ts'

type Leg = LedgerEvent['legs'][number]

/** One event: who, when and what paper; what was recorded, and what it moved. */
export function EventView({ sequence }: { readonly sequence: number }): ReactNode {
  const { data: event, error, refetch } = useQuery(eventQuery(sequence))
  const money = useMoney()
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  if (event === undefined) return <Loading />
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
          item('maker', entry?.maker ?? event.actor),
          item('checker', entry?.checker),
          item('poster', entry?.poster),
          item('occurredAt', event.occurredAt && showInstant(event.occurredAt)),
          item('recordedAt', showInstant(event.recordedAt)),
          item('accountingDay', event.accountingDate && sayDay(event.accountingDate)),
          item('lateEntry', event.lateEntry),
          item('paper', paperOf(entry)),
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
          <RegionTable<Leg>
            label={say('legs')}
            rowKey={(leg) => `${leg.account} ${leg.commodity} ${leg.amount} ${JSON.stringify(leg.dimensions)}`}
            dataSource={event.legs}
            columns={[
              { title: say('account'), render: (_, leg) => accountOf(leg) },
              { title: say('debit'), align: 'right', render: (_, leg) => (leg.amount > 0 ? shown(leg) : '') },
              { title: say('credit'), align: 'right', render: (_, leg) => (leg.amount < 0 ? shown(leg) : '') },
            ]}
          />
        </>
      )}
      <Typography.Title level={3}>{say('recorded')}</Typography.Title>
      <pre className="event-data">{JSON.stringify(event.data, null, 2)}</pre>
    </>
  )

  function shown({ commodity, amount }: Leg): string {
    return commodity === 'CNY' ? money(Math.abs(amount)) : String(Math.abs(amount))
  }
}

function item(name: Parameters<typeof say>[0], children: ReactNode) {
  return { key: name, label: say(name), children }
}

function paperOf(entry: LedgerEvent['entry']): string {
  if (!entry?.receiptNumber && !entry?.receiptType) return ''
  return [entry.receiptType, entry.receiptNumber, entry.receiptDate].filter(Boolean).join(' · ')
}

function accountOf({ account, book }: Leg): string {
  const known = Object.entries(accountWords).find(([name]) => name === account)?.[1]
  return `${say(`book.${book}`)} · ${known ? sayWord(known) : account}`
}
