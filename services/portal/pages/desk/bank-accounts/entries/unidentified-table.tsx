import { useQuery } from '@tanstack/react-query'
import { Button, Space, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { DataTable } from '../../../common/react/data-table.tsx'
import { useMoney } from '../../../common/react/money.tsx'
import { useSession } from '../../../common/react/session.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { Reading } from '../../shell/reading.tsx'
import { type Unidentified, unidentifiedQuery, useBankAccountName } from '../bank.queries.ts'
import { say as sayBank } from '../words.ts'
import { type BankEntry, CorrectEntryDrawer } from './correct-entry-drawer.tsx'
import { IdentifyDrawer } from './identify-drawer.tsx'
import { say } from './words.ts'

/** What came to accounts and nobody knows yet. */
export function UnidentifiedTable(): ReactNode {
  const read = useQuery(unidentifiedQuery)
  const money = useMoney()
  const accountOf = useBankAccountName()
  const isOfficer = useSession().role === 'officer'
  const [opened, setOpened] = useState<Unidentified>()
  const [wrong, setWrong] = useState<BankEntry>()
  return (
    <>
      <Typography.Title level={2}>{say('unidentified')}</Typography.Title>
      <Reading of={read} />
      {read.data && (
        <DataTable<Unidentified>
          name={say('unidentified')}
          rows={read.data}
          rowKey={({ id }) => id}
          empty={say('unidentifiedNone')}
          columns={[
            {
              key: 'receivedOn',
              title: say('receivedOnTitle'),
              text: ({ receivedOn }) => sayDay(receivedOn),
              order: ({ receivedOn }) => receivedOn,
            },
            { key: 'account', title: sayBank('account'), text: ({ bankAccount }) => accountOf(bankAccount) },
            {
              key: 'amount',
              title: sayBank('amount'),
              text: ({ amountFen }) => money(amountFen),
              order: ({ amountFen }) => amountFen,
              isFigure: true,
            },
            { key: 'reference', title: say('entryReference'), text: ({ reference = '' }) => reference },
            { key: 'payer', title: say('payerLastDigits'), text: ({ payerLastDigits = '' }) => payerLastDigits },
            ...(isOfficer
              ? [
                  {
                    key: 'acts',
                    title: sayBank('actions'),
                    text: () => '',
                    render: (receipt: Unidentified) => (
                      <Space wrap>
                        <Button size="small" onClick={() => setOpened(receipt)}>
                          {say('identify')}
                        </Button>
                        <Button size="small" onClick={() => setWrong({ ...receipt, type: 'UnidentifiedReceived' })}>
                          {say('correct')}
                        </Button>
                      </Space>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {opened && <IdentifyDrawer receipt={opened} onClose={() => setOpened(undefined)} />}
      {wrong && <CorrectEntryDrawer entry={wrong} onClose={() => setWrong(undefined)} />}
    </>
  )
}
