import { Button, Space } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../../common/api/client.ts'
import { useSession } from '../../../common/react/session.tsx'
import { ReasonDrawer } from '../../parts/reason-drawer.tsx'
import type { Payment } from '../settlement.queries.ts'
import { say } from '../words.ts'
import { ResultDrawer, ReturnDrawer, SendingDrawer } from './bank-drawers.tsx'
import { PaymentFileDrawer } from './payment-file-drawer.tsx'

export type Act = 'writeFile' | 'sendByHand' | 'withdrawPayment' | 'result' | 'cameBack'

/** To an account that has changed nothing is sent. */
export function actsOf({ status, payeeNow }: Payment): readonly Act[] {
  if (status === 'preparing' || status === 'ready') return ['withdrawPayment']
  if (status === 'approved') return payeeNow ? ['withdrawPayment'] : ['writeFile', 'sendByHand', 'withdrawPayment']
  if (status === 'sent') return ['result']
  return status === 'paid' ? ['cameBack'] : []
}

/** What a payment goes on with; the others are for what went wrong. */
function isUsual(act: Act): boolean {
  return act !== 'withdrawPayment' && act !== 'cameBack'
}

export function PaymentActs({ payment }: { readonly payment: Payment }): ReactNode {
  const { role } = useSession()
  const [opened, setOpened] = useState<Act>()
  if (role !== 'officer') return null
  return (
    <>
      <Space wrap className="not-on-paper" style={{ marginBlock: 12 }}>
        {actsOf(payment).map((act, at) => (
          <Button key={act} type={at === 0 && isUsual(act) ? 'primary' : 'default'} onClick={() => setOpened(act)}>
            {say(act)}
          </Button>
        ))}
      </Space>
      {opened && <PaymentActForm act={opened} payment={payment} onClose={() => setOpened(undefined)} />}
    </>
  )
}

export function PaymentActForm({
  act,
  payment,
  onClose,
}: {
  readonly act: Act
  readonly payment: Payment
  readonly onClose: () => void
}): ReactNode {
  const { id } = payment
  switch (act) {
    case 'writeFile':
      return <PaymentFileDrawer chosen={[id]} onClose={onClose} />
    case 'sendByHand':
      return <SendingDrawer payment={payment} onClose={onClose} />
    case 'result':
      return <ResultDrawer payment={payment} onClose={onClose} />
    case 'cameBack':
      return <ReturnDrawer payment={payment} onClose={onClose} />
    case 'withdrawPayment':
      return (
        <ReasonDrawer
          title={say('withdrawPayment')}
          form={`withdraw-payment.${id}`}
          hint={say('withdrawPaymentWhat')}
          done={say('paymentWithdrawn')}
          send={(body, key) =>
            answerOf(
              api.POST('/v1/payments/{id}/withdrawal', {
                body,
                params: { path: { id }, header: { 'Idempotency-Key': key } },
              }),
            )
          }
          onClose={onClose}
        />
      )
  }
}
