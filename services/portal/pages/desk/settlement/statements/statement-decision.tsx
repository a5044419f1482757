import type { ReactNode } from 'react'
import { answerOf, api } from '../../../common/api/client.ts'
import { useSession } from '../../../common/react/session.tsx'
import { useAmount } from '../../shell/use-amount.ts'
import { Decision } from '../decision.tsx'
import type { Statement } from '../settlement.queries.ts'
import { say } from '../words.ts'

/** Of the number and, to approve, the amount as they are looked at: a newer revision, or another amount, is refused. */
export function StatementDecision({ statement: { id, open } }: { readonly statement: Statement }): ReactNode {
  const { role } = useSession()
  const amount = useAmount()
  const { number, revision, payFen, status } = open
  if (role !== 'approver' || status !== 'confirmed') return null
  const params = (key: string) => ({ path: { id }, header: { 'Idempotency-Key': key } })
  return (
    <Decision
      form={`${id}.${number}.${revision}.${payFen}`}
      approve={say('approve', { number, amount: amount(payFen) })}
      approved={say(payFen > 0 ? 'approved' : 'approvedNothing', { number })}
      refused={say('statementRefused', { number })}
      sendApproval={(key) =>
        answerOf(api.POST('/v1/statements/{id}/approval', { body: { number, revision, payFen }, params: params(key) }))
      }
      sendRefusal={(reason, key) =>
        answerOf(api.POST('/v1/statements/{id}/refusal', { body: { number, revision, reason }, params: params(key) }))
      }
    />
  )
}
