import { Form, Radio } from 'antd'
import type { ReactNode } from 'react'
import { api, type BodyOf } from '../../../common/api/client.ts'
import { useToday } from '../../shell/simulated-date.tsx'
import type { ToldEvent } from '../history/trail.queries.ts'
import { asked } from '../parts/asked.ts'
import { GoodsAct } from '../parts/goods-act.tsx'
import { ReasonField } from '../parts/reason-drawer.tsx'
import { PaperFields, ReceiptFields, receiptOf, type TypedReceipt } from './receipt-fields.tsx'
import { say } from './words.ts'

const wrongs = ['figures', 'goods'] as const

interface Typed extends TypedReceipt {
  readonly wrong?: (typeof wrongs)[number]
  readonly reason?: string
}

/** What the receipt should have said: the difference moves in red on its own lot, or other goods come under the same paper. */
export function ReceiptCorrectionDrawer({
  depot: id,
  receipt: { id: part, data },
  events,
  onClose,
}: {
  readonly depot: string
  readonly receipt: ToldEvent
  readonly events: readonly ToldEvent[]
  readonly onClose: () => void
}): ReactNode {
  const today = useToday()
  const corrected = events.find((event) => event.type === 'GoodsReceiptCorrected' && event.data.corrects === part)
  const before = typedOf({ ...data, ...corrected?.data })
  return (
    <GoodsAct<Typed, BodyOf<'correctGoodsReceipt'>>
      title={say('correctReceipt')}
      form={`correct-receipt.${part}`}
      empty={{ ...before, wrong: 'figures' }}
      toBody={(typed) => bodyOf({ ...before, ...typed }, today)}
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
            <ReceiptFields values={{ ...before, ...values }} />
          ) : (
            <PaperFields isBought={before.source === 'purchase'} least={0} />
          )}
          <ReasonField />
        </>
      )}
    </GoodsAct>
  )
}

/** A receipt as it was recorded, in the words of its form. */
function typedOf({ source, ...data }: ToldEvent['data']): TypedReceipt {
  const { kind, fund, donor, invoiceNumber } = Object(source)
  const { commodity, quantity, receiptNumber, receivedOn, expiresOn } = data as Partial<BodyOf<'receiveGoods'>>
  return {
    ...{ commodity, quantity, receiptNumber, expiresOn, day: receivedOn },
    ...{ fund, donor: donor?.name, invoiceNumber: data.invoiceNumber ?? invoiceNumber },
    source: kind === 'purchase' ? kind : donor?.kind,
  }
}

function bodyOf(
  { wrong, reason, ...typed }: Typed,
  today: string | undefined,
): BodyOf<'correctGoodsReceipt'> | undefined {
  if (!reason?.trim()) return undefined
  if (wrong === 'goods') {
    const right = receiptOf(typed, today)
    return right && { quantity: 0, right, reason: reason.trim() }
  }
  const { quantity, receiptNumber, invoiceNumber, expiresOn } = typed
  if (typeof quantity !== 'number' || !receiptNumber?.trim()) return undefined
  return {
    ...{ quantity, receiptNumber: receiptNumber.trim(), reason: reason.trim() },
    ...(invoiceNumber?.trim() && { invoiceNumber: invoiceNumber.trim() }),
    ...(expiresOn && { expiresOn }),
  }
}
