import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Button, Descriptions, Space, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../../common/api/client.ts'
import { useMoneyUnit } from '../../../common/react/money.tsx'
import { useSession } from '../../../common/react/session.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { useNames } from '../../parts/directory.queries.ts'
import { ReasonDrawer } from '../../parts/reason-drawer.tsx'
import { Reading } from '../../shell/reading.tsx'
import { useAmount } from '../../shell/use-amount.ts'
import { fundsToChooseQuery } from '../depots/depots.queries.ts'
import { GoodsFrame } from '../goods-frame.tsx'
import { ExtendDrawer, ShortenDrawer } from './change-drawers.tsx'
import { InvoiceDrawer } from './invoice-drawer.tsx'
import { Invoices } from './invoices.tsx'
import { type Purchase, purchaseQuery } from './purchases.queries.ts'
import { sayBudget, sayStatus, sayWhyEnded } from './say-status.ts'
import { ThreeWayCheck } from './three-way-check.tsx'
import { say } from './words.ts'

export function PurchasePage(): ReactNode {
  const { purchase: id } = useParams({ from: '/desk/goods/purchases/$purchase' })
  const read = useQuery(purchaseQuery(id))
  const { data } = read
  return data ? <OnePurchase purchase={data} /> : <Reading of={read} isPage />
}

function OnePurchase({ purchase }: { readonly purchase: Purchase }): ReactNode {
  const { role } = useSession()
  const nameOf = useNames([purchase.merchant])
  const { unit } = useMoneyUnit()
  const [opened, setOpened] = useState<'invoice' | 'extend' | 'shorten' | 'cancel'>()
  const close = () => setOpened(undefined)
  return (
    <GoodsFrame title={nameOf(purchase.merchant)}>
      <Facts purchase={purchase} />
      {role === 'officer' && purchase.status === 'open' && (
        <Space wrap className="not-on-paper" style={{ marginBlockStart: 12 }}>
          <Button type="primary" onClick={() => setOpened('invoice')}>
            {say('invoice')}
          </Button>
          <Button onClick={() => setOpened('extend')}>{say('extend')}</Button>
          <Button onClick={() => setOpened('shorten')}>{say('shorten')}</Button>
          <Button onClick={() => setOpened('cancel')}>{say('cancel')}</Button>
        </Space>
      )}
      <Typography.Title level={2}>{say('check')}</Typography.Title>
      <p className="hint">{say('amountUnit', { unit: say(`unit.${unit}`) })}</p>
      <ThreeWayCheck purchase={purchase} />
      <Typography.Title level={2}>{say('invoices')}</Typography.Title>
      <Invoices purchase={purchase} />
      {opened === 'invoice' && <InvoiceDrawer purchase={purchase} onClose={close} />}
      {opened === 'extend' && <ExtendDrawer purchase={purchase} onClose={close} />}
      {opened === 'shorten' && <ShortenDrawer purchase={purchase} onClose={close} />}
      {opened === 'cancel' && <CancelDrawer purchase={purchase} onClose={close} />}
    </GoodsFrame>
  )
}

/** What was ordered of whom, with whose money, and what became of it. */
function Facts({ purchase }: { readonly purchase: Purchase }): ReactNode {
  const { programme, fund, orderedOn, orderedBy, deliverBy, note, orderedFen, committedFen, asked, notExtended } =
    purchase
  const nameOf = useNames()
  const amount = useAmount()
  const { data: funds = [] } = useQuery(fundsToChooseQuery)
  const why = sayWhyEnded(purchase, amount)
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, sm: 2, lg: 3 }}
      items={[
        { key: 'status', label: say('status'), children: sayStatus(purchase) },
        ...(why ? [{ key: 'why', label: say('whyEnded'), children: why }] : []),
        { key: 'programme', label: say('programme'), children: nameOf(programme) },
        { key: 'fund', label: say('fund'), children: funds.find(({ id }) => id === fund)?.name ?? '…' },
        { key: 'ordered', label: say('orderedFen'), children: amount(orderedFen) },
        { key: 'committed', label: say('committedFen'), children: amount(committedFen) },
        ...(asked ? [{ key: 'asked', label: say('askedMore'), children: amount(asked.amountFen) }] : []),
        ...(notExtended ? [{ key: 'no', label: say('notExtended'), children: sayBudget(notExtended, amount) }] : []),
        { key: 'day', label: say('orderedOn'), children: sayDay(orderedOn) },
        { key: 'maker', label: say('orderedBy'), children: orderedBy },
        ...(deliverBy ? [{ key: 'deliverBy', label: say('dueOn'), children: sayDay(deliverBy) }] : []),
        ...(note ? [{ key: 'note', label: say('noted'), children: note }] : []),
      ]}
    />
  )
}

/** What is kept for it and not invoiced is the programme's again. */
function CancelDrawer({
  purchase: { id, committedFen },
  onClose,
}: {
  readonly purchase: Purchase
  readonly onClose: () => void
}): ReactNode {
  const amount = useAmount()
  return (
    <ReasonDrawer
      title={say('cancel')}
      form={`cancel-order.${id}`}
      hint={say('cancelWhat', { amount: amount(committedFen) })}
      send={(body, key) =>
        answerOf(
          api.POST('/v1/purchases/{id}/cancellation', {
            body,
            params: { path: { id }, header: { 'Idempotency-Key': key } },
          }),
        )
      }
      done={say('cancelled')}
      onClose={onClose}
    />
  )
}
