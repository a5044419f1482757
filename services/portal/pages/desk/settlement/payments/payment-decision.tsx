import { App, Button, Flex, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../../common/api/client.ts'
import { useSession } from '../../../common/react/session.tsx'
import { useAct } from '../../../common/react/use-act.ts'
import { useDraft } from '../../../common/react/use-draft.ts'
import { Unanswered } from '../../parts/unanswered.tsx'
import { Failure } from '../../shell/states.tsx'
import { useAmount } from '../../shell/use-amount.ts'
import type { Payment } from '../settlement.queries.ts'
import { waitsForApprover } from '../waiting.queries.ts'
import { say } from '../words.ts'
import { payeeOf } from './payee.tsx'

/** Yes to the account that is shown, or no with a reason. */
export function PaymentDecision({ payment }: { readonly payment: Payment }): ReactNode {
  const { role } = useSession()
  if (role !== 'approver' || !waitsForApprover(payment)) return null
  return <Decision payment={payment} />
}

function Decision({ payment }: { readonly payment: Payment }): ReactNode {
  const { id, totalFen } = payment
  const { message } = App.useApp()
  const amount = useAmount()
  const { version, lastDigits } = payeeOf(payment)
  const draft = useDraft(`decide.${id}`, { reason: '' })
  const [reason, setReason] = useState(draft.initial.reason)
  const [isMissing, setMissing] = useState(false)
  const done = (word: 'paymentApproved' | 'paymentRefused') => () => {
    draft.drop()
    void message.success(say(word), 6)
  }
  const params = (key: string) => ({ path: { id }, header: { 'Idempotency-Key': key } })
  const approve = useAct(
    (body: { readonly payeeVersion: number }, key) =>
      answerOf(api.POST('/v1/payments/{id}/approval', { body, params: params(key) })),
    { form: `approve.${id}.${version}`, onDone: done('paymentApproved') },
  )
  const refuse = useAct(
    (body: { readonly reason: string }, key) =>
      answerOf(api.POST('/v1/payments/{id}/refusal', { body, params: params(key) })),
    { form: `refuse.${id}`, onDone: done('paymentRefused') },
  )
  const error = approve.error ?? refuse.error
  const isSending = approve.isPending || refuse.isPending
  return (
    <Form layout="vertical" className="not-on-paper" style={{ marginBlockStart: 16 }}>
      <Form.Item
        label={say('refusalReason')}
        htmlFor={`reason-${id}`}
        {...(isMissing && { validateStatus: 'error' as const, help: say('refusalReasonMissing') })}
      >
        <Input
          id={`reason-${id}`}
          maxLength={200}
          value={reason}
          onChange={({ target }) => {
            setReason(target.value)
            setMissing(false)
            draft.keep({ reason: target.value })
          }}
        />
      </Form.Item>
      <Unanswered act={approve} />
      {error && <Failure error={error} />}
      <Flex gap="small" wrap className="decision">
        <Button
          type="primary"
          loading={approve.isPending}
          disabled={isSending}
          onClick={() => approve.mutate({ payeeVersion: version })}
        >
          {say('approvePayment', { amount: amount(totalFen), lastDigits })}
        </Button>
        <Button
          danger
          loading={refuse.isPending}
          disabled={isSending}
          onClick={() => (reason.trim() ? refuse.mutate({ reason: reason.trim() }) : setMissing(true))}
        >
          {say('refusePayment')}
        </Button>
      </Flex>
    </Form>
  )
}
