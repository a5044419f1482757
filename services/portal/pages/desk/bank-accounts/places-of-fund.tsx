import { useQuery } from '@tanstack/react-query'
import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { Button, Space, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { Money } from '../../common/react/money.tsx'
import { useSession } from '../../common/react/session.tsx'
import { SmallTable } from '../parts/small-table.tsx'
import { Reading } from '../shell/reading.tsx'
import { AssignDrawer } from './assign-drawer.tsx'
import {
  bankAccountsQuery,
  bankMoneyQuery,
  type MoneyOfFund,
  transfersQuery,
  useBankAccountName,
} from './bank.queries.ts'
import { GrantsTable } from './payers/grants-table.tsx'
import { usePayerName } from './payers/payers.queries.ts'
import { TransferDrawer } from './transfers/transfer-drawer.tsx'
import { TransfersTable } from './transfers/transfers-table.tsx'
import { say } from './words.ts'

/**
 * Where the fund's money lies: on which account, on none, or on its way; and what of it payments hold. Nothing where no union has registered an
 * account.
 */
export function PlacesOfFund({ fund, name }: { readonly fund: string; readonly name: string }): ReactNode {
  const accounts = useQuery(bankAccountsQuery)
  const money = useQuery(bankMoneyQuery({ fund }))
  const [of] = money.data ?? []
  if (accounts.data?.length === 0 && !of?.quota) return null
  return (
    <>
      <Typography.Title level={2}>{say('places')}</Typography.Title>
      <Reading of={[accounts, money]} />
      {of && <Places money={of} name={name} />}
    </>
  )
}

function Places({ money, name }: { readonly money: MoneyOfFund; readonly name: string }): ReactNode {
  const isOfficer = useSession().role === 'officer'
  const transfers = useQuery(transfersQuery(money.fund))
  const [opened, setOpened] = useState<'assign' | 'transfer'>()
  const close = () => setOpened(undefined)
  const { status } = money
  return (
    <>
      {status !== 'on-accounts' && <p>{say(`status.${status}`)}</p>}
      {isOfficer && status !== 'nothing-yet' && status !== 'by-payer' && (
        <Space wrap className="not-on-paper" style={{ marginBlockEnd: 12 }}>
          {status === 'on-none' && <Button onClick={() => setOpened('assign')}>{say('assign')}</Button>}
          {status === 'on-accounts' && <Button onClick={() => setOpened('transfer')}>{say('transfer')}</Button>}
        </Space>
      )}
      {status !== 'nothing-yet' && <Sums money={money} />}
      {money.quota && <GrantsTable fund={money.fund} name={name} />}
      <Reading of={transfers} />
      {transfers.data && transfers.data.length > 0 && (
        <>
          <Typography.Title level={3}>{say('transfers')}</Typography.Title>
          <TransfersTable transfers={transfers.data} name={`${name} ${say('transfers')}`} />
        </>
      )}
      {opened === 'assign' && <AssignDrawer money={money} onClose={close} />}
      {opened === 'transfer' && <TransferDrawer money={money} onClose={close} />}
    </>
  )
}

interface Line {
  readonly key: string
  readonly where: string
  readonly balanceFen: number
  readonly heldFen?: number
  readonly suspenseFen?: number | undefined
}

function Sums({ money }: { readonly money: MoneyOfFund }): ReactNode {
  const { accounts, unassignedFen = 0, inTransitFen = 0, quota } = money
  const accountOf = useBankAccountName({ isAsked: quota === undefined })
  const payerOf = usePayerName({ isAsked: quota !== undefined })
  const onAccounts = sumFen(accounts.map(({ balanceFen }) => balanceFen))
  const lines: Line[] = quota
    ? [{ key: quota.payer, where: payerOf(quota.payer), balanceFen: quota.balanceFen, heldFen: quota.heldFen }]
    : [
        ...accounts.map(({ bankAccount, ...lying }) => ({ key: bankAccount, where: accountOf(bankAccount), ...lying })),
        ...(unassignedFen === 0 ? [] : [{ key: 'none', where: say('unassigned'), balanceFen: unassignedFen }]),
        ...(inTransitFen === 0 ? [] : [{ key: 'transit', where: say('inTransit'), balanceFen: inTransitFen }]),
        { key: 'all', where: say('inAll'), balanceFen: addFen(onAccounts, addFen(unassignedFen, inTransitFen)) },
      ]
  const figure = (fen: number | undefined) => (fen === undefined ? '' : <Money fen={fen} />)
  return (
    <>
      {(accounts.length > 0 || quota) && <p className="hint">{say('heldHint')}</p>}
      <SmallTable<Line>
        label={say('places')}
        rowKey="key"
        dataSource={lines}
        columns={[
          { title: say(quota ? 'payer' : 'account'), dataIndex: 'where' },
          { title: say('balance'), align: 'right', render: (_, { balanceFen }) => figure(balanceFen) },
          { title: say('held'), align: 'right', render: (_, { heldFen }) => figure(heldFen) },
          {
            title: say('free'),
            align: 'right',
            render: (_, { balanceFen, heldFen, suspenseFen = 0 }) =>
              figure(heldFen === undefined ? undefined : subtractFen(balanceFen, addFen(heldFen, suspenseFen))),
          },
        ]}
      />
    </>
  )
}
