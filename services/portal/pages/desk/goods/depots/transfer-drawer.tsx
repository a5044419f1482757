import { useQuery } from '@tanstack/react-query'
import { Form, Select } from 'antd'
import type { ReactNode } from 'react'
import { api, type BodyOf } from '../../../common/api/client.ts'
import { useToday } from '../../shell/simulated-date.tsx'
import { depotsQuery, useGoodsNames } from '../goods.queries.ts'
import { asked } from '../parts/asked.ts'
import { CommodityLines, type TypedLine, wholeLines } from '../parts/commodity-lines.tsx'
import { DayFields } from '../parts/day-fields.tsx'
import { GoodsAct } from '../parts/goods-act.tsx'
import { lateEntryOf, type TypedDay } from '../parts/late-entry.ts'
import type { OpenDepot } from './depots.queries.ts'
import { say } from './words.ts'

interface Typed extends TypedDay {
  readonly to?: string
  readonly lines?: readonly TypedLine[]
}

/** To another depot, which signs for it. */
export function TransferDrawer({
  depot,
  onClose,
}: {
  readonly depot: OpenDepot
  readonly onClose: () => void
}): ReactNode {
  const { id, stock } = depot
  const nameOf = useGoodsNames()
  const today = useToday()
  const { data: depots = [] } = useQuery(depotsQuery)
  const others = depots.filter((other) => other.id !== id).map((other) => ({ value: other.id, label: other.name }))
  const options = stock.map(({ commodity }) => ({ value: commodity, label: nameOf(commodity) }))
  return (
    <GoodsAct<Typed, BodyOf<'transferGoods'>>
      title={say('transfer')}
      form={`transfer.${id}`}
      empty={{ lines: [{}] }}
      toBody={({ to, lines, ...typed }) => {
        const whole = wholeLines(lines)
        if (!to || !whole) return undefined
        return { to, lines: whole, ...(typed.day && { sentOn: typed.day }), ...lateEntryOf(typed, today) }
      }}
      act={asked((body: BodyOf<'transferGoods'>, given) =>
        api.POST('/v1/depots/{id}/transfers', { body, params: { path: { id }, ...given } }),
      )}
      done={say('transferred')}
      onClose={onClose}
    >
      {(_, values) => (
        <>
          <Form.Item name="to" label={say('to')} rules={[{ required: true, message: say('toMissing') }]}>
            <Select options={others} />
          </Form.Item>
          <CommodityLines name="lines" options={options} />
          <DayFields label={say('sentOn')} day={values.day} />
        </>
      )}
    </GoodsAct>
  )
}
