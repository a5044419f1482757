import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Form, Space } from 'antd'
import { type ReactNode, useState } from 'react'
import { DataTable } from '../../../common/react/data-table.tsx'
import { useMoney, useMoneyUnit } from '../../../common/react/money.tsx'
import { useSession } from '../../../common/react/session.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { useBankAccountName } from '../../bank-accounts/bank.queries.ts'
import { usePayerName } from '../../bank-accounts/payers/payers.queries.ts'
import { useMerchantNames } from '../../parts/directory.queries.ts'
import { Choice } from '../../reports/filters.tsx'
import { pick, useReportSearch } from '../../reports/search.ts'
import { Reading } from '../../shell/reading.tsx'
import { type Payment, paymentEnds, paymentStatuses, paymentsQuery } from '../settlement.queries.ts'
import { SettlementFrame } from '../settlement-frame.tsx'
import { MerchantChoice } from '../statements/statement-filters.tsx'
import { say } from '../words.ts'
import { payeeOf } from './payee.tsx'
import { type Act, actsOf, PaymentActForm } from './payment-acts.tsx'
import { PaymentFileDrawer } from './payment-file-drawer.tsx'
import { PaymentStatus, sayPaymentStatus } from './payment-status.tsx'
import { PrepareDrawer } from './prepare-drawer.tsx'
import { ResultsDrawer } from './results-drawer.tsx'

const standing = paymentStatuses.filter((status) => status !== 'ended')
const acts = ['prepare', 'writeFile', 'readResults'] as const

/** What goes on with a payment from the list. */
const forward: readonly Act[] = ['writeFile', 'sendByHand', 'result']

export function PaymentsPage(): ReactNode {
  const { role } = useSession()
  const [search] = useReportSearch()
  const status = standing.find((one) => one === search.status)
  const ended = paymentEnds.find((one) => one === search.status)
  const pages = useInfiniteQuery(
    paymentsQuery({ ...pick(search, 'merchant'), ...(status && { status }), ...(ended && { ended }) }),
  )
  const { data } = pages
  const { unit } = useMoneyUnit()
  const money = useMoney()
  const rows = data?.pages.flatMap(({ items }) => items) ?? []
  const nameOf = useMerchantNames(rows.map(({ merchant }) => merchant))
  const isOnAccounts = rows.some(({ bankAccount }) => bankAccount !== undefined)
  const isOfPayers = rows.some(({ payer }) => payer !== undefined)
  const accountOf = useBankAccountName({ isAsked: isOnAccounts })
  const payerOf = usePayerName({ isAsked: isOfPayers })
  const [opened, setOpened] = useState<(typeof acts)[number]>()
  // As it was when its form was opened.
  const [acting, setActing] = useState<{ readonly act: Act; readonly payment: Payment }>()
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
          options={[
            ...standing.map((value) => ({ value, label: say(`payment.${value}`) })),
            ...paymentEnds.map((value) => ({ value, label: say(`ended.${value}`) })),
          ]}
        />
      </Form>
      <Reading of={pages} />
      {data && (
        <>
          <p className="hint">{say('amountUnit', { unit: say(`unit.${unit}`) })}</p>
          <DataTable<Payment>
            name={say('payments')}
            rows={rows}
            pages={pages}
            rowKey={({ id }) => id}
            empty={say(role === 'officer' ? 'noPaymentsHow' : 'noPayments')}
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
              {
                key: 'payee',
                title: say('lastDigits'),
                text: (payment) => `**** ${payeeOf(payment).lastDigits}`,
                order: (payment) => payeeOf(payment).lastDigits,
              },
              ...(isOnAccounts || isOfPayers
                ? [
                    {
                      key: 'account',
                      title: say('payFrom'),
                      text: ({ bankAccount, payer }: Payment) =>
                        payer ? payerOf(payer) : bankAccount === undefined ? '' : accountOf(bankAccount),
                    },
                  ]
                : []),
              {
                key: 'status',
                title: say('status'),
                text: sayPaymentStatus,
                order: (payment) => paymentStatuses.indexOf(payment.status),
                render: (payment) => <PaymentStatus payment={payment} />,
              },
              {
                key: 'parts',
                title: say('partsCount'),
                text: ({ parts }) => String(parts.length),
                order: ({ parts }) => parts.length,
                isFigure: true,
              },
              {
                key: 'total',
                title: say('amount'),
                text: ({ totalFen }) => money(totalFen),
                isMoney: true,
                order: ({ totalFen }) => totalFen,
                isFigure: true,
              },
              {
                key: 'paidOn',
                title: say('paidOnTitle'),
                text: ({ paidOn }) => (paidOn === undefined ? '' : sayDay(paidOn)),
                order: ({ paidOn = '' }) => paidOn,
              },
              ...(role === 'officer'
                ? [
                    {
                      ...{ key: 'acts', title: say('acts'), isAct: true, text: () => '' },
                      render: (payment: Payment) => (
                        <Space wrap>
                          {actsOf(payment)
                            .filter((act) => forward.includes(act))
                            .map((act) => (
                              <Button key={act} size="small" onClick={() => setActing({ act, payment })}>
                                {say(act)}
                              </Button>
                            ))}
                        </Space>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        </>
      )}
      {acting && <PaymentActForm {...acting} onClose={() => setActing(undefined)} />}
      {opened === 'prepare' && (
        <PrepareDrawer {...(search.merchant && { merchant: search.merchant })} onClose={close} />
      )}
      {opened === 'writeFile' && <PaymentFileDrawer onClose={close} />}
      {opened === 'readResults' && <ResultsDrawer onClose={close} />}
    </SettlementFrame>
  )
}
