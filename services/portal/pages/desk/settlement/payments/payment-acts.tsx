import { Button, Space } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../../common/api/client.ts'
import { useSession } from '../../../common/react/session.tsx'
import { ReasonDrawer } from '../reason-drawer.tsx'
import type { Payment } from '../settlement.queries.ts'
import { say } from '../words.ts'
import { ResultDrawer, ReturnDrawer, SendingDrawer } from './bank-drawers.tsx'
import { PaymentFileDrawer } from './payment-file-drawer.tsx'

type Act = 'writeFile' | 'sendByHand' | 'withdrawPayment' | 'result' | 'cameBack'

/** To an account that has changed nothing is sent. */
function actsOf({ status, payeeNow }: Payment): readonly Act[] {
  if (status === 'preparing' || status === 'ready') return ['withdrawPayment']
  if (status === 'approved') return payeeNow ? ['withdrawPayment'] : ['writeFile', 'sendByHand', 'withdrawPayment']
  if (status === 'sent') return ['result']
  return status === 'paid' ? ['cameBack'] : []
}

export function PaymentActs({ payment }: { readonly payment: Payment }): ReactNode {
  const { role } = useSession()
  const [opened, setOpened] = useState<Act>()
  if (role !== 'officer') return null
  const { id } = payment
  const close = () => setOpened(undefined)
  return (
    <>
      <Space wrap className="not-on-paper" style={{ marginBlock: 12 }}>
        {actsOf(payment).map((act, at) => (
          <Button
            key={act}
            type={at === 0 && act !== 'withdrawPayment' ? 'primary' : 'default'}
            onClick={() => setOpened(act)}
          >
            {say(act)}
          </Button>
        ))}
      </Space>
      {opened === 'writeFile' && <PaymentFileDrawer chosen={[id]} onClose={close} />}
      {opened === 'sendByHand' && <SendingDrawer payment={payment} onClose={close} />}
      {opened === 'result' && <ResultDrawer payment={payment} onClose={close} />}
      {opened === 'cameBack' && <ReturnDrawer payment={payment} onClose={close} />}
      {opened === 'withdrawPayment' && (
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
          onClose={close}
        />
      )}
    </>
  )
}
