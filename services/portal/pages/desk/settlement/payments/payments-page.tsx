import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Form, Space } from 'antd'
import { type ReactNode, useState } from 'react'
import { DataTable } from '../../../common/react/data-table.tsx'
import { useMoney, useMoneyUnit } from '../../../common/react/money.tsx'
import { useSession } from '../../../common/react/session.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { useNames } from '../../parts/directory.queries.ts'
import { Choice } from '../../reports/filters.tsx'
import { pick, useReportSearch } from '../../reports/search.ts'
import { Failure, Loading } from '../../shell/states.tsx'
import { type Payment, paymentStatuses, paymentsQuery } from '../settlement.queries.ts'
import { SettlementFrame } from '../settlement-frame.tsx'
import { MerchantChoice } from '../statements/statement-filters.tsx'
import { say } from '../words.ts'
import { payeeOf } from './payee.tsx'
import { PaymentFileDrawer } from './payment-file-drawer.tsx'
import { PaymentStatus } from './payment-status.tsx'
import { PrepareDrawer } from './prepare-drawer.tsx'
import { ResultsDrawer } from './results-drawer.tsx'

const acts = ['prepare', 'writeFile', 'readResults'] as const

export function PaymentsPage(): ReactNode {
  const { role } = useSession()
  const [search] = useReportSearch()
  const status = paymentStatuses.find((one) => one === search.status)
  const pages = useInfiniteQuery(paymentsQuery({ ...pick(search, 'merchant'), ...(status && { status }) }))
  const { data, error, refetch } = pages
  const { unit } = useMoneyUnit()
  const money = useMoney()
  const nameOf = useNames()
  const [opened, setOpened] = useState<(typeof acts)[number]>()
  const close = () => setOpened(undefined)
  return (
    <SettlementFrame title={say('payments')}>
      {role === 'officer' && (
        <Space wrap className="not-on-paper" style={{ marginBlockEnd: 12 }}>
          {acts.map((act, at) => (
            <Button key={act} type={at === 0 ? 'primary' : 'default'} onClick={() => setOpened(act)}>
              {say(act)}
            </Button>
          ))}
        </Space>
      )}
      <Form layout="inline" className="report-filters not-on-paper">
        <MerchantChoice />
        <Choice
          name="status"
          label={say('status')}
          options={paymentStatuses.map((value) => ({ value, label: say(`payment.${value}`) }))}
        />
      </Form>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <>
          <p className="hint">{say('amountUnit', { unit: say(`unit.${unit}`) })}</p>
          <DataTable<Payment>
            name={say('payments')}
            rows={data.pages.flatMap(({ items }) => items)}
            pages={pages}
            rowKey={({ id }) => id}
            empty={say('noPayments')}
            columns={[
              {
                key: 'reference',
                title: say('reference'),
                text: ({ reference }) => reference,
                order: ({ reference }) => reference,
                render: ({ id, reference }) => (
                  <Link to="/desk/settlement/payments/$payment" params={{ payment: id }}>
                    {reference}
                  </Link>
                ),
              },
              {
                key: 'merchant',
                title: say('merchant'),
                text: ({ merchant }) => nameOf(merchant),
                order: ({ merchant }) => nameOf(merchant),
              },
              { key: 'payee', title: say('lastDigits'), text: (payment) => `**** ${payeeOf(payment).lastDigits}` },
              {
                key: 'status',
                title: say('status'),
                text: (payment) => say(`payment.${payment.status}`),
                order: (payment) => paymentStatuses.indexOf(payment.status),
                render: (payment) => <PaymentStatus status={payment.status} />,
              },
              {
                key: 'parts',
                title: say('partsCount'),
                text: ({ parts }) => String(parts.length),
                isFigure: true,
              },
              {
                key: 'total',
                title: say('amount'),
                text: ({ totalFen }) => money(totalFen),
                order: ({ totalFen }) => totalFen,
                isFigure: true,
              },
              {
                key: 'paidOn',
                title: say('paidOnTitle'),
                text: ({ paidOn }) => (paidOn === undefined ? '' : sayDay(paidOn)),
                order: ({ paidOn = '' }) => paidOn,
              },
            ]}
          />
        </>
      )}
      {opened === 'prepare' && (
        <PrepareDrawer {...(search.merchant && { merchant: search.merchant })} onClose={close} />
      )}
      {opened === 'writeFile' && <PaymentFileDrawer onClose={close} />}
      {opened === 'readResults' && <ResultsDrawer onClose={close} />}
    </SettlementFrame>
  )
}
