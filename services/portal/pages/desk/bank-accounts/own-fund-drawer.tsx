import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Form, Select } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { fundsQuery } from '../funds/funds.queries.ts'
import { ActDrawer } from '../parts/act-drawer.tsx'
import { type BankAccount, sayBankAccount } from './bank.queries.ts'
import { say } from './words.ts'

type Body = BodyOf<'setBankAccountOwnFund'>

/** Which fund is the union's own money on the account. */
export function OwnFundDrawer({
  account,
  onClose,
}: {
  readonly account: BankAccount
  readonly onClose: () => void
}): ReactNode {
  const { data = [] } = useQuery(fundsQuery)
  const offered = data.filter(({ division }) => division === account.division)
  return (
    <ActDrawer<Body, Body, object>
      title={say('setOwnFund')}
      form={`own-fund.${account.id}`}
      empty={account.ownFund === undefined ? {} : { fund: account.ownFund }}
      toBody={({ fund }) => (fund === undefined || fund === account.ownFund ? undefined : { fund })}
      send={(body, key) => {
        const params = { path: { id: account.id }, header: { 'Idempotency-Key': key } }
        return answerOf(api.POST('/v1/bank-accounts/{id}/own-fund', { body, params }))
      }}
      submit={say('setOwnFund')}
      done={say('ownFundSet')}
      onClose={() => onClose()}
    >
      <p className="hint">{say('ownFundWhat')}</p>
      <p>{sayBankAccount(account)}</p>
      <Form.Item
        name="fund"
        label={say('ownFund')}
        {...(offered.length === 0 && { extra: <Link to="/desk/funds">{say('ownFundNone')}</Link> })}
        rules={[{ required: true, message: say('ownFundMissing') }]}
      >
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={offered.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
    </ActDrawer>
  )
}
