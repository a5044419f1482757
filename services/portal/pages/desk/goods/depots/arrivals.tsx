import { Button, Form, Input, InputNumber, Space, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { api, type BodyOf } from '../../../common/api/client.ts'
import { useSession } from '../../../common/react/session.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { ReasonDrawer } from '../../parts/reason-drawer.tsx'
import { useToday } from '../../shell/simulated-date.tsx'
import { useGoodsNames, useNear } from '../goods.queries.ts'
import { asked } from '../parts/asked.ts'
import { DayFields } from '../parts/day-fields.tsx'
import { fillIn } from '../parts/fill-in.ts'
import { GoodsAct } from '../parts/goods-act.tsx'
import { lateEntryOf, type TypedDay } from '../parts/late-entry.ts'
import { type Person, WorkerPicker } from '../parts/worker-picker.tsx'
import { reversingTransfer } from './depot-history.tsx'
import type { OpenDepot } from './depots.queries.ts'
import { say } from './words.ts'

type Arrival = OpenDepot['arriving'][number]

/** What other depots sent here and nobody has signed for. */
export function Arrivals({ depot }: { readonly depot: OpenDepot }): ReactNode {
  const { role } = useSession()
  const nameOf = useGoodsNames()
  const [opened, setOpened] = useState<{ readonly act: 'receive' | 'reverse'; readonly arrival: Arrival }>()
  const close = () => setOpened(undefined)
  return (
    <>
      <Typography.Title level={2}>{say('arriving')}</Typography.Title>
      <ul className="plain-list">
        {depot.arriving.map((arrival) => (
          <li key={arrival.id}>
            <Space wrap>
              {say('arrivingWhat', {
                from: nameOf(arrival.from),
                day: sayDay(arrival.sentOn),
                count: piecesIn(arrival.lines),
              })}
              {role === 'officer' && (
                <>
                  <Button size="small" type="primary" onClick={() => setOpened({ act: 'receive', arrival })}>
                    {say('receiveTransfer')}
                  </Button>
                  <Button size="small" danger onClick={() => setOpened({ act: 'reverse', arrival })}>
                    {say('reverseTransfer')}
                  </Button>
                </>
              )}
            </Space>
          </li>
        ))}
      </ul>
      {opened?.act === 'receive' && <ReceiveTransferDrawer depot={depot.id} arrival={opened.arrival} onClose={close} />}
      {opened?.act === 'reverse' && (
        <ReasonDrawer
          title={say('reverseTransfer')}
          form={`reverse-transfer.${opened.arrival.id}`}
          hint={say('redWhat')}
          {...reversingTransfer(depot.id, opened.arrival.transfer)}
          nameOf={nameOf}
          onClose={close}
        />
      )}
    </>
  )
}

function piecesIn(lines: Arrival['lines']): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0)
}

interface Typed extends TypedDay {
  readonly taken?: Readonly<Record<string, number | null>>
  readonly shortReason?: Readonly<Record<string, string>>
  readonly receivedBy?: readonly Person[]
}

function ReceiveTransferDrawer({
  depot: id,
  arrival,
  onClose,
}: {
  readonly depot: string
  readonly arrival: Arrival
  readonly onClose: () => void
}): ReactNode {
  const nameOf = useGoodsNames()
  const today = useToday()
  const near = useNear(id)
  const part = arrival.transfer
  const commodities = [...new Set(arrival.lines.map(({ commodity }) => commodity))]
  const sent = commodities.map((commodity) => ({
    commodity,
    quantity: piecesIn(arrival.lines.filter((line) => line.commodity === commodity)),
  }))
  return (
    <GoodsAct<Typed, BodyOf<'receiveTransfer'>>
      title={say('receiveTransfer')}
      form={`receive-transfer.${arrival.id}`}
      empty={{}}
      toBody={(typed) => toBody(typed, sent, today)}
      act={asked((body: BodyOf<'receiveTransfer'>, given) =>
        api.POST('/v1/depots/{id}/arrivals/{part}/receipt', { body, params: { path: { id, part }, ...given } }),
      )}
      done={say('receiveTransfer')}
      onClose={onClose}
    >
      {(_, values) => (
        <>
          {sent.map(({ commodity, quantity }) => (
            <div key={commodity}>
              <Form.Item name={['taken', commodity]} label={say('taken', { name: nameOf(commodity), sent: quantity })}>
                <InputNumber
                  min={0}
                  max={quantity}
                  precision={0}
                  placeholder={String(quantity)}
                  style={{ width: '100%' }}
                />
              </Form.Item>
              {(values.taken?.[commodity] ?? quantity) < quantity && (
                <Form.Item
                  name={['shortReason', commodity]}
                  label={say('shortReason', { name: nameOf(commodity) })}
                  rules={[fillIn(say('shortReason', { name: nameOf(commodity) }))]}
                >
                  <Input maxLength={500} />
                </Form.Item>
              )}
            </div>
          ))}
          <Form.Item
            name="receivedBy"
            label={say('receivedBy')}
            rules={[{ required: true, message: say('receivedByMissing') }]}
          >
            <WorkerPicker most={1} near={near} purpose="signing" />
          </Form.Item>
          <DayFields label={say('receivedOn')} day={values.day} />
        </>
      )}
    </GoodsAct>
  )
}

function toBody(
  { taken, shortReason, receivedBy, ...typed }: Typed,
  sent: readonly { readonly commodity: string; readonly quantity: number }[],
  today: string | undefined,
): BodyOf<'receiveTransfer'> | undefined {
  const [signer] = receivedBy ?? []
  const receivedOn = typed.day ?? today
  if (!signer || receivedOn === undefined) return undefined
  const lines = sent.map(({ commodity, quantity }) => {
    const came = taken?.[commodity] ?? quantity
    const why = shortReason?.[commodity]?.trim()
    return { commodity, quantity: came, refused: 0, ...(came < quantity && why && { shortReason: why }) }
  })
  return { receivedBy: signer.id, receivedOn, lines, ...lateEntryOf({ ...typed, day: receivedOn }, today) }
}
