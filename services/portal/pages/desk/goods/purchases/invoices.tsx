import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useMoney } from '../../../common/react/money.tsx'
import { useSession } from '../../../common/react/session.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { SmallTable } from '../../parts/small-table.tsx'
import { PayDrawer } from './pay-drawer.tsx'
import type { Purchase, SupplierInvoice } from './purchases.queries.ts'
import { say } from './words.ts'

/** What the supplier asks for, and what became of each. */
export function Invoices({ purchase }: { readonly purchase: Purchase }): ReactNode {
  const { role } = useSession()
  const money = useMoney()
  const [paying, setPaying] = useState<SupplierInvoice>()
  if (purchase.invoices.length === 0) return <p className="hint">{say('noInvoices')}</p>
  return (
    <>
      <SmallTable<SupplierInvoice>
        label={say('invoices')}
        asCards
        dataSource={purchase.invoices}
        rowKey="invoice"
        columns={[
          { key: 'number', title: say('invoiceNumber'), dataIndex: 'invoiceNumber' },
          { key: 'day', title: say('invoicedOn'), render: (_, { invoicedOn }) => sayDay(invoicedOn) },
          { key: 'amount', title: say('amount'), align: 'right', render: (_, { amountFen }) => money(amountFen) },
          { key: 'status', title: say('status'), render: (_, { status }) => say(`invoice.${status}`) },
          {
            ...{ key: 'payment', title: say('payment') },
            render: (_, invoice) =>
              invoice.payment === undefined ? (
                role === 'officer' && (
                  <Button size="small" onClick={() => setPaying(invoice)}>
                    {say('pay')}
                  </Button>
                )
              ) : (
                <Link to="/desk/settlement/payments/$payment" params={{ payment: invoice.payment }}>
                  {say('seePayment')}
                </Link>
              ),
          },
        ]}
      />
      {paying && <PayDrawer purchase={purchase} invoice={paying} onClose={() => setPaying(undefined)} />}
    </>
  )
}
