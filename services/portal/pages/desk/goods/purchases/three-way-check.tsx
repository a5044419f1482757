import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { mark } from '../../../common/punctuation.ts'
import { useMoney } from '../../../common/react/money.tsx'
import { useSession } from '../../../common/react/session.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { Reading } from '../../shell/reading.tsx'
import { useGoodsNames } from '../goods.queries.ts'
import { LineReceiptDrawer } from './line-receipt-drawer.tsx'
import { type CheckedLine, checkQuery, type Purchase } from './purchases.queries.ts'
import { say } from './words.ts'

/** Order, receipts and invoices beside each other, and where they differ. */
export function ThreeWayCheck({ purchase }: { readonly purchase: Purchase }): ReactNode {
  const { role } = useSession()
  const read = useQuery(checkQuery(purchase.id))
  const nameOf = useGoodsNames()
  const money = useMoney()
  const [receiving, setReceiving] = useState<CheckedLine>()
  if (!read.data) return <Reading of={read} />
  return (
    <>
      <SmallTable<CheckedLine>
        label={say('check')}
        asCards
        dataSource={read.data.lines}
        rowKey="line"
        columns={[
          { key: 'line', title: say('line'), render: (_, { line, commodity }) => `${line} ${nameOf(commodity)}` },
          { key: 'depot', title: say('depot'), render: (_, { depot }) => nameOf(depot) },
          {
            ...{ key: 'price', title: say('unitPrice'), align: 'right' },
            render: (_, { unitPriceFen }) => money(unitPriceFen),
          },
          { key: 'ordered', title: say('orderedQuantity'), align: 'right', dataIndex: 'quantity' },
          { key: 'received', title: say('receivedQuantity'), align: 'right', dataIndex: 'receivedQuantity' },
          { key: 'invoiced', title: say('invoicedQuantity'), align: 'right', dataIndex: 'invoicedQuantity' },
          {
            ...{ key: 'amount', title: say('invoicedFen'), align: 'right' },
            render: (_, { invoicedFen }) => money(invoicedFen),
          },
          { key: 'difference', title: say('difference'), render: (_, { differences }) => sayDifferences(differences) },
          ...(role === 'officer' && mayReceive(purchase)
            ? [
                {
                  ...{ key: 'actions', title: say('actions') },
                  render: (_: unknown, line: CheckedLine) => (
                    <Button size="small" onClick={() => setReceiving(line)}>
                      {say('receiveLine', { line: line.line })}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {receiving && <LineReceiptDrawer purchase={purchase} line={receiving} onClose={() => setReceiving(undefined)} />}
    </>
  )
}

/** After its end, too: what was on the way comes. Of what never had its money nothing does. */
function mayReceive({ status, ended }: Purchase): boolean {
  return status !== 'ordered' && ended?.why !== 'refused'
}

function sayDifferences(differences: CheckedLine['differences']): string {
  if (differences.length === 0) return say('agrees')
  return differences.map((one) => say(`difference.${one}`)).join(mark('list'))
}
