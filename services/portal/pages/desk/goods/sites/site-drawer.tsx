import { useQuery } from '@tanstack/react-query'
import { Drawer, Form, Input, InputNumber, Radio, Select } from 'antd'
import type { ReactNode } from 'react'
import { answeredWith, answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { DivisionSelect } from '../../parts/division-select.tsx'
import { Failure, Loading } from '../../shell/states.tsx'
import { say as sayGoods } from '../words.ts'
import { employersQuery } from './sites.queries.ts'
import { say } from './words.ts'

const kinds = ['workplace', 'union-station'] as const

interface Typed {
  readonly name?: string
  readonly division?: string
  readonly trade?: string
  readonly kind?: (typeof kinds)[number]
  readonly employer?: string
  readonly headCount?: number | null
}

/** @param site to be changed; absent: a new one */
export function SiteDrawer({ site, onClose }: { readonly site?: string; readonly onClose: () => void }): ReactNode {
  return site === undefined ? <Registering onClose={onClose} /> : <Changing site={site} onClose={onClose} />
}

function Registering({ onClose }: { readonly onClose: () => void }): ReactNode {
  return (
    <ActDrawer<Typed, BodyOf<'registerSite'>, object>
      title={say('register')}
      form="register-site"
      empty={{ kind: 'workplace' }}
      toBody={toBody}
      send={(body, key) => answerOf(api.POST('/v1/sites', { body, params: { header: { 'Idempotency-Key': key } } }))}
      submit={say('register')}
      done={say('registered')}
      onClose={() => onClose()}
    >
      {(_, { kind }) => <SiteFields kind={kind} />}
    </ActDrawer>
  )
}

/** On the version that was read: who was quicker is told. */
function Changing({ site: id, onClose }: { readonly site: string; readonly onClose: () => void }): ReactNode {
  const { data, error } = useQuery({
    queryKey: ['goods', 'sites', id],
    queryFn: () => answeredWith(api.GET('/v1/sites/{id}', { params: { path: { id } } })),
    staleTime: 0,
    gcTime: 0,
  })
  if (!data?.version) {
    return (
      <Drawer open title={say('change')} onClose={onClose}>
        {error ? <Failure error={error} /> : <Loading />}
      </Drawer>
    )
  }
  const { body: site, version } = data
  const { id: _, version: __, ...known } = site
  return (
    <ActDrawer<Typed, BodyOf<'changeSite'>, object>
      title={`${say('change')} · ${site.name}`}
      form={`change-site.${id}`}
      empty={known}
      toBody={toBody}
      send={(body, key) =>
        answerOf(
          api.PUT('/v1/sites/{id}', {
            body,
            params: { path: { id }, header: { 'Idempotency-Key': key, 'If-Match': version } },
          }),
        )
      }
      submit={say('change')}
      done={say('changed')}
      onClose={() => onClose()}
    >
      {(_form, { kind }) => <SiteFields kind={kind} />}
    </ActDrawer>
  )
}

function SiteFields({ kind }: { readonly kind: Typed['kind'] }): ReactNode {
  const { data: employers = [] } = useQuery(employersQuery)
  return (
    <>
      <Form.Item name="name" label={sayGoods('name')} rules={[{ required: true, message: sayGoods('nameMissing') }]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item
        name="division"
        label={sayGoods('division')}
        rules={[{ required: true, message: sayGoods('divisionMissing') }]}
      >
        <DivisionSelect />
      </Form.Item>
      <Form.Item name="kind" label={say('kind')}>
        <Radio.Group options={kinds.map((one) => ({ value: one, label: say(`kind.${one}`) }))} />
      </Form.Item>
      <Form.Item name="employer" label={say('employer')}>
        <Select
          allowClear={kind === 'union-station'}
          showSearch={{ optionFilterProp: 'label' }}
          options={employers.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="trade" label={sayGoods('trade')}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item
        name="headCount"
        label={say('headCount')}
        rules={[{ required: true, message: say('headCountMissing') }]}
      >
        <InputNumber min={0} precision={0} style={{ width: '100%' }} />
      </Form.Item>
    </>
  )
}

function toBody({ name, division, trade, kind, employer, headCount }: Typed): BodyOf<'registerSite'> | undefined {
  if (!name?.trim() || !division || !trade?.trim() || !kind || typeof headCount !== 'number') return undefined
  return { name: name.trim(), division, trade: trade.trim(), kind, headCount, ...(employer && { employer }) }
}
