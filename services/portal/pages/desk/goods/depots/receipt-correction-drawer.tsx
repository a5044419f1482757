import { Form, Radio } from 'antd'
import type { ReactNode } from 'react'
import { api, type BodyOf } from '../../../common/api/client.ts'
import { ReasonField } from '../../parts/reason-drawer.tsx'
import { useToday } from '../../shell/simulated-date.tsx'
import { newestCorrection } from '../history/told-events.ts'
import type { ToldEvent } from '../history/trail.queries.ts'
import { asked } from '../parts/asked.ts'
import { DayField } from '../parts/day-fields.tsx'
import { GoodsAct } from '../parts/goods-act.tsx'
import { correctionOf, type TypedCorrection, typedOf } from './receipt-body.ts'
import { PaperFields, ReceiptFields } from './receipt-fields.tsx'
import { say } from './words.ts'

const wrongs = ['figures', 'goods'] as const

/** What the receipt should have said: the difference moves in red on its own lot, or other goods come under the same paper. */
export function ReceiptCorrectionDrawer({
  depot: id,
  receipt,
  events,
  onClose,
}: {
  readonly depot: string
  readonly receipt: ToldEvent
  readonly events: readonly ToldEvent[]
  readonly onClose: () => void
}): ReactNode {
  const today = useToday()
  const { id: part } = receipt
  const newest = newestCorrection(receipt, events) ?? receipt
  const before = typedOf({ ...receipt.data, ...newest.data })
  return (
    <GoodsAct<TypedCorrection, BodyOf<'correctGoodsReceipt'>>
      title={say('correctReceipt')}
      form={`correct-receipt.${newest.id}`}
      empty={{ ...before, wrong: 'figures' }}
      toBody={(typed) => correctionOf(typed, before, today)}
      act={asked((body: BodyOf<'correctGoodsReceipt'>, given) =>
        api.POST('/v1/depots/{id}/receipts/{part}/correction', { body, params: { path: { id, part }, ...given } }),
      )}
      onClose={onClose}
    >
      {(_, values) => (
        <>
          <Form.Item name="wrong" label={say('wrong')}>
            <Radio.Group options={wrongs.map((wrong) => ({ value: wrong, label: say(`wrong.${wrong}`) }))} />
          </Form.Item>
          <p className="hint">{say(values.wrong === 'goods' ? 'rightGoodsWhat' : 'rightWhat')}</p>
          {values.wrong === 'goods' ? (
            <>
              <ReceiptFields
                depot={id}
                source={values.source ?? before.source}
                receivedOn={values.day ?? before.day ?? today}
              />
              <DayField label={say('receivedOn')} />
            </>
          ) : (
            <PaperFields isBought={before.source === 'purchase'} corrects={before} />
          )}
          <ReasonField />
        </>
      )}
    </GoodsAct>
  )
}
