import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { DataTable } from '../../common/react/data-table.tsx'
import { useMoney, useMoneyUnit } from '../../common/react/money.tsx'
import { FundsFrame } from '../bank-accounts/funds-frame.tsx'
import { useDivisionName } from '../parts/divisions.queries.ts'
import { NoneYet } from '../parts/none-yet.tsx'
import { usePower } from '../parts/powers.queries.ts'
import { Reading } from '../shell/reading.tsx'
import { type Fund, fundsQuery } from './funds.queries.ts'
import { OpenFundDrawer } from './open-fund-drawer.tsx'
import { say } from './words.ts'
import '../parts/parts.css'

export function FundsPage(): ReactNode {
  const power = usePower('openFund')
  const { unit } = useMoneyUnit()
  const money = useMoney()
  const navigate = useNavigate()
  const read = useQuery(fundsQuery)
  const { data } = read
  const nameOf = useDivisionName(data?.map(({ division }) => division) ?? [])
  const [isOpening, setOpening] = useState(false)
  return (
    <FundsFrame title="funds">
      {power?.kind === 'may' && (
        <Button type="primary" onClick={() => setOpening(true)} style={{ marginBlockEnd: 12 }}>
          {say('open')}
        </Button>
      )}
      <Reading of={read} />
      {data?.length === 0 && <NoneYet none={say('none')} act="openFund" how={say('noneHow')} />}
      {data && data.length > 0 && <p className="hint">{say('amountUnit', { unit: say(`unit.${unit}`) })}</p>}
      {data && data.length > 0 && (
        <DataTable<Fund>
          name={say('funds')}
          rows={data}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'name',
              title: say('name'),
              text: ({ name }) => name,
              order: ({ name }) => name,
              render: ({ id, name }) => (
                <Link to="/desk/funds/$fund" params={{ fund: id }}>
                  {name}
                </Link>
              ),
            },
            {
              key: 'funder',
              title: say('funder'),
              text: ({ funder }) => funder.name,
              order: ({ funder }) => funder.name,
            },
            { key: 'division', title: say('division'), text: ({ division }) => nameOf(division) },
            {
              key: 'granted',
              title: say('granted'),
              text: ({ grantedFen }) => money(grantedFen),
              isMoney: true,
              order: ({ grantedFen }) => grantedFen,
              isFigure: true,
            },
            {
              key: 'available',
              title: say('available'),
              text: ({ availableFen }) => money(availableFen),
              isMoney: true,
              order: ({ availableFen }) => availableFen,
              isFigure: true,
            },
          ]}
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
    </FundsFrame>
  )
}
