import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Button, Space, Tabs, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { ProblemError } from '../../common/api/problem.ts'
import { mark } from '../../common/punctuation.ts'
import { useMoneyUnit } from '../../common/react/money.tsx'
import { useSession } from '../../common/react/session.tsx'
import { useKindName, useNames } from '../parts/directory.queries.ts'
import { useDivisionName } from '../parts/divisions.queries.ts'
import { MoneyBar } from '../parts/money-bar.tsx'
import { Failure, Loading, NotFound } from '../shell/states.tsx'
import { AllocateDrawer } from './allocate-drawer.tsx'
import { AllocationsTab } from './allocations-tab.tsx'
import { DonationDrawer } from './donation-drawer.tsx'
import { DonationsTab } from './donations-tab.tsx'
import { DonorsTab } from './donors-tab.tsx'
import { type Fund, fundMoneyQuery, fundQuery } from './funds.queries.ts'
import { MovementsTab } from './movements-tab.tsx'
import { StatementDrawer } from './statement-drawer.tsx'
import { sayTerms } from './terms.ts'
import { say } from './words.ts'
import '../parts/parts.css'

export function FundPage(): ReactNode {
  const { fund: id } = useParams({ from: '/desk/funds/$fund' })
  const { data: fund, error, refetch } = useQuery(fundQuery(id))
  if (error instanceof ProblemError && error.problem.status === 404) return <NotFound />
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  return fund ? <OneFund fund={fund} /> : <Loading />
}

type Opened = 'donate' | 'allocate' | 'statement' | undefined

function OneFund({ fund }: { readonly fund: Fund }): ReactNode {
  const { role } = useSession()
  const { unit } = useMoneyUnit()
  const { data: money, error } = useQuery(fundMoneyQuery(fund.id))
  const [opened, setOpened] = useState<Opened>()
  const kind = useKindName()
  const programme = useNames()
  const division = useDivisionName([fund.division, ...fund.restriction.divisions])
  const close = () => setOpened(undefined)
  const balances = money?.total.balances
  return (
    <>
      <Typography.Title level={1}>{fund.name}</Typography.Title>
      <p>
        {[say('funder'), fund.funder.name].join(mark('colon'))} ·{' '}
        {[say('division'), division(fund.division)].join(mark('colon'))}
      </p>
      <p>
        <strong>{say('terms')}</strong> {sayTerms(fund.restriction, { kind, division, programme })}
      </p>
      <Space wrap className="not-on-paper">
        {role === 'officer' && (
          <>
            <Button type="primary" onClick={() => setOpened('donate')}>
              {say('donate')}
            </Button>
            <Button onClick={() => setOpened('allocate')}>{say('allocate')}</Button>
          </>
        )}
        <Button onClick={() => setOpened('statement')}>{say('statement')}</Button>
      </Space>
      <Typography.Title level={2}>{say('where')}</Typography.Title>
      {error && <Failure error={error} />}
      {balances && balances.grantedFen === 0 && <p className="hint">{say('notBooked')}</p>}
      {balances && balances.grantedFen > 0 && (
        <>
          <p className="hint">{say('amountUnit', { unit: say(`unit.${unit}`) })}</p>
          <MoneyBar balances={balances} label={say('where')} />
        </>
      )}
      <Tabs
        items={[
          { key: 'donations', label: say('donations'), children: <DonationsTab fund={fund} /> },
          { key: 'allocations', label: say('allocations'), children: <AllocationsTab fund={fund} money={money} /> },
          { key: 'movements', label: say('movements'), children: <MovementsTab fund={fund} /> },
          { key: 'donors', label: say('donors'), children: <DonorsTab fund={fund} /> },
        ]}
      />
      {opened === 'donate' && <DonationDrawer fund={fund} onClose={close} />}
      {opened === 'allocate' && <AllocateDrawer fund={fund.id} onClose={close} />}
      {opened === 'statement' && <StatementDrawer fund={fund.id} onClose={close} />}
    </>
  )
}
