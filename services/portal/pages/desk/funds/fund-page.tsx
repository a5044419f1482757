import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { relationWords } from '@welfare/contracts/words/relation-words.ts'
import { Button, Space, Tabs, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { mark } from '../../common/punctuation.ts'
import { useMoneyUnit } from '../../common/react/money.tsx'
import { useSession } from '../../common/react/session.tsx'
import { sayWord } from '../../common/words.ts'
import { bankMoneyQuery } from '../bank-accounts/bank.queries.ts'
import { GrantDrawer } from '../bank-accounts/payers/grant-drawer.tsx'
import { PlacesOfFund } from '../bank-accounts/places-of-fund.tsx'
import { say as sayBank } from '../bank-accounts/words.ts'
import { useKindName, useNames } from '../parts/directory.queries.ts'
import { useDivisionName } from '../parts/divisions.queries.ts'
import { MoneyBar } from '../parts/money-bar.tsx'
import { Reading } from '../shell/reading.tsx'
import { AllocateDrawer } from './allocate-drawer.tsx'
import { AllocationsTab } from './allocations-tab.tsx'
import { DonationDrawer } from './donation-drawer.tsx'
import { DonationsTab } from './donations-tab.tsx'
import { DonorsTab } from './donors-tab.tsx'
import { type Fund, fundMoneyQuery, fundQuery } from './funds.queries.ts'
import { MovementsTab } from './movements-tab.tsx'
import { RelationDrawer } from './relation-drawer.tsx'
import { StatementDrawer } from './statement-drawer.tsx'
import { sayTerms } from './terms.ts'
import { say } from './words.ts'
import '../parts/parts.css'

export function FundPage(): ReactNode {
  const { fund: id } = useParams({ from: '/desk/funds/$fund' })
  const read = useQuery(fundQuery(id))
  const { data: fund } = read
  return fund ? <OneFund fund={fund} /> : <Reading of={read} isPage />
}

type Opened = 'donate' | 'grant' | 'allocate' | 'statement' | 'relation' | undefined

function OneFund({ fund }: { readonly fund: Fund }): ReactNode {
  const { role } = useSession()
  const { unit } = useMoneyUnit()
  const moneyRead = useQuery(fundMoneyQuery(fund.id))
  const { data: money } = moneyRead
  const { data: [lying] = [] } = useQuery(bankMoneyQuery({ fund: fund.id }))
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
        {[say('division'), division(fund.division)].join(mark('colon'))} ·{' '}
        {[say('relation'), fund.relation ? sayWord(relationWords[fund.relation]) : say('relationUndecided')].join(
          mark('colon'),
        )}
      </p>
      <p>
        <strong>{say('terms')}</strong> {sayTerms(fund.restriction, { kind, division, programme })}
      </p>
      <Space wrap className="not-on-paper">
        {role === 'officer' && (
          <>
            {lying?.status !== 'by-payer' && (
              <Button type="primary" onClick={() => setOpened('donate')}>
                {say('donate')}
              </Button>
            )}
            {(lying?.status === 'by-payer' || lying?.status === 'nothing-yet') && (
              <Button onClick={() => setOpened('grant')}>{sayBank('grant')}</Button>
            )}
            <Button onClick={() => setOpened('allocate')}>{say('allocate')}</Button>
            <Button onClick={() => setOpened('relation')}>
              {say(fund.relation ? 'changeRelation' : 'setRelation')}
            </Button>
          </>
        )}
        <Button onClick={() => setOpened('statement')}>{say('statement')}</Button>
      </Space>
      <Typography.Title level={2}>{say('where')}</Typography.Title>
      <Reading of={moneyRead} />
      {balances && balances.grantedFen === 0 && <p className="hint">{say('notBooked')}</p>}
      {balances && balances.grantedFen > 0 && (
        <>
          <p className="hint">{say('amountUnit', { unit: say(`unit.${unit}`) })}</p>
          <MoneyBar balances={balances} label={say('where')} />
        </>
      )}
      <PlacesOfFund fund={fund.id} name={fund.name} />
      <Tabs
        items={[
          { key: 'donations', label: say('donations'), children: <DonationsTab fund={fund} /> },
          { key: 'allocations', label: say('allocations'), children: <AllocationsTab fund={fund} money={money} /> },
          { key: 'movements', label: say('movements'), children: <MovementsTab fund={fund} /> },
          { key: 'donors', label: say('donors'), children: <DonorsTab fund={fund} /> },
        ]}
      />
      {opened === 'donate' && <DonationDrawer fund={fund} onClose={close} />}
      {opened === 'grant' && <GrantDrawer fund={fund.id} payer={lying?.quota?.payer} onClose={close} />}
      {opened === 'allocate' && <AllocateDrawer fund={fund.id} onClose={close} />}
      {opened === 'relation' && <RelationDrawer fund={fund} onClose={close} />}
      {opened === 'statement' && <StatementDrawer fund={fund.id} onClose={close} />}
    </>
  )
}
