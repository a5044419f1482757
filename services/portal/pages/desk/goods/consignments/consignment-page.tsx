import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Button, Space, Tag, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../../common/api/client.ts'
import { mark } from '../../../common/punctuation.ts'
import { useSession } from '../../../common/react/session.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { sayEventType } from '../../parts/event-types.ts'
import { ReasonDrawer, type Reasoned } from '../../parts/reason-drawer.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { Reading } from '../../shell/reading.tsx'
import { useToday } from '../../shell/simulated-date.tsx'
import { useGoodsNames } from '../goods.queries.ts'
import { GoodsFrame } from '../goods-frame.tsx'
import { useTrail } from '../history/trail.queries.ts'
import { asked } from '../parts/asked.ts'
import { say as sayGoods } from '../words.ts'
import { Attachments } from './attachments.tsx'
import { daysOverdue } from './board.ts'
import { ConsignmentHistory } from './consignment-history.tsx'
import { type Consignment, consignmentQuery } from './consignments.queries.ts'
import { HandOutDrawer } from './hand-out-drawer.tsx'
import { type Quantities, quantitiesOf } from './quantities.ts'
import { ReceiptDrawer } from './receipt-drawer.tsx'
import { DispatchDrawer, FromSiteDrawer } from './site-drawers.tsx'
import { say } from './words.ts'

export function ConsignmentPage(): ReactNode {
  const { consignment: id } = useParams({ from: '/desk/goods/consignments/$consignment' })
  const read = useQuery(consignmentQuery(id))
  const { data } = read
  return data ? <OneConsignment consignment={data} /> : <Reading of={read} isPage />
}

const figures = ['planned', 'sent', 'received', 'short', 'refused', 'atSite', 'handedOut'] as const
const figureTitles = {
  planned: 'column.planned',
  sent: 'sent',
  received: 'receivedColumn',
  short: 'short',
  refused: 'refused',
  atSite: 'atSite',
  handedOut: 'handedOut',
} as const

function OneConsignment({ consignment }: { readonly consignment: Consignment }): ReactNode {
  const { role } = useSession()
  const nameOf = useGoodsNames()
  const { events = [] } = useTrail(consignment.id)
  const { status, site, depot, programme } = consignment
  const whatIs = (entry: string) => {
    const event = events.find(({ id }) => id === entry)
    return event ? `${sayEventType(event.type)} ${sayDay(event.accountingDate ?? '')}` : sayGoods('earlierAct')
  }
  return (
    <GoodsFrame title={nameOf(site)}>
      <Space wrap>
        <Tag color={status === 'received' ? 'success' : 'default'}>{say(`status.${status}`)}</Tag>
        <Due consignment={consignment} />
        <span>{[say('depot'), nameOf(depot)].join(mark('colon'))}</span>
        {programme && <span>{[say('programme'), nameOf(programme)].join(mark('colon'))}</span>}
      </Space>
      {role === 'officer' && <Steps consignment={consignment} />}
      <Typography.Title level={2}>{say('lines')}</Typography.Title>
      <SmallTable<Quantities>
        label={say('lines')}
        asCards
        rowKey="commodity"
        dataSource={quantitiesOf(consignment)}
        columns={[
          { title: sayGoods('commodity'), render: (_, { commodity }) => nameOf(commodity) },
          ...figures.map((figure) => ({
            title: say(figureTitles[figure]),
            align: 'right' as const,
            render: (_: unknown, line: Quantities) => <span className="figure">{line[figure]}</span>,
          })),
        ]}
      />
      <Typography.Title level={2}>{say('attachments')}</Typography.Title>
      <Attachments consignment={consignment} whatIs={whatIs} />
      <Typography.Title level={2}>{sayGoods('history')}</Typography.Title>
      <ConsignmentHistory consignment={consignment} />
    </GoodsFrame>
  )
}

function Due({ consignment }: { readonly consignment: Consignment }): ReactNode {
  const { dueOn, status, receipt } = consignment
  const days = daysOverdue({ status, dueOn }, useToday())
  if (receipt) return <span>{say('onTime', { day: sayDay(receipt.receivedOn) })}</span>
  if (days === undefined) return <span>{say('due', { day: sayDay(dueOn) })}</span>
  return <strong className="overdue">{say('overdue', { days, day: sayDay(dueOn) })}</strong>
}

type Step = 'dispatch' | 'cancel' | 'receive' | 'return' | 'handOut' | 'siteReturn' | 'siteLoss'

function stepsOf({ status, atSite }: Consignment): readonly Step[] {
  if (status === 'planned') return ['dispatch', 'cancel']
  if (status === 'dispatched') return ['receive', 'return']
  const isAnythingThere = atSite.some(({ quantity }) => quantity > 0)
  return status === 'received' && isAnythingThere ? ['handOut', 'siteReturn', 'siteLoss'] : []
}

function Steps({ consignment }: { readonly consignment: Consignment }): ReactNode {
  const [opened, setOpened] = useState<Step>()
  const close = () => setOpened(undefined)
  const nameOf = useGoodsNames()
  const { id } = consignment
  return (
    <>
      <Space wrap className="not-on-paper" style={{ display: 'flex', marginBlock: 12 }}>
        {stepsOf(consignment).map((step, at) => (
          <Button key={step} type={at === 0 ? 'primary' : 'default'} onClick={() => setOpened(step)}>
            {say(step)}
          </Button>
        ))}
      </Space>
      {opened === 'dispatch' && <DispatchDrawer id={id} onClose={close} />}
      {opened === 'receive' && <ReceiptDrawer consignment={consignment} onClose={close} />}
      {opened === 'handOut' && <HandOutDrawer consignment={consignment} onClose={close} />}
      {(opened === 'siteReturn' || opened === 'siteLoss') && (
        <FromSiteDrawer consignment={consignment} kind={opened} onClose={close} />
      )}
      {(opened === 'cancel' || opened === 'return') && (
        <ReasonDrawer
          title={say(`${opened}Title`)}
          form={`${opened}.${id}`}
          submit={say(opened)}
          {...(opened === 'cancel' ? cancelling(id) : returning(id))}
          nameOf={nameOf}
          onClose={close}
        />
      )}
    </>
  )
}

const returning = (id: string) =>
  asked((body: Reasoned, given) =>
    api.POST('/v1/consignments/{id}/return', { body, params: { path: { id }, ...given } }),
  )

/** A plan moves nothing, and neither does its end. */
const cancelling = (id: string) => ({
  send: (body: Reasoned, key: string) =>
    answerOf(
      api.POST('/v1/consignments/{id}/cancellation', {
        body,
        params: { path: { id }, header: { 'Idempotency-Key': key } },
      }),
    ),
})
