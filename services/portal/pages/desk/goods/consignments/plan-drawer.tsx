import { useQuery } from '@tanstack/react-query'
import { Form, Select } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { DayInput } from '../../parts/day-input.tsx'
import { allProgrammesQuery } from '../../parts/directory.queries.ts'
import { depotsQuery, sitesQuery, useCommodities } from '../goods.queries.ts'
import { CommodityLines, type TypedLine, wholeLines } from '../parts/commodity-lines.tsx'
import { say } from './words.ts'

interface Typed {
  readonly site?: string
  readonly depot?: string
  readonly programme?: string
  readonly dueOn?: string
  readonly lines?: readonly TypedLine[]
}

/** Goods for one site. */
export function PlanDrawer({ site, onClose }: { readonly site?: string; readonly onClose: () => void }): ReactNode {
  const { data: sites = [] } = useQuery(sitesQuery)
  const { data: depots = [] } = useQuery(depotsQuery)
  const { data: programmes = [] } = useQuery(allProgrammesQuery)
  const ofSites = programmes.filter(({ plan, status }) => plan === 'sites' && status === 'open')
  const commodities = useCommodities()
  const optionsOf = (all: readonly { readonly id: string; readonly name: string }[]) =>
    all.map(({ id, name }) => ({ value: id, label: name }))
  const search = { optionFilterProp: 'label' }
  return (
    <ActDrawer<Typed, BodyOf<'planConsignment'>, object>
      title={say('plan')}
      form={`plan-consignment.${site ?? 'any'}`}
      empty={{ lines: [{}], ...(site !== undefined && { site }) }}
      toBody={toBody}
      send={(body, key) =>
        answerOf(api.POST('/v1/consignments', { body, params: { header: { 'Idempotency-Key': key } } }))
      }
      submit={say('plan')}
      done={say('planned', { count: 1 })}
      onClose={() => onClose()}
    >
      <Form.Item name="site" label={say('site')} rules={[{ required: true, message: say('siteMissing') }]}>
        <Select options={optionsOf(sites)} showSearch={search} />
      </Form.Item>
      <Form.Item name="depot" label={say('depot')} rules={[{ required: true, message: say('depotMissing') }]}>
        <Select options={optionsOf(depots)} showSearch={search} />
      </Form.Item>
      <Form.Item name="programme" label={say('programme')}>
        <Select allowClear options={optionsOf(ofSites)} showSearch={search} />
      </Form.Item>
      <Form.Item name="dueOn" label={say('dueOn')} rules={[{ required: true, message: say('dueMissing') }]}>
        <DayInput />
      </Form.Item>
      <CommodityLines name="lines" options={commodities} />
    </ActDrawer>
  )
}

function toBody({ site, depot, programme, dueOn, lines }: Typed): BodyOf<'planConsignment'> | undefined {
  const whole = wholeLines(lines)
  if (!site || !depot || !dueOn || !whole) return undefined
  return { site, depot, dueOn, lines: whole, ...(programme && { programme }) }
}
