import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Empty, Typography } from 'antd'
import type { ReactNode } from 'react'
import { mark } from '../../common/punctuation.ts'
import { Money, useMoneyUnit } from '../../common/react/money.tsx'
import { useSession } from '../../common/react/session.tsx'
import { RegionTable } from '../parts/region-table.tsx'
import type { Programme } from '../shell/programme-choice.tsx'
import { Failure, Loading } from '../shell/states.tsx'
import { type Issuance, issuancesQuery, type Round } from './issue.queries.ts'
import { say } from './words.ts'

export function LastIssuances({
  programme,
  rounds,
}: {
  readonly programme: Programme
  readonly rounds: readonly Round[]
}): ReactNode {
  const { data, error, refetch } = useQuery(issuancesQuery(programme.id))
  const { unit } = useMoneyUnit()
  const { role } = useSession()
  const windowName = (key: string) => programme.rules.windows.find(({ window }) => window === key)?.name ?? key
  return (
    <section>
      <Typography.Title level={2}>{say('issuances')}</Typography.Title>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && <Empty description={say('noIssuance')} />}
      {data && data.items.length > 0 && (
        <RegionTable<Issuance>
          label={say('issuances')}
          rowKey="id"
          pagination={{ pageSize: 20, hideOnSinglePage: true }}
          dataSource={[...data.items].reverse()}
          columns={[
            {
              title: say('round'),
              dataIndex: 'round',
              render: (id: string) => rounds.find((round) => round.id === id)?.name ?? '…',
            },
            {
              title: say('windows'),
              dataIndex: 'windows',
              render: (keys: string[]) => keys.map(windowName).join(mark('list')),
            },
            { title: say('people'), dataIndex: 'workers', align: 'right', className: 'figure' },
            {
              title: `${say('amount')} (${say(unit)})`,
              dataIndex: 'totalFen',
              align: 'right',
              render: (fen: number) => <Money fen={fen} />,
            },
            {
              title: say('state'),
              dataIndex: 'status',
              render: (status: string) => (
                <>
                  {stateOf(status)}{' '}
                  {role === 'officer' && status === 'completed' && (
                    <Link to="/desk/cards" search={{ programme: programme.id }}>
                      {say('printCards')}
                    </Link>
                  )}
                </>
              ),
            },
          ]}
        />
      )}
    </section>
  )
}

/** A stage of a batch as its officer calls it. */
function stateOf(status: string): string {
  if (status === 'completed') return say('stateDone')
  if (status === 'proposed' || status === 'reserved') return say('stateProposed')
  if (status === 'refused') return say('stateRefused')
  if (status === 'withdrawn') return say('stateWithdrawn')
  return say('stateRunning')
}
