import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Empty } from 'antd'
import { type ReactNode, useState } from 'react'
import type { AnswerOf } from '../../common/api/client.ts'
import { showInstant } from '../../common/shanghai.ts'
import { accountOf } from '../approvals/proposals.ts'
import { usePower } from '../parts/powers.queries.ts'
import { SmallTable } from '../parts/small-table.tsx'
import { Reading } from '../shell/reading.tsx'
import { type Merchant, type Payee, payeeQuery } from './merchants.queries.ts'
import { PayeeForm } from './payee-form.tsx'
import { say } from './words.ts'

/** Where the merchant is paid to, masked, and what it was before. */
export function PayeeTab({ merchant }: { readonly merchant: Merchant }): ReactNode {
  const power = usePower('setPayee')
  const read = useQuery(payeeQuery(merchant.id))
  const { data } = read
  const [isSetting, setSetting] = useState(false)
  if (!data) return <Reading of={read} />
  const isNew = data.versions.length === 0
  return (
    <>
      <PayeeWarnings warnings={data.warnings} />
      {isSetting ? (
        <PayeeForm merchant={merchant} onClose={() => setSetting(false)} />
      ) : (
        power?.kind === 'may' && (
          <Button style={{ marginBlockEnd: 12 }} onClick={() => setSetting(true)}>
            {say(isNew ? 'payeeSet' : 'payeeChange')}
          </Button>
        )
      )}
      {isNew && !isSetting && <Empty description={say('payeeNone')} />}
      {!isNew && (
        <SmallTable<Payee>
          label={say('payee')}
          rowKey="payeeVersion"
          dataSource={data.versions}
          columns={[
            { title: say('payeeVersion'), dataIndex: 'payeeVersion' },
            { title: say('payeeAccount'), render: (_, { lastDigits }) => `**** ${lastDigits}` },
            { title: say('payeeHolder'), render: (_, { holder }) => holder ?? say('payeeErased') },
            { title: say('payeeBank'), dataIndex: 'bank' },
            { title: say('creditCode'), dataIndex: 'creditCode' },
            {
              title: say('payeeSince'),
              render: (_, { setAt, setBy, approvedBy = '' }) =>
                say('payeeBy', { time: showInstant(setAt), maker: accountOf(setBy), approver: accountOf(approvedBy) }),
            },
          ]}
        />
      )}
    </>
  )
}

/** Worth a second look before money goes there. */
export function PayeeWarnings({ warnings }: Pick<AnswerOf<'readPayee'>, 'warnings'>): ReactNode {
  return warnings.map(({ code }) => <Alert key={code} type="warning" showIcon title={say(code)} />)
}
