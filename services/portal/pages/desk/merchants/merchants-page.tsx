import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { DataTable } from '../../common/react/data-table.tsx'
import { ActDrawer } from '../parts/act-drawer.tsx'
import { allMerchantsQuery } from '../parts/directory.queries.ts'
import { useOwnDivision } from '../parts/division-select.tsx'
import { useDivisionName } from '../parts/divisions.queries.ts'
import { NoneYet } from '../parts/none-yet.tsx'
import { usePower } from '../parts/powers.queries.ts'
import { Reading } from '../shell/reading.tsx'
import { type MerchantFacts, MerchantItems, toMerchantFacts } from './merchant-items.tsx'
import type { Merchant } from './merchants.queries.ts'
import { say } from './words.ts'
import '../parts/parts.css'

export function MerchantsPage(): ReactNode {
  const power = usePower('registerMerchant')
  const read = useQuery(allMerchantsQuery)
  const { data } = read
  const division = useDivisionName(data?.map((one) => one.division) ?? [])
  const [isRegistering, setRegistering] = useState(false)
  return (
    <>
      <Typography.Title level={1}>{say('merchants')}</Typography.Title>
      {power?.kind === 'may' && (
        <Button type="primary" style={{ marginBlockEnd: 12 }} onClick={() => setRegistering(true)}>
          {say('register')}
        </Button>
      )}
      <p className="not-on-paper">
        <Link to="/desk/reports/owed">{say('owed')}</Link>
      </p>
      <Reading of={read} />
      {data?.length === 0 && <NoneYet none={say('none')} act="registerMerchant" how={say('noneHow')} />}
      {data && data.length > 0 && (
        <DataTable<Merchant>
          name={say('merchants')}
          rows={data}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'name',
              title: say('name'),
              text: ({ name }) => name,
              order: ({ name }) => name,
              render: ({ id, name }) => (
                <Link to="/desk/merchants/$merchant" params={{ merchant: id }}>
                  {name}
                </Link>
              ),
            },
            { key: 'division', title: say('division'), text: (one) => division(one.division) },
          ]}
        />
      )}
      {isRegistering && <Register onClose={() => setRegistering(false)} />}
    </>
  )
}

function Register({ onClose }: { readonly onClose: () => void }): ReactNode {
  const navigate = useNavigate()
  return (
    <ActDrawer<MerchantFacts, MerchantFacts, { readonly id: string }>
      title={say('register')}
      form="register-merchant"
      empty={useOwnDivision()}
      toBody={toMerchantFacts}
      send={(body, key) =>
        answerOf(api.POST('/v1/merchants', { body, params: { header: { 'Idempotency-Key': key } } }))
      }
      submit={say('register')}
      done={say('registered')}
      onClose={(sent) => {
        onClose()
        if (sent) void navigate({ to: '/desk/merchants/$merchant', params: { merchant: sent.id } })
      }}
    >
      <MerchantItems />
    </ActDrawer>
  )
}
