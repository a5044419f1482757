import { useQuery } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { api, type BodyOf } from '../../../common/api/client.ts'
import { DayInput } from '../../parts/day-input.tsx'
import { allMerchantsQuery, allProgrammesQuery } from '../../parts/directory.queries.ts'
import { useToday } from '../../shell/simulated-date.tsx'
import { fundsToChooseQuery } from '../depots/depots.queries.ts'
import { asked } from '../parts/asked.ts'
import { GoodsAct } from '../parts/goods-act.tsx'
import { OrderLines, type TypedOrderLine, wholeOrderLines } from './order-lines.tsx'
import { say } from './words.ts'

interface Typed {
  readonly merchant?: string
  readonly programme?: string
  readonly fund?: string
  readonly lines?: readonly TypedOrderLine[]
  readonly deliverBy?: string
  readonly note?: string
}

/** Of one supplier, with one fund's money for one programme. */
export function OrderDrawer({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { data: merchants = [] } = useQuery(allMerchantsQuery)
  const { data: programmes = [] } = useQuery(allProgrammesQuery)
  const { data: funds = [] } = useQuery(fundsToChooseQuery)
  const today = useToday()
  return (
    <GoodsAct<Typed, BodyOf<'orderGoods'>>
      title={say('order')}
      form="order-goods"
      empty={{ lines: [{}] }}
      toBody={toBody}
      act={asked((body: BodyOf<'orderGoods'>, given) => api.POST('/v1/purchases', { body, params: given }))}
      done={say('ordered')}
      onClose={onClose}
    >
      <Choice name="merchant" options={merchants} hint={say('supplierWhat')} words={['supplier', 'supplierMissing']} />
      <Choice name="programme" options={programmes} words={['programme', 'programmeMissing']} />
      <Choice name="fund" options={funds} words={['fund', 'fundMissing']} />
      <OrderLines />
      <Form.Item name="deliverBy" label={say('deliverBy')}>
        <DayInput min={today} />
      </Form.Item>
      <Form.Item name="note" label={say('note')}>
        <Input maxLength={500} />
      </Form.Item>
    </GoodsAct>
  )
}

function Choice({
  name,
  options,
  hint,
  words: [label, missing],
}: {
  readonly name: string
  readonly options: readonly { readonly id: string; readonly name: string }[]
  readonly hint?: string
  readonly words: readonly [Parameters<typeof say>[0], Parameters<typeof say>[0]]
}): ReactNode {
  return (
    <Form.Item name={name} label={say(label)} extra={hint} rules={[{ required: true, message: say(missing) }]}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        options={options.map((one) => ({ value: one.id, label: one.name }))}
      />
    </Form.Item>
  )
}

function toBody({ merchant, programme, fund, lines: typed, deliverBy, note }: Typed): BodyOf<'orderGoods'> | undefined {
  const lines = wholeOrderLines(typed)
  if (!merchant || !programme || !fund || !lines) return undefined
  return {
    ...{ merchant, programme, fund, lines },
    ...(deliverBy && { deliverBy }),
    ...(note?.trim() && { note: note.trim() }),
  }
}
