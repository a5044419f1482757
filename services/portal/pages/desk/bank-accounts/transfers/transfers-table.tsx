import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Space, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import { DataTable } from '../../../common/react/data-table.tsx'
import { useMoney } from '../../../common/react/money.tsx'
import { useSession } from '../../../common/react/session.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { fundsQuery } from '../../funds/funds.queries.ts'
import { isOwn } from '../account-need.ts'
import { bankAccountsQuery, type Transfer, useBankAccountName } from '../bank.queries.ts'
import { say as sayBank } from '../words.ts'
import { EndTransferDrawer } from './end-transfer-drawer.tsx'
import { say } from './words.ts'

const ends = ['arrive', 'comeBack'] as const

/** @param isOfMany of more than one fund */
export function TransfersTable({
  transfers,
  name,
  isOfMany = false,
}: {
  readonly transfers: readonly Transfer[]
  readonly name: string
  readonly isOfMany?: boolean
}): ReactNode {
  const isOfficer = useSession().role === 'officer'
  const money = useMoney()
  const accountOf = useBankAccountName()
  const { data: funds } = useQuery({ ...fundsQuery, enabled: isOfMany || isOfficer })
  const { data: accounts } = useQuery(bankAccountsQuery)
  const isOwnFund = (fund: string) => funds?.some(({ id }) => id === fund) === true
  /** Its arrival is entered by the union that receives it, its coming back by the one whose money it is. */
  const mayEnd = ({ fund, to }: Transfer, act: (typeof ends)[number]) =>
    act === 'arrive' ? accounts?.some((account) => account.id === to && isOwn(account)) : isOwnFund(fund)
  const [opened, setOpened] = useState<{ readonly act: (typeof ends)[number]; readonly transfer: Transfer }>()
  return (
    <>
      <DataTable<Transfer>
        name={name}
        rows={[...transfers].reverse()}
        rowKey={({ id }) => id}
        empty={say(isOfMany ? 'underWayNone' : 'transfersNone')}
        columns={[
          {
            key: 'sentOn',
            title: say('sentOnTitle'),
            text: ({ sentOn }) => sayDay(sentOn),
            order: ({ sentOn }) => sentOn,
          },
          ...(isOfMany
            ? [
                {
                  key: 'fund',
                  title: sayBank('fund'),
                  text: ({ fundName }: Transfer) => fundName,
                  render: ({ fund, fundName }: Transfer) =>
                    isOwnFund(fund) ? (
                      <Link to="/desk/funds/$fund" params={{ fund }}>
                        {fundName}
                      </Link>
                    ) : (
                      fundName
                    ),
                },
              ]
            : []),
          { key: 'from', title: say('from'), text: ({ from }) => accountOf(from) },
          { key: 'to', title: say('to'), text: ({ to }) => accountOf(to) },
          {
            key: 'amount',
            title: sayBank('amount'),
            text: ({ amountFen }) => money(amountFen),
            order: ({ amountFen }) => amountFen,
            isFigure: true,
          },
          { key: 'reference', title: sayBank('reference'), text: ({ reference = '' }) => reference },
          {
            key: 'state',
            title: sayBank('state'),
            text: ({ status }) => say(`transfer.${status}`),
            order: ({ status }) => status,
            render: ({ status }) => (
              <Tag color={status === 'sent' ? 'warning' : 'default'}>{say(`transfer.${status}`)}</Tag>
            ),
          },
          ...(isOfMany
            ? []
            : [
                {
                  key: 'endedOn',
                  title: say('endedOnTitle'),
                  text: ({ endedOn }: Transfer) => (endedOn === undefined ? '' : sayDay(endedOn)),
                },
              ]),
          ...(isOfficer
            ? [
                {
                  key: 'acts',
                  title: sayBank('actions'),
                  isAct: true,
                  text: () => '',
                  render: (transfer: Transfer) =>
                    transfer.status === 'sent' && (
                      <Space>
                        {ends
                          .filter((act) => mayEnd(transfer, act))
                          .map((act) => (
                            <Button key={act} size="small" onClick={() => setOpened({ act, transfer })}>
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
      {opened && <EndTransferDrawer {...opened} onClose={() => setOpened(undefined)} />}
    </>
  )
}
