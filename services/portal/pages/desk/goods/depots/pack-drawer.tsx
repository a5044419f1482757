import { useQuery } from '@tanstack/react-query'
import { Form, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import { api, type BodyOf } from '../../../common/api/client.ts'
import { useToday } from '../../shell/simulated-date.tsx'
import { kitsQuery, useGoodsNames } from '../goods.queries.ts'
import { asked } from '../parts/asked.ts'
import { DayFields } from '../parts/day-fields.tsx'
import { GoodsAct } from '../parts/goods-act.tsx'
import { lateEntryOf, type TypedDay } from '../parts/late-entry.ts'
import { say as sayGoods } from '../words.ts'
import { say } from './words.ts'

interface Typed extends TypedDay {
  readonly kit?: string
  readonly quantity?: number | null
}

/** Kits of the newest version from what the depot has. */
export function PackDrawer({
  depot: id,
  onClose,
}: {
  readonly depot: string
  readonly onClose: () => void
}): ReactNode {
  const nameOf = useGoodsNames()
  const today = useToday()
  const { data: kits = [] } = useQuery(kitsQuery)
  return (
    <GoodsAct<Typed, BodyOf<'packKits'>>
      title={say('pack')}
      form={`pack.${id}`}
      empty={{}}
      toBody={({ kit, quantity, ...typed }) => {
        const kitVersion = kits.find((one) => one.id === kit)?.kitVersion
        if (!kit || !quantity || kitVersion === undefined) return undefined
        return { kit, kitVersion, quantity, ...(typed.day && { packedOn: typed.day }), ...lateEntryOf(typed, today) }
      }}
      act={asked((body: BodyOf<'packKits'>, given) =>
        api.POST('/v1/depots/{id}/packings', { body, params: { path: { id }, ...given } }),
      )}
      done={say('packed')}
      onClose={onClose}
    >
      {(_, values) => (
        <>
          <Form.Item name="kit" label={say('kit')} rules={[{ required: true, message: sayGoods('commodityMissing') }]}>
            <Select
              options={kits.map(({ id: kit, kitVersion }) => ({ value: kit, label: nameOf(`${kit}@${kitVersion}`) }))}
            />
          </Form.Item>
          <Form.Item
            name="quantity"
            label={sayGoods('quantity')}
            rules={[{ required: true, message: sayGoods('quantityMissing') }]}
          >
            <InputNumber min={1} precision={0} style={{ width: '100%' }} />
          </Form.Item>
          <DayFields label={say('packedOn')} day={values.day} />
        </>
      )}
    </GoodsAct>
  )
}
