import { App, Button } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api } from '../../../common/api/client.ts'
import { useSession } from '../../../common/react/session.tsx'
import { useAct } from '../../../common/react/use-act.ts'
import { Unanswered } from '../../parts/unanswered.tsx'
import { Failure } from '../../shell/states.tsx'
import { useAmount } from '../../shell/use-amount.ts'
import type { Statement } from '../settlement.queries.ts'
import { say } from '../words.ts'

/** The number as it is looked at: a newer revision is another one, and refused. */
export function ApproveStatement({ statement: { id, open } }: { readonly statement: Statement }): ReactNode {
  const { role } = useSession()
  const { message } = App.useApp()
  const amount = useAmount()
  const { number, revision, payFen, status } = open
  const act = useAct(
    (body: { readonly number: number; readonly revision: number }, key) => {
      const params = { path: { id }, header: { 'Idempotency-Key': key } }
      return answerOf(api.POST('/v1/statements/{id}/approval', { body, params }))
    },
    {
      form: `approve.${id}.${number}.${revision}`,
      onDone: () => void message.success(say('approved', { number }), 6),
    },
  )
  if (role !== 'approver' || status !== 'confirmed') return null
  return (
    <div className="not-on-paper">
      <p className="hint">{say('approveOtherwise')}</p>
      <Unanswered act={act} />
      {act.error && <Failure error={act.error} />}
      <div className="decision">
        <Button type="primary" loading={act.isPending} onClick={() => act.mutate({ number, revision })}>
          {say('approve', { number, amount: amount(payFen) })}
        </Button>
      </div>
    </div>
  )
}
