import { Button, Space, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import { useSession } from '../../../common/react/session.tsx'
import { sayDay, showInstant } from '../../../common/shanghai.ts'
import { sayEventType } from '../../parts/event-types.ts'
import { RegionTable } from '../../parts/region-table.tsx'
import { Failure, Loading } from '../../shell/states.tsx'
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
  const { events, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useTrail(of)
  const [opened, setOpened] = useState<Opened<Act>>()
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  if (!events) return <Loading />
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
      <RegionTable<ToldEvent>
        label={say('history')}
        asCards
        rowKey="id"
        dataSource={events}
        columns={[
          { title: say('what'), render: (_, event) => <What event={event} isGone={gone.has(event.id)} /> },
          { title: say('commodity'), render: (_, event) => goodsIn(event).map(nameOf).join('、') },
          {
            title: say('quantity'),
            align: 'right',
            render: (_, event) => <span className="figure">{piecesIn(event)}</span>,
          },
          { title: say('day'), render: (_, { accountingDate }) => accountingDate && sayDay(accountingDate) },
          { title: say('who'), render: (_, { actor, recordedAt }) => `${actor ?? ''} ${showInstant(recordedAt)}` },
          { title: say('document'), render: (_, { entry }) => entry?.document },
          ...(role === 'officer'
            ? [
                {
                  title: say('actions'),
                  render: (_: unknown, event: ToldEvent) => !gone.has(event.id) && actions(event),
                },
              ]
            : []),
        ]}
      />
      {hasNextPage && (
        <Button className="not-on-paper" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {say('earlier')}
        </Button>
      )}
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
