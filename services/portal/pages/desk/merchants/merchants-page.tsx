import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { App, Button, Drawer, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { DataTable } from '../../common/react/data-table.tsx'
import { useAct } from '../../common/react/use-act.ts'
import { allMerchantsQuery } from '../parts/directory.queries.ts'
import { useDivisionName } from '../parts/divisions.queries.ts'
import { NoneYet } from '../parts/none-yet.tsx'
import { usePower } from '../parts/powers.queries.ts'
import { Failure, Loading } from '../shell/states.tsx'
import { MerchantForm } from './merchant-form.tsx'
import type { Merchant } from './merchants.queries.ts'
import { say } from './words.ts'
import '../parts/parts.css'

export function MerchantsPage(): ReactNode {
  const power = usePower('registerMerchant')
  const { data, error, refetch } = useQuery(allMerchantsQuery)
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
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
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
  const { message } = App.useApp()
  const navigate = useNavigate()
  const register = useAct(
    (body: BodyOf<'registerMerchant'>, key) =>
      answerOf(api.POST('/v1/merchants', { body, params: { header: { 'Idempotency-Key': key } } })),
    {
      onDone({ id }) {
        void message.success(say('registered'))
        onClose()
        void navigate({ to: '/desk/merchants/$merchant', params: { merchant: id } })
      },
    },
  )
  return (
    <Drawer open title={say('register')} size={420} onClose={onClose}>
      <MerchantForm
        submit={say('register')}
        isSending={register.isPending}
        error={register.error}
        onSend={register.mutate}
      />
    </Drawer>
  )
}
