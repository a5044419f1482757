import { Form, Input, InputNumber } from 'antd'
import type { ReactNode } from 'react'
import { api, type BodyOf } from '../../../common/api/client.ts'
import { DayInput } from '../../parts/day-input.tsx'
import { useToday } from '../../shell/simulated-date.tsx'
import { say as sayDepots } from '../depots/words.ts'
import { asked } from '../parts/asked.ts'
import { DayFields } from '../parts/day-fields.tsx'
import { fillIn } from '../parts/fill-in.ts'
import { GoodsAct } from '../parts/goods-act.tsx'
import { lateEntryOf, type TypedDay } from '../parts/late-entry.ts'
import { say as sayGoods } from '../words.ts'
import type { CheckedLine, Purchase } from './purchases.queries.ts'
import { say } from './words.ts'

interface Typed extends TypedDay {
  readonly quantity?: number | null
  readonly receiptNumber?: string
  readonly expiresOn?: string
}

/** What came by a line of the order, into its depot. */
export function LineReceiptDrawer({
  purchase: { id: purchase, fund },
  line: { line, commodity, depot },
  onClose,
}: {
  readonly purchase: Purchase
  readonly line: CheckedLine
  readonly onClose: () => void
}): ReactNode {
  const today = useToday()
  return (
    <GoodsAct<Typed, BodyOf<'receiveGoods'>>
      title={say('receiveLine', { line })}
      form={`receive-order.${purchase}.${line}`}
      empty={{}}
      toBody={({ quantity, receiptNumber, expiresOn, ...typed }) => {
        const receivedOn = typed.day ?? today
        if (!quantity || !receiptNumber?.trim() || receivedOn === undefined) return undefined
        return {
          ...{ commodity, quantity, receiptNumber: receiptNumber.trim(), receivedOn },
          ...{ source: { kind: 'purchase', fund }, order: { purchase, line } },
          ...(expiresOn && { expiresOn }),
          ...lateEntryOf(typed, today),
        }
      }}
      act={asked((body: BodyOf<'receiveGoods'>, given) =>
        api.POST('/v1/depots/{id}/receipts', { body, params: { path: { id: depot }, ...given } }),
      )}
      done={say('received')}
      onClose={onClose}
    >
      {(_, values) => (
        <>
          <Form.Item
            name="quantity"
            label={sayGoods('quantity')}
            rules={[{ required: true, message: sayGoods('quantityMissing') }]}
          >
            <InputNumber min={1} precision={0} />
          </Form.Item>
          <Form.Item name="receiptNumber" label={say('receiptNumber')} rules={[fillIn(say('receiptNumber'))]}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="expiresOn" label={sayDepots('expiresOn')}>
            <DayInput />
          </Form.Item>
          <DayFields label={say('receivedOn')} day={values.day} />
        </>
      )}
    </GoodsAct>
  )
}
