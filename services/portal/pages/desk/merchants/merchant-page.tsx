import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button, Space, Tabs, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { useMoneyUnit } from '../../common/react/money.tsx'
import { useSession } from '../../common/react/session.tsx'
import { useDivisionName } from '../parts/divisions.queries.ts'
import { Reading } from '../shell/reading.tsx'
import { ChangeMerchantDrawer } from './change-merchant-drawer.tsx'
import { merchantQuery } from './merchants.queries.ts'
import { PayeeTab } from './payee-tab.tsx'
import { PhonesTab } from './phones-tab.tsx'
import { PriceListsTab } from './price-lists-tab.tsx'
import { say } from './words.ts'
import '../parts/parts.css'

export function MerchantPage(): ReactNode {
  const { merchant: id } = useParams({ from: '/desk/merchants/$merchant' })
  const { role } = useSession()
  const { unit } = useMoneyUnit()
  const asked = useQuery(merchantQuery(id))
  const { data: read } = asked
  const division = useDivisionName(read ? [read.body.division] : [])
  const [isChanging, setChanging] = useState(false)
  if (!read) return <Reading of={asked} isPage />
  const owed = new URLSearchParams({ merchant: id, unit })
  return (
    <>
      <Typography.Title level={1}>{read.body.name}</Typography.Title>
      <p>{division(read.body.division)}</p>
      <Space wrap className="not-on-paper">
        {(role === 'officer' || role === 'administrator') && (
          <Button onClick={() => setChanging(true)}>{say('change')}</Button>
        )}
        {role !== 'administrator' && (
          <Link to="/desk/settlement" search={{ merchant: id }}>
            {say('paidAndUnpaid')}
          </Link>
        )}
        <Button href={`/v1/printouts/payables.html?${owed}`} target="_blank">
          {say('owedPaper')}
        </Button>
        <Button href={`/v1/printouts/payables.xlsx?${owed}`}>{say('owedSheet')}</Button>
      </Space>
      <Tabs
        items={[
          ...(role === 'officer' || role === 'administrator'
            ? [{ key: 'phones', label: say('phones'), children: <PhonesTab merchant={read.body} /> }]
            : []),
          { key: 'prices', label: say('prices'), children: <PriceListsTab merchant={read.body} /> },
          { key: 'payee', label: say('payee'), children: <PayeeTab merchant={read.body} /> },
        ]}
      />
      {isChanging && <ChangeMerchantDrawer id={id} onClose={() => setChanging(false)} />}
    </>
  )
}
