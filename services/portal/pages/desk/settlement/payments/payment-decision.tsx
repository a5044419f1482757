import type { ReactNode } from 'react'
import { answerOf, api } from '../../../common/api/client.ts'
import { useSession } from '../../../common/react/session.tsx'
import { useAmount } from '../../shell/use-amount.ts'
import { Decision } from '../decision.tsx'
import type { Payment } from '../settlement.queries.ts'
import { waitsForApprover } from '../waiting.queries.ts'
import { say } from '../words.ts'
import { payeeOf } from './payee.tsx'

/** Yes to the account that is shown, or no with a reason. */
export function PaymentDecision({ payment }: { readonly payment: Payment }): ReactNode {
  const { role } = useSession()
  const amount = useAmount()
  if (role !== 'approver' || !waitsForApprover(payment)) return null
  const { id, totalFen } = payment
  const { version: payeeVersion, lastDigits } = payeeOf(payment)
  const params = (key: string) => ({ path: { id }, header: { 'Idempotency-Key': key } })
  return (
    <Decision
      form={`${id}.${payeeVersion}`}
      approve={say('approvePayment', { amount: amount(totalFen), lastDigits })}
      approved={say('paymentApproved')}
      refused={say('paymentRefused')}
      sendApproval={(key) =>
        answerOf(api.POST('/v1/payments/{id}/approval', { body: { payeeVersion }, params: params(key) }))
      }
      sendRefusal={(reason, key) =>
        answerOf(api.POST('/v1/payments/{id}/refusal', { body: { reason }, params: params(key) }))
      }
    />
  )
}
