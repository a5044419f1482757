import { useQuery } from '@tanstack/react-query'
import { Button, Space, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import { api } from '../../../common/api/client.ts'
import { useSession } from '../../../common/react/session.tsx'
import { sayDay, showInstant } from '../../../common/shanghai.ts'
import { RegionTable } from '../../parts/region-table.tsx'
import { Failure, Loading } from '../../shell/states.tsx'
import { type ToldEvent, trailQuery } from '../goods.queries.ts'
import { asked } from '../parts/asked.ts'
import { ReasonDrawer } from '../parts/reason-drawer.tsx'
import { say as sayGoods } from '../words.ts'
import { AddSheetDrawer } from './attachments.tsx'
import type { Consignment } from './consignments.queries.ts'
import { HandOutCorrectionDrawer } from './hand-out-drawer.tsx'
import { piecesIn, type Reversal, reversalOf, takenBack } from './history.ts'
import { ReceiptCorrectionDrawer } from './receipt-drawer.tsx'
import { sayEvent } from './say-event.ts'
import { say } from './words.ts'

type Opened = { readonly act: Reversal | 'correctReceipt' | 'correctHandOut' | 'addSheet'; readonly event: ToldEvent }

/** What was done, the newest first, with what may still be taken back or corrected in red. */
export function HistoryTable({ consignment }: { readonly consignment: Consignment }): ReactNode {
  const { role } = useSession()
  const { data, error, refetch } = useQuery(trailQuery(consignment.id))
  const [opened, setOpened] = useState<Opened>()
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  const gone = takenBack(data)
  return (
    <>
      <RegionTable<ToldEvent>
        label={sayGoods('history')}
        rowKey="id"
        dataSource={data}
        columns={[
          { title: sayGoods('what'), render: (_, event) => <What event={event} isGone={gone.has(event.id)} /> },
          {
            title: sayGoods('quantity'),
            align: 'right',
            render: (_, event) => <span className="figure">{piecesIn(event)}</span>,
          },
          { title: sayGoods('day'), render: (_, { accountingDate }) => accountingDate && sayDay(accountingDate) },
          { title: sayGoods('who'), render: (_, { actor, recordedAt }) => `${actor ?? ''} ${showInstant(recordedAt)}` },
          { title: sayGoods('document'), render: (_, { entry }) => entry?.document },
          ...(role === 'officer'
            ? [
                {
                  title: sayGoods('actions'),
                  render: (_: unknown, event: ToldEvent) =>
                    !gone.has(event.id) && <Actions event={event} onOpen={(act) => setOpened({ act, event })} />,
                },
              ]
            : []),
        ]}
      />
      {opened && <OpenedDrawer consignment={consignment} opened={opened} onClose={() => setOpened(undefined)} />}
    </>
  )
}

function What({ event, isGone }: { readonly event: ToldEvent; readonly isGone: boolean }): ReactNode {
  const { reason } = event.data
  return (
    <>
      {sayEvent(event.type)} {isGone && <Tag color="error">{sayGoods('corrected')}</Tag>}
      {typeof reason === 'string' && <div className="hint">{reason}</div>}
    </>
  )
}

function Actions({
  event,
  onOpen,
}: {
  readonly event: ToldEvent
  readonly onOpen: (act: Opened['act']) => void
}): ReactNode {
  const reversal = reversalOf(event)
  if (reversal === undefined) return null
  const isSigned = event.type === 'ConsignmentReceived' || event.type === 'GoodsHandedOut'
  return (
    <Space wrap>
      {event.type === 'ConsignmentReceived' && (
        <Button size="small" danger onClick={() => onOpen('correctReceipt')}>
          {say('correctReceipt')}
        </Button>
      )}
      {event.type === 'GoodsHandedOut' && (
        <Button size="small" danger onClick={() => onOpen('correctHandOut')}>
          {say('correctHandOut')}
        </Button>
      )}
      <Button size="small" danger onClick={() => onOpen(reversal)}>
        {say(reversal)}
      </Button>
      {isSigned && (
        <Button size="small" onClick={() => onOpen('addSheet')}>
          {say('addSheet')}
        </Button>
      )}
    </Space>
  )
}

function OpenedDrawer({
  consignment,
  opened: { act, event },
  onClose,
}: {
  readonly consignment: Consignment
  readonly opened: Opened
  readonly onClose: () => void
}): ReactNode {
  const { id } = consignment
  if (act === 'correctReceipt') return <ReceiptCorrectionDrawer consignment={consignment} onClose={onClose} />
  if (act === 'correctHandOut')
    return <HandOutCorrectionDrawer consignment={consignment} part={event.id} onClose={onClose} />
  if (act === 'addSheet')
    return <AddSheetDrawer consignment={id} entry={event.id} what={sayEvent(event.type)} onClose={onClose} />
  return (
    <ReasonDrawer
      title={say(act)}
      form={`${act}.${event.id}`}
      submit={say(act)}
      hint={say('redWhat')}
      act={reversalActs(id, event.id)[act]}
      onClose={onClose}
    />
  )
}

interface Reasoned {
  readonly reason: string
}

function reversalActs(id: string, part: string) {
  return {
    reverseDispatch: asked((body: Reasoned, given) =>
      api.POST('/v1/consignments/{id}/dispatch/reversal', { body, params: { path: { id }, ...given } }),
    ),
    reverseReceipt: asked((body: Reasoned, given) =>
      api.POST('/v1/consignments/{id}/receipt/reversal', { body, params: { path: { id }, ...given } }),
    ),
    reverseHandOut: asked((body: Reasoned, given) =>
      api.POST('/v1/consignments/{id}/handouts/{part}/correction', { body, params: { path: { id, part }, ...given } }),
    ),
    reverseReturn: asked((body: Reasoned, given) =>
      api.POST('/v1/consignments/{id}/returns/{part}/reversal', { body, params: { path: { id, part }, ...given } }),
    ),
    reverseLoss: asked((body: Reasoned, given) =>
      api.POST('/v1/consignments/{id}/losses/{part}/reversal', { body, params: { path: { id, part }, ...given } }),
    ),
  } as const satisfies Readonly<Record<Reversal, unknown>>
}
