import { useQuery } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { DayInput } from '../../parts/day-input.tsx'
import { previewOf } from '../../parts/preview.ts'
import { YuanInput } from '../../parts/yuan-input.tsx'
import { useToday } from '../../shell/simulated-date.tsx'
import { useAmount } from '../../shell/use-amount.ts'
import { freeFen, isOwn } from '../account-need.ts'
import { bankAccountsQuery, isOpen, type MoneyOfFund, sayBankAccount } from '../bank.queries.ts'
import { say as sayBank } from '../words.ts'
import { say } from './words.ts'

interface Typed {
  readonly from: string
  readonly to: string
  readonly amountFen: number
  readonly reference: string
  readonly sentOn: string
  readonly lateReason: string
}
type Body = BodyOf<'sendBankTransfer'>

/** Money of the fund leaves one account for another; another person always approves. */
export function TransferDrawer({
  money,
  onClose,
}: {
  readonly money: MoneyOfFund
  readonly onClose: () => void
}): ReactNode {
  const { fund } = money
  const today = useToday()
  const amount = useAmount()
  const { data: accounts = [] } = useQuery(bankAccountsQuery)
  const ask = (body: Body, key: string, dryRun: boolean) =>
    api.POST('/v1/funds/{id}/transfers', {
      body,
      params: { path: { id: fund }, query: dryRun ? { dryRun } : {}, header: { 'Idempotency-Key': key } },
    })
  const there = (id: string) => freeFen({ money: [money] }, fund, id)
  const sources = accounts.filter((account) => isOwn(account) && there(account.id) > 0)
  const [only] = sources.length === 1 ? sources : []
  return (
    <ActDrawer<Typed, Body, object>
      title={sayBank('transfer')}
      form={`transfer.${fund}`}
      empty={only ? { from: only.id } : {}}
      toBody={toBody}
      preview={(body, key) => previewOf(ask(body, key, true))}
      send={(body, key) => answerOf(ask(body, key, false))}
      submit={sayBank('transfer')}
      done={say('transferSent')}
      onClose={() => onClose()}
    >
      {(_, { from, sentOn }) => (
        <>
          <p className="hint">{say('transferWhat')}</p>
          <Form.Item name="from" label={say('from')} rules={[{ required: true, message: say('fromMissing') }]}>
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              options={sources.map((account) => ({
                value: account.id,
                label: sayBank('has', { account: sayBankAccount(account), amount: amount(there(account.id)) }),
              }))}
            />
          </Form.Item>
          <Form.Item name="to" label={say('to')} rules={[{ required: true, message: say('toMissing') }]}>
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              options={accounts
                .filter((account) => account.id !== from && isOpen(account))
                .map((account) => ({ value: account.id, label: sayBankAccount(account) }))}
            />
          </Form.Item>
          <Form.Item
            name="amountFen"
            label={sayBank('amount')}
            dependencies={['from']}
            rules={[
              { required: true, message: sayBank('amountMissing') },
              {
                validator: (__, fen?: number) =>
                  from === undefined || fen === undefined || fen <= there(from)
                    ? Promise.resolve()
                    : Promise.reject(new Error(say('tooMuch', { there: amount(there(from)) }))),
              },
            ]}
          >
            <YuanInput />
          </Form.Item>
          <Form.Item name="reference" label={sayBank('reference')}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="sentOn" label={say('sentOn')}>
            <DayInput max={today} />
          </Form.Item>
          {sentOn && sentOn !== today && (
            <Form.Item name="lateReason" label={sayBank('lateReason')}>
              <Input maxLength={200} />
            </Form.Item>
          )}
        </>
      )}
    </ActDrawer>
  )
}

function toBody({ from, to, amountFen, reference, sentOn, lateReason }: Partial<Typed>): Body | undefined {
  if (!from || !to || from === to || !amountFen) return undefined
  return {
    ...{ from, to, amountFen },
    ...(reference?.trim() && { reference: reference.trim() }),
    ...(sentOn && { sentOn }),
    ...(lateReason?.trim() && { lateEntry: { reason: lateReason.trim() } }),
  }
}
