import { Button, Space, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import { bracketed, mark } from '../../../common/punctuation.ts'
import { DataTable } from '../../../common/react/data-table.tsx'
import { useSession } from '../../../common/react/session.tsx'
import { sayDay, showInstant } from '../../../common/shanghai.ts'
import { sayEventType } from '../../parts/event-types.ts'
import { Reading } from '../../shell/reading.tsx'
import { useGoodsNames } from '../goods.queries.ts'
import { say } from '../words.ts'
import { goodsIn, piecesIn, takenBack } from './told-events.ts'
import { type ToldEvent, useTrail } from './trail.queries.ts'

interface Opened<Act extends string> {
  readonly act: Act
  readonly event: ToldEvent
  /** As they stood when it was opened: what is typed was begun from them. */
  readonly events: readonly ToldEvent[]
}

interface Props<Act extends string> {
  /** A depot's or a consignment's. */
  readonly of: string
  /** Unless it was taken back. */
  actsOn(event: ToldEvent, events: readonly ToldEvent[]): readonly Act[]
  sayAct(act: Act): string
  /** The drawer of an act. */
  readonly children: (opened: Opened<Act>, onClose: () => void) => ReactNode
}

/** What was done, the newest first, with what may still be taken back, corrected in red, or added. */
export function HistoryTable<Act extends string>({ of, actsOn, sayAct, children }: Props<Act>): ReactNode {
  const { role } = useSession()
  const nameOf = useGoodsNames()
  const { events, read } = useTrail(of)
  const [opened, setOpened] = useState<Opened<Act>>()
  if (!events) return <Reading of={read} />
  const gone = takenBack(events)
  const actions = (event: ToldEvent) => (
    <Space wrap>
      {actsOn(event, events).map((act) => (
        <Button key={act} size="small" danger={isRed(act)} onClick={() => setOpened({ act, event, events })}>
          {sayAct(act)}
        </Button>
      ))}
    </Space>
  )
  return (
    <>
      <DataTable<ToldEvent>
        name="goods-history"
        label={say('history')}
        asCards
        rows={events}
        pages={read}
        rowKey={({ id }) => id}
        columns={[
          {
            ...{ key: 'what', title: say('what') },
            text: ({ id, type }) =>
              gone.has(id) ? bracketed(sayEventType(type), say('corrected')) : sayEventType(type),
            render: (event) => <What event={event} isGone={gone.has(event.id)} />,
          },
          { key: 'goods', title: say('commodity'), text: (event) => goodsIn(event).map(nameOf).join(mark('list')) },
          {
            ...{ key: 'quantity', title: say('quantity'), isFigure: true },
            text: (event) => piecesIn(event)?.toString() ?? '',
            order: (event) => piecesIn(event) ?? 0,
          },
          {
            ...{ key: 'day', title: say('day') },
            text: ({ accountingDate }) => (accountingDate ? sayDay(accountingDate) : ''),
            order: ({ accountingDate }) => accountingDate ?? '',
          },
          {
            key: 'who',
            title: say('who'),
            text: ({ actor, recordedAt }) => `${actor ?? ''} ${showInstant(recordedAt)}`,
          },
          { key: 'document', title: say('document'), text: ({ entry }) => entry?.document ?? '' },
          ...(role === 'officer'
            ? [
                {
                  ...{ key: 'actions', title: say('actions'), isAct: true, text: () => '' },
                  render: (event: ToldEvent) => !gone.has(event.id) && actions(event),
                },
              ]
            : []),
        ]}
      />
      {opened && children(opened, () => setOpened(undefined))}
    </>
  )
}

function What({ event, isGone }: { readonly event: ToldEvent; readonly isGone: boolean }): ReactNode {
  const { reason } = event.data
  return (
    <>
      {sayEventType(event.type)} {isGone && <Tag color="error">{say('corrected')}</Tag>}
      {typeof reason === 'string' && <div className="hint">{reason}</div>}
    </>
  )
}

function isRed(act: string): boolean {
  return act.startsWith('reverse') || act.startsWith('correct')
}
