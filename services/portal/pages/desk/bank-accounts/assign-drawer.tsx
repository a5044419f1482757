import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Form, Select } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { ProblemError } from '../../common/api/problem.ts'
import { ActDrawer } from '../parts/act-drawer.tsx'
import { paymentQuery } from '../settlement/settlement.queries.ts'
import { Failure } from '../shell/states.tsx'
import { isOwn } from './account-need.ts'
import { bankAccountsQuery, isOpen, type MoneyOfFund, sayBankAccount } from './bank.queries.ts'
import { move } from './transfers/end-transfer-drawer.tsx'
import { say } from './words.ts'

type Body = BodyOf<'assignBankBalance'>

/** On which account it lies that was recorded on none; once. */
export function AssignDrawer({
  money: { fund, unassignedFen = 0 },
  onClose,
}: {
  readonly money: MoneyOfFund
  readonly onClose: () => void
}): ReactNode {
  const { data = [] } = useQuery(bankAccountsQuery)
  const own = data.filter((account) => isOwn(account) && isOpen(account))
  const [only] = own.length === 1 ? own : []
  return (
    <ActDrawer<Body, Body, object>
      title={say('assign')}
      form={`assign-bank-balance.${fund}`}
      empty={only ? { bankAccount: only.id } : {}}
      toBody={({ bankAccount }) => (bankAccount ? { bankAccount } : undefined)}
      preview={async ({ bankAccount }) => ({
        moves:
          unassignedFen > 0 ? [move(fund, 'bank', -unassignedFen), move(fund, 'bank', unassignedFen, bankAccount)] : [],
        needsApproval: false,
        because: [],
      })}
      send={(body, key) => {
        const params = { path: { id: fund }, header: { 'Idempotency-Key': key } }
        return answerOf(api.POST('/v1/funds/{id}/bank-balance', { body, params }))
      }}
      refusedAs={({ error }) => <Refused error={error} />}
      submit={say('assign')}
      done={say('assigned')}
      onClose={() => onClose()}
    >
      <p className="hint">{say('assignWhat')}</p>
      <Form.Item
        name="bankAccount"
        label={say('assignTo')}
        {...(own.length === 0 && { extra: <Link to="/desk/funds/accounts">{say('noOwn')}</Link> })}
        rules={[{ required: true, message: say('accountMissing') }]}
      >
        <Select options={own.map((account) => ({ value: account.id, label: sayBankAccount(account) }))} />
      </Form.Item>
    </ActDrawer>
  )
}

function Refused({ error }: { readonly error: Error }): ReactNode {
  const payments =
    error instanceof ProblemError && error.code === 'payments-without-account-open' && error.problem.payments
  if (!Array.isArray(payments)) return <Failure error={error} />
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={say('paymentsOpen')}
      description={
        <>
          <ul>
            {payments.map(String).map((payment) => (
              <li key={payment}>
                <ToPayment payment={payment} />
              </li>
            ))}
          </ul>
          {say('paymentsOpenHow')}
        </>
      }
    />
  )
}

function ToPayment({ payment }: { readonly payment: string }): ReactNode {
  const { data } = useQuery(paymentQuery(payment))
  return (
    <Link to="/desk/settlement/payments/$payment" params={{ payment }}>
      {data?.reference ?? payment}
    </Link>
  )
}
