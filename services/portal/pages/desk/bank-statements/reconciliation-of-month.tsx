import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Select, Space, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { useMoney, useMoneyUnit } from '../../common/react/money.tsx'
import { sayDay } from '../../common/shanghai.ts'
import { sayEventType } from '../parts/event-types.ts'
import { SmallTable } from '../parts/small-table.tsx'
import { Reading } from '../shell/reading.tsx'
import { monthsOf } from './months-of.ts'
import { SignMonth } from './sign-month.tsx'
import { type BankStatement, type Reconciliation, reconciliationQuery } from './statements.queries.ts'
import { say } from './words.ts'

/** 银行存款余额调节表, to be looked at, printed and taken away. */
export function ReconciliationOfMonth({
  account,
  statements,
}: {
  readonly account: string
  readonly statements: readonly BankStatement[]
}): ReactNode {
  const { unit } = useMoneyUnit()
  const months = monthsOf(statements)
  const [chosen, setMonth] = useState<string>()
  const month = chosen ?? months[0] ?? ''
  const read = useQuery(reconciliationQuery(account, month))
  const asked = new URLSearchParams({ bankAccount: account, month, unit })
  return (
    <section>
      <Typography.Title level={2}>{say('reconciliation')}</Typography.Title>
      <Space wrap className="not-on-paper" style={{ marginBlockEnd: 12 }}>
        <Select
          aria-label={say('month')}
          value={month}
          style={{ width: 120 }}
          options={months.map((one) => ({ value: one, label: one }))}
          onChange={setMonth}
        />
        <Button href={`/v1/printouts/bank-reconciliation.html?${asked}`} target="_blank">
          {say('paper')}
        </Button>
        <Button href={`/v1/printouts/bank-reconciliation.xlsx?${asked}`}>{say('sheet')}</Button>
        <Button href={`/v1/printouts/bank-reconciliation.csv?${asked}`}>{say('csv')}</Button>
      </Space>
      <Reading of={read} />
      {read.data && <Balances reconciliation={read.data} />}
      {read.data && <SignMonth answer={read.data} />}
    </section>
  )
}

interface Row {
  readonly key: string
  readonly item: string
  readonly day?: string
  readonly what?: string
  readonly amountFen: number
}

function Balances({ reconciliation }: { readonly reconciliation: Reconciliation }): ReactNode {
  const money = useMoney()
  const { status, statedUntil, differenceFen } = reconciliation
  return (
    <>
      <SmallTable<Row>
        label={say('reconciliation')}
        dataSource={rowsOf(reconciliation)}
        columns={[
          {
            title: say('item'),
            render: (_, { item, what }) => (what === undefined ? <strong>{item}</strong> : item),
          },
          { title: say('day'), render: (_, { day }) => day && sayDay(day) },
          { title: say('what'), dataIndex: 'what' },
          { title: say('amount'), align: 'right', className: 'figure', render: (_, one) => money(one.amountFen) },
        ]}
      />
      <Alert
        style={{ marginBlockStart: 12 }}
        showIcon
        type={status === 'agrees' ? 'success' : 'warning'}
        title={say(status, { difference: money(differenceFen), day: sayDay(statedUntil) })}
      />
    </>
  )
}

function rowsOf(answer: Reconciliation): Row[] {
  const balance = (key: 'booksFen' | 'adjustedBooksFen' | 'bankFen' | 'adjustedBankFen'): Row => ({
    ...{ key, item: say(key), amountFen: answer[key] },
  })
  const ofBank = (key: 'receivedByBank' | 'paidByBank'): Row[] =>
    answer[key].map(({ reference, day, amountFen }) => ({
      ...{ key: `bank ${reference}`, item: say(key), day, what: reference, amountFen },
    }))
  const inBooks = (key: 'receivedInBooks' | 'paidInBooks'): Row[] =>
    answer[key].map(({ event, day, type, amountFen }) => ({
      ...{ key: event, item: say(key), day, what: sayEventType(type), amountFen },
    }))
  return [
    ...[balance('booksFen'), ...ofBank('receivedByBank'), ...ofBank('paidByBank'), balance('adjustedBooksFen')],
    ...[balance('bankFen'), ...inBooks('receivedInBooks'), ...inBooks('paidInBooks'), balance('adjustedBankFen')],
  ]
}
