import { useQuery } from '@tanstack/react-query'
import { formatYuan } from '@welfare/contracts/money.ts'
import { Button, Empty, Space, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import { Money } from '../../common/react/money.tsx'
import { useSession } from '../../common/react/session.tsx'
import { sayDay } from '../../common/shanghai.ts'
import { RegionTable } from '../parts/region-table.tsx'
import { Failure, Loading } from '../shell/states.tsx'
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
  const { data, error, refetch } = useQuery(donationsQuery(fund.id))
  const [opened, setOpened] = useState<Opened>()
  const close = () => setOpened(undefined)
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  if (data.length === 0) return <Empty description={say('donationsNone')} />
  return (
    <>
      <RegionTable<Donation>
        label={say('donations')}
        rowKey="id"
        dataSource={data.toReversed()}
        columns={[
          { title: say('day'), render: (_, { receivedOn }) => sayDay(receivedOn) },
          { title: say('receiptNumber'), dataIndex: 'receiptNumber' },
          { title: say('donors'), render: (_, { donor }) => donorName(donor) },
          { title: say('amount'), align: 'right', render: (_, { amountFen }) => <Money fen={amountFen} /> },
          { title: say('state'), render: (_, donation) => <State donation={donation} /> },
          ...(role === 'officer'
            ? [
                {
                  title: say('actions'),
                  render: (_: unknown, donation: Donation) =>
                    donation.correctedBy === undefined && (
                      <Space>
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

function State({ donation }: { readonly donation: Donation }): ReactNode {
  const { correctedBy, correctedFrom, refundedFen } = donation
  if (correctedBy !== undefined) return <Tag color="red">{say('corrected')}</Tag>
  return (
    <>
      {correctedFrom !== undefined && <Tag>{say('correctedFrom')}</Tag>}
      {refundedFen > 0 ? say('refunded', { amount: formatYuan(refundedFen) }) : say('right')}
    </>
  )
}
