import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { sumFen } from '@welfare/contracts/money.ts'
import { Button, Empty, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { Money, useMoneyUnit } from '../../common/react/money.tsx'
import { useSession } from '../../common/react/session.tsx'
import { useDivisionName } from '../parts/divisions.queries.ts'
import { RegionTable } from '../parts/region-table.tsx'
import { Failure, Loading } from '../shell/states.tsx'
import { type Fund, fundsQuery } from './funds.queries.ts'
import { OpenFundDrawer } from './open-fund-drawer.tsx'
import { say } from './words.ts'
import '../parts/parts.css'

export function FundsPage(): ReactNode {
  const { role } = useSession()
  const { unit } = useMoneyUnit()
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery(fundsQuery)
  const nameOf = useDivisionName(data?.map(({ division }) => division) ?? [])
  const [isOpening, setOpening] = useState(false)
  return (
    <>
      <Typography.Title level={1}>{say('funds')}</Typography.Title>
      {role === 'officer' && (
        <Button type="primary" onClick={() => setOpening(true)} style={{ marginBlockEnd: 12 }}>
          {say('open')}
        </Button>
      )}
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.length === 0 && <Empty description={say('none')} />}
      {data && data.length > 0 && (
        <RegionTable<Fund>
          label={say('funds')}
          rowKey="id"
          dataSource={data}
          caption={say('amountUnit', { unit: say(`unit.${unit}`) })}
          columns={[
            {
              title: say('name'),
              dataIndex: 'name',
              sorter: (a, b) => a.name.localeCompare(b.name, 'zh-CN'),
              render: (name, { id }) => (
                <Link to="/desk/funds/$fund" params={{ fund: id }}>
                  {name}
                </Link>
              ),
            },
            { title: say('funder'), render: (_, { funder }) => funder.name },
            { title: say('division'), render: (_, { division }) => nameOf(division) },
            amount('granted', 'grantedFen'),
            amount('available', 'availableFen'),
          ]}
          footer={() => (
            <>
              {say('sum')} {say('granted')} <Money fen={sumFen(data.map(({ grantedFen }) => grantedFen))} /> ·{' '}
              {say('available')} <Money fen={sumFen(data.map(({ availableFen }) => availableFen))} />
            </>
          )}
        />
      )}
      {isOpening && (
        <OpenFundDrawer
          onClose={(fund) => {
            setOpening(false)
            if (fund) void navigate({ to: '/desk/funds/$fund', params: { fund } })
          }}
        />
      )}
    </>
  )
}

function amount(word: 'granted' | 'available', field: 'grantedFen' | 'availableFen') {
  return {
    title: say(word),
    align: 'right' as const,
    sorter: (a: Fund, b: Fund) => a[field] - b[field],
    render: (_: unknown, fund: Fund) => <Money fen={fund[field]} />,
  }
}
