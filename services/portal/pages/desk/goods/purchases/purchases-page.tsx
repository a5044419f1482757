import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { DataTable } from '../../../common/react/data-table.tsx'
import { useMoney, useMoneyUnit } from '../../../common/react/money.tsx'
import { useSession } from '../../../common/react/session.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { useNames } from '../../parts/directory.queries.ts'
import { Reading } from '../../shell/reading.tsx'
import { GoodsFrame } from '../goods-frame.tsx'
import { OrderDrawer } from './order-drawer.tsx'
import { type Purchase, purchasesQuery } from './purchases.queries.ts'
import { sayStatus } from './say-status.ts'
import { say } from './words.ts'

export function PurchasesPage(): ReactNode {
  const { role } = useSession()
  const pages = useInfiniteQuery(purchasesQuery)
  const { data } = pages
  const rows = data?.pages.flatMap(({ items }) => items) ?? []
  const nameOf = useNames(rows.map(({ merchant }) => merchant))
  const money = useMoney()
  const { unit } = useMoneyUnit()
  const [isOrdering, setOrdering] = useState(false)
  return (
    <GoodsFrame title={say('title')}>
      {role === 'officer' && (
        <Button
          type="primary"
          className="not-on-paper"
          style={{ marginBlockEnd: 16 }}
          onClick={() => setOrdering(true)}
        >
          {say('order')}
        </Button>
      )}
      <Reading of={pages} />
      {rows.length > 0 && <p className="hint">{say('amountUnit', { unit: say(`unit.${unit}`) })}</p>}
      {data && (
        <DataTable<Purchase>
          name="purchases"
          label={say('title')}
          rows={rows}
          pages={pages}
          rowKey={({ id }) => id}
          empty={say('none')}
          columns={[
            {
              ...{ key: 'supplier', title: say('supplier') },
              text: ({ merchant }) => nameOf(merchant),
              render: ({ id, merchant }) => (
                <Link to="/desk/goods/purchases/$purchase" params={{ purchase: id }}>
                  {nameOf(merchant)}
                </Link>
              ),
            },
            { key: 'programme', title: say('programme'), text: ({ programme }) => nameOf(programme) },
            {
              ...{ key: 'day', title: say('orderedOn') },
              text: ({ orderedOn }) => sayDay(orderedOn),
              order: ({ orderedOn }) => orderedOn,
            },
            {
              ...{ key: 'ordered', title: say('orderedFen'), isFigure: true },
              text: ({ orderedFen }) => money(orderedFen),
              order: ({ orderedFen }) => orderedFen,
            },
            { key: 'status', title: say('status'), text: sayStatus },
          ]}
        />
      )}
      {isOrdering && <OrderDrawer onClose={() => setOrdering(false)} />}
    </GoodsFrame>
  )
}
