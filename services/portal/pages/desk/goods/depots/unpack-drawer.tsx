import { Form, Input, InputNumber } from 'antd'
import type { ReactNode } from 'react'
import { api, type BodyOf } from '../../../common/api/client.ts'
import { useToday } from '../../shell/simulated-date.tsx'
import { useGoodsNames } from '../goods.queries.ts'
import { asked } from '../parts/asked.ts'
import { DayFields } from '../parts/day-fields.tsx'
import { GoodsAct } from '../parts/goods-act.tsx'
import { lateEntryOf, type TypedDay } from '../parts/late-entry.ts'
import type { LotRow } from './lots.ts'
import { say } from './words.ts'

interface Typed extends TypedDay {
  readonly quantity?: number | null
  readonly reason?: string
}

/** Kits taken apart on purpose. */
export function UnpackDrawer({
  depot: id,
  kits: { lot, commodity, unpackable },
  onClose,
}: {
  readonly depot: string
  readonly kits: LotRow
  readonly onClose: () => void
}): ReactNode {
  const nameOf = useGoodsNames()
  const today = useToday()
  return (
    <GoodsAct<Typed, BodyOf<'unpackKits'>>
      title={say('unpack')}
      form={`unpack.${lot}`}
      empty={{}}
      toBody={({ quantity, reason, ...typed }) => {
        if (!quantity) return undefined
        const why = reason?.trim() ? { reason: reason.trim() } : {}
        return { lot, quantity, ...why, ...(typed.day && { unpackedOn: typed.day }), ...lateEntryOf(typed, today) }
      }}
      act={asked((body: BodyOf<'unpackKits'>, given) =>
        api.POST('/v1/depots/{id}/unpackings', { body, params: { path: { id }, ...given } }),
      )}
      onClose={onClose}
    >
      {(_, values) => (
        <>
          <p className="hint">{say('unpackWhat')}</p>
          <Form.Item name="quantity" label={say('unpackOf', { name: nameOf(commodity), left: unpackable })}>
            <InputNumber min={1} max={unpackable} precision={0} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="reason" label={say('unpackReason')}>
            <Input maxLength={500} />
          </Form.Item>
          <DayFields label={say('unpackedOn')} day={values.day} />
        </>
      )}
    </GoodsAct>
  )
}
