import { useQuery } from '@tanstack/react-query'
import { Form, Input, InputNumber, Radio, Select } from 'antd'
import type { ReactNode } from 'react'
import { answeredWith, answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { ChangeDrawer } from '../../parts/change-drawer.tsx'
import { allEmployersQuery } from '../../parts/directory.queries.ts'
import { DivisionItem, useOwnDivision } from '../../parts/division-select.tsx'
import { useDivisionName } from '../../parts/divisions.queries.ts'
import { say as sayGoods } from '../words.ts'
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
      empty={{ kind: 'workplace', ...useOwnDivision() }}
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

function Changing({ site: id, onClose }: { readonly site: string; readonly onClose: () => void }): ReactNode {
  return (
    <ChangeDrawer<Typed, BodyOf<'changeSite'>>
      title={say('change')}
      form={`change-site.${id}`}
      queryKey={['goods', 'sites', id]}
      read={() => answeredWith(api.GET('/v1/sites/{id}', { params: { path: { id } } }))}
      toTyped={(site) => site}
      toBody={toBody}
      send={(body, header) => answerOf(api.PUT('/v1/sites/{id}', { body, params: { path: { id }, header } }))}
      inWords={(site) => <SiteInWords site={site} />}
      done={say('changed')}
      onClose={onClose}
    >
      {(_, { kind }) => <SiteFields kind={kind} />}
    </ChangeDrawer>
  )
}

function SiteInWords({ site }: { readonly site: BodyOf<'changeSite'> }): ReactNode {
  const { name, division, trade, kind, employer, headCount } = site
  const { data: employers = [] } = useQuery(allEmployersQuery)
  const divisionName = useDivisionName([division])
  const employerName = employer && employers.find(({ id }) => id === employer)?.name
  const facts = [name, divisionName(division), say(`kind.${kind}`), employerName, trade, say('heads', { headCount })]
  return <p>{facts.filter(Boolean).join(' · ')}</p>
}

function SiteFields({ kind }: { readonly kind: Typed['kind'] }): ReactNode {
  const { data: employers = [] } = useQuery(allEmployersQuery)
  return (
    <>
      <Form.Item name="name" label={sayGoods('name')} rules={[{ required: true, message: sayGoods('nameMissing') }]}>
        <Input maxLength={100} />
      </Form.Item>
      <DivisionItem />
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
