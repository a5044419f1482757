import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { formatYuan } from '@welfare/contracts/money.ts'
import { Button, Empty, Space, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import { DataTable } from '../../common/react/data-table.tsx'
import { useMoney } from '../../common/react/money.tsx'
import { useSession } from '../../common/react/session.tsx'
import { sayDay } from '../../common/shanghai.ts'
import { useWaitingCorrections } from '../approvals/approvals.queries.ts'
import { useBankAccountName } from '../bank-accounts/bank.queries.ts'
import { say as sayBank } from '../bank-accounts/words.ts'
import { Reading } from '../shell/reading.tsx'
import { CorrectionDrawer } from './correction-drawer.tsx'
import { type Donation, donationsQuery, type Fund } from './funds.queries.ts'
import { RefundDrawer } from './refund-drawer.tsx'
import { say } from './words.ts'

interface Opened {
  readonly act: 'refund' | 'correct'
  readonly donation: Donation
}

export function DonationsTab({ fund }: { readonly fund: Fund }): ReactNode {
  const { role } = useSession()
  const money = useMoney()
  const waits = useWaitingCorrections()
  const read = useQuery(donationsQuery(fund.id))
  const { data } = read
  const isOnAccounts = data?.some(({ bankAccount }) => bankAccount !== undefined) ?? false
  const accountOf = useBankAccountName({ isAsked: isOnAccounts })
  const [opened, setOpened] = useState<Opened>()
  const close = () => setOpened(undefined)
  if (!data) return <Reading of={read} />
  if (data.length === 0) return <Empty description={say('donationsNone')} />
  return (
    <>
      <DataTable<Donation>
        name={`${fund.name} ${say('donations')}`}
        rows={[...data].reverse()}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'day',
            title: say('day'),
            text: ({ receivedOn }) => sayDay(receivedOn),
            order: ({ receivedOn }) => receivedOn,
          },
          {
            key: 'receipt',
            title: say('receiptNumber'),
            text: ({ receiptNumber }) => receiptNumber,
            render: ({ id, receiptNumber }) =>
              role === 'administrator' ? (
                receiptNumber
              ) : (
                <Link to="/desk/audit/flow" search={{ fund: fund.id, donation: id }}>
                  {receiptNumber}
                </Link>
              ),
          },
          {
            key: 'donor',
            title: say('donors'),
            text: ({ donor }) => donorName(donor),
            order: ({ donor }) => donorName(donor),
          },
          {
            key: 'amount',
            title: say('amount'),
            text: ({ amountFen }) => money(amountFen),
            isMoney: true,
            order: ({ amountFen }) => amountFen,
            isFigure: true,
          },
          ...(isOnAccounts
            ? [
                {
                  key: 'account',
                  title: sayBank('account'),
                  text: ({ bankAccount }: Donation) => (bankAccount === undefined ? '' : accountOf(bankAccount)),
                },
              ]
            : []),
          { key: 'state', title: say('state'), text: sayState, render: (one) => <State donation={one} /> },
          ...(role === 'officer'
            ? [
                {
                  key: 'acts',
                  title: say('actions'),
                  text: ({ id }: Donation) => (waits(id) ? say('correctionWaits') : ''),
                  render: (donation: Donation) =>
                    waits(donation.id)
                      ? say('correctionWaits')
                      : donation.correctedBy === undefined && (
                          <Space className="not-on-paper">
                            <Button
                              size="small"
                              href={`/v1/printouts/gift.html?donation=${donation.id}`}
                              target="_blank"
                            >
                              {say('giftSheet')}
                            </Button>
                            <Button size="small" onClick={() => setOpened({ act: 'refund', donation })}>
                              {say('refund')}
                            </Button>
                            <Button size="small" danger onClick={() => setOpened({ act: 'correct', donation })}>
                              {say('correct')}
                            </Button>
                          </Space>
                        ),
                },
              ]
            : []),
        ]}
      />
      {opened?.act === 'refund' && <RefundDrawer donation={opened.donation} onClose={close} />}
      {opened?.act === 'correct' && <CorrectionDrawer donation={opened.donation} onClose={close} />}
    </>
  )
}

export function donorName(donor: Donation['donor']): string {
  return donor.kind === 'organisation' ? donor.name : say('individualShort')
}

function sayState({ correctedBy, correctedFrom, refundedFen }: Donation): string {
  if (correctedBy !== undefined) return say('corrected')
  const said = refundedFen > 0 ? say('refunded', { amount: formatYuan(refundedFen) }) : say('right')
  return correctedFrom === undefined ? said : `${say('correctedFrom')} ${said}`
}

function State({ donation }: { readonly donation: Donation }): ReactNode {
  return donation.correctedBy === undefined ? sayState(donation) : <Tag color="red">{say('corrected')}</Tag>
}
