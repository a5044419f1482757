import { Steps, Tag } from 'antd'
import type { ReactNode } from 'react'
import { sayDay } from '../../../common/shanghai.ts'
import type { Payment, PaymentStatus as Status } from '../settlement.queries.ts'
import { waitsForApprover } from '../waiting.queries.ts'
import { say } from '../words.ts'

const colours: Partial<Readonly<Record<Status, string>>> = {
  sent: 'warning',
  paid: 'success',
  returned: 'error',
  ended: 'error',
}

type Standing = Pick<Payment, 'status' | 'payeeNow' | 'ended'>

export function PaymentStatus({ payment }: { readonly payment: Standing }): ReactNode {
  const colour = waitsForApprover(payment) ? 'warning' : (colours[payment.status] ?? 'default')
  return <Tag color={colour}>{sayPaymentStatus(payment)}</Tag>
}

/** Of what ended: how. */
export function sayPaymentStatus({ status, payeeNow, ended }: Standing): string {
  if (ended) return say(`ended.${ended.why}`)
  return say(status === 'approved' && payeeNow ? 'payment.again' : `payment.${status}`)
}

/** How far it has come, on a line; what ended it stands where it ended. */
export function PaymentSteps({ payment }: { readonly payment: Payment }): ReactNode {
  const { status, approval, sentOn, paidOn, returned, ended } = payment
  const done = [true, approval !== undefined, sentOn !== undefined, paidOn !== undefined]
  const days = [undefined, approval?.approvedOn, sentOn, paidOn]
  const current = done.indexOf(false)
  return (
    <Steps
      size="small"
      current={current < 0 ? done.length : current}
      {...(status === 'ended' && { status: 'error' as const })}
      style={{ marginBlock: 16 }}
      items={[
        ...(['prepared', 'approval', 'sending', 'arrival'] as const).map((step, at) => ({
          title: say(`step.${step}`),
          content: ended && at === current ? say(`ended.${ended.why}`) : days[at] && sayDay(days[at]),
        })),
        ...(returned
          ? [{ title: say('step.return'), status: 'error' as const, content: sayDay(returned.returnedOn) }]
          : []),
      ]}
    />
  )
}
