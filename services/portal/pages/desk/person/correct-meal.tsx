import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { useAmount } from '../shell/use-amount.ts'
import type { PersonVoucher } from './person.queries.ts'
import { ReasonedAct } from './reasoned-act.tsx'
import { say } from './words.ts'

interface CorrectMealProps {
  readonly meal: PersonVoucher['meals'][number]
  readonly voucher: PersonVoucher
  readonly onDone: () => void
}
type Paper = { readonly slip: string }

/** A meal that was entered wrongly is taken back whole, from a paper that says so. */
export function CorrectMeal({ meal, voucher: { worker }, onDone }: CorrectMealProps): ReactNode {
  const amount = useAmount()
  return (
    <ReasonedAct<Paper, unknown>
      form={`take-back.${meal.id}`}
      title={say('takeBack')}
      act={say('takeBackNow')}
      isRisky
      effect={say('effect.takeBack', { amount: amount(meal.keptFen) })}
      fields={
        <Form.Item name="slip" label={say('slip')} rules={[{ required: true, message: say('slipMissing') }]}>
          <Input maxLength={60} />
        </Form.Item>
      }
      perform={({ slip, reason }, key) =>
        answerOf(
          api.POST('/v1/redemptions/{id}/reversal', {
            params: { path: { id: meal.id }, header: { 'Idempotency-Key': key } },
            body: { reason, document: { kind: 'slip', number: slip } },
          }),
        )
      }
      changes={[['worker', worker]]}
      onDone={() => onDone()}
    />
  )
}
