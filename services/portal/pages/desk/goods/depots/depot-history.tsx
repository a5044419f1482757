import { useQuery } from '@tanstack/react-query'
import { Button, Form, InputNumber, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import { api, type BodyOf } from '../../../common/api/client.ts'
import { useSession } from '../../../common/react/session.tsx'
import { sayDay, showInstant } from '../../../common/shanghai.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { RegionTable } from '../../parts/region-table.tsx'
import { Failure, Loading } from '../../shell/states.tsx'
import { type ToldEvent, trailQuery, useGoodsNames } from '../goods.queries.ts'
import { asked } from '../parts/asked.ts'
import { ReasonDrawer, ReasonField } from '../parts/reason-drawer.tsx'
import { say as sayGoods } from '../words.ts'
import type { OpenDepot } from './depots.queries.ts'
import { say } from './words.ts'

/** Acts of a depot that may be taken back. */
const reversible = {
  KitsPacked: 'reversePacking',
  GoodsWrittenOff: 'reverseWriteOff',
  StockCounted: 'reverseCount',
  CountLossConfirmed: 'reverseCountLoss',
  TransferReceived: 'reverseTransferReceipt',
} as const
type Reversal = (typeof reversible)[keyof typeof reversible]
const SHOWN = 100

/** What was done in the depot, the newest first, with what may still be taken back or corrected in red. */
export function DepotHistory({ depot }: { readonly depot: OpenDepot }): ReactNode {
  const { role } = useSession()
  const nameOf = useGoodsNames()
  const { data, error, refetch } = useQuery(trailQuery(depot.id))
  const [opened, setOpened] = useState<ToldEvent>()
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  const gone = new Set(data.flatMap((event) => takenBackBy(event) ?? []))
  return (
    <>
      <RegionTable<ToldEvent>
        label={sayGoods('history')}
        rowKey="id"
        dataSource={data}
        pagination={data.length > SHOWN ? { pageSize: SHOWN, showSizeChanger: false } : false}
        columns={[
          {
            title: sayGoods('what'),
            render: (_, { id, type }) => (
              <>
                {say(`event.${type}` as Parameters<typeof say>[0])}{' '}
                {gone.has(id) && <Tag color="error">{sayGoods('corrected')}</Tag>}
              </>
            ),
          },
          { title: sayGoods('commodity'), render: (_, event) => goodsIn(event).map(nameOf).join('、') },
          {
            title: sayGoods('quantity'),
            align: 'right',
            render: (_, event) => <span className="figure">{piecesOf(event)}</span>,
          },
          { title: sayGoods('day'), render: (_, { accountingDate }) => accountingDate && sayDay(accountingDate) },
          { title: sayGoods('who'), render: (_, { actor, recordedAt }) => `${actor ?? ''} ${showInstant(recordedAt)}` },
          { title: sayGoods('document'), render: (_, { entry }) => entry?.document },
          ...(role === 'officer'
            ? [
                {
                  title: sayGoods('actions'),
                  render: (_: unknown, event: ToldEvent) => {
                    const act = actOn(event)
                    return (
                      act &&
                      !gone.has(event.id) && (
                        <Button size="small" danger onClick={() => setOpened(event)}>
                          {say(act)}
                        </Button>
                      )
                    )
                  },
                },
              ]
            : []),
        ]}
      />
      {opened && <Opened depot={depot.id} event={opened} onClose={() => setOpened(undefined)} />}
    </>
  )
}

function actOn({ type }: ToldEvent): Reversal | 'correctReceipt' | undefined {
  if (type === 'GoodsReceived') return 'correctReceipt'
  return Object.hasOwn(reversible, type) ? reversible[type as keyof typeof reversible] : undefined
}

/** What an event takes back whole; a corrected receipt or count may be corrected once more. */
function takenBackBy({ type, data }: ToldEvent): string | undefined {
  if (type === 'PackingReversed' && typeof data.lot === 'string') return data.lot
  const isWhole = ['WriteOffReversed', 'CountLossReversed', 'TransferReceiptReversed'].includes(type)
  return isWhole && typeof data.corrects === 'string' ? data.corrects : undefined
}

function goodsIn({ data }: ToldEvent): string[] {
  if (typeof data.commodity === 'string') return [data.commodity]
  return [...new Set(linesIn(data).map(({ commodity }) => commodity))]
}

function piecesOf({ data }: ToldEvent): number | undefined {
  if (typeof data.quantity === 'number') return data.quantity
  const lines = linesIn(data)
  return lines.length === 0 ? undefined : lines.reduce((sum, { quantity }) => sum + quantity, 0)
}

function linesIn({ lines }: ToldEvent['data']): { commodity: string; quantity: number }[] {
  if (!Array.isArray(lines)) return []
  return lines.flatMap((line) => {
    const { commodity, quantity } = Object(line)
    return typeof commodity === 'string' ? [{ commodity, quantity: Number(quantity ?? 0) }] : []
  })
}

function Opened({
  depot: id,
  event,
  onClose,
}: {
  readonly depot: string
  readonly event: ToldEvent
  readonly onClose: () => void
}): ReactNode {
  const act = actOn(event)
  if (act === undefined) return null
  if (act === 'correctReceipt') return <CorrectReceiptDrawer depot={id} lot={event.id} onClose={onClose} />
  const part = act === 'reverseTransferReceipt' ? String(event.data.transfer) : event.id
  return (
    <ReasonDrawer
      title={say(act)}
      form={`${act}.${event.id}`}
      submit={say(act)}
      hint={say('redWhat')}
      act={reversals(id, part)[act]}
      onClose={onClose}
    />
  )
}

interface Reasoned {
  readonly reason: string
}

function reversals(id: string, part: string) {
  return {
    reversePacking: asked((body: Reasoned, given) =>
      api.POST('/v1/depots/{id}/packings/{part}/reversal', { body, params: { path: { id, part }, ...given } }),
    ),
    reverseWriteOff: asked((body: Reasoned, given) =>
      api.POST('/v1/depots/{id}/write-offs/{part}/correction', { body, params: { path: { id, part }, ...given } }),
    ),
    reverseCount: asked((body: Reasoned, given) =>
      api.POST('/v1/depots/{id}/counts/{part}/correction', { body, params: { path: { id, part }, ...given } }),
    ),
    reverseCountLoss: asked((body: Reasoned, given) =>
      api.POST('/v1/depots/{id}/losses/{part}/reversal', { body, params: { path: { id, part }, ...given } }),
    ),
    reverseTransferReceipt: asked((body: Reasoned, given) =>
      api.POST('/v1/depots/{id}/arrivals/{part}/receipt/reversal', { body, params: { path: { id, part }, ...given } }),
    ),
  } as const satisfies Readonly<Record<Reversal, unknown>>
}

interface TypedCorrection {
  readonly quantity?: number | null
  readonly reason?: string
}

/** What the receipt should have said; the difference moves in red, on its own lot. */
function CorrectReceiptDrawer({
  depot: id,
  lot: part,
  onClose,
}: {
  readonly depot: string
  readonly lot: string
  readonly onClose: () => void
}): ReactNode {
  const nameOf = useGoodsNames()
  return (
    <ActDrawer<TypedCorrection, BodyOf<'correctGoodsReceipt'>, object>
      title={say('correctReceipt')}
      form={`correct-receipt.${part}`}
      empty={{}}
      toBody={({ quantity, reason }) =>
        typeof quantity === 'number' && reason?.trim() ? { quantity, reason: reason.trim() } : undefined
      }
      {...asked((body: BodyOf<'correctGoodsReceipt'>, given) =>
        api.POST('/v1/depots/{id}/receipts/{part}/correction', { body, params: { path: { id, part }, ...given } }),
      )}
      submit={say('correctReceipt')}
      done={say('correctReceipt')}
      nameOf={nameOf}
      onClose={() => onClose()}
    >
      <p className="hint">{say('rightWhat')}</p>
      <Form.Item name="quantity" label={say('rightQuantity')}>
        <InputNumber min={0} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <ReasonField />
    </ActDrawer>
  )
}
