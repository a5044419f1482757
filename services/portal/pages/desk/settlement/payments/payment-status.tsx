import { Steps, Tag } from 'antd'
import type { ReactNode } from 'react'
import { sayDay } from '../../../common/shanghai.ts'
import type { Payment, PaymentStatus as Status } from '../settlement.queries.ts'
import { say } from '../words.ts'

const colours: Partial<Readonly<Record<Status, string>>> = {
  ready: 'warning',
  sent: 'warning',
  paid: 'success',
  returned: 'error',
  ended: 'error',
}

export function PaymentStatus({ status }: { readonly status: Status }): ReactNode {
  return <Tag color={colours[status] ?? 'default'}>{say(`payment.${status}`)}</Tag>
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
