import { Button, Space } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { useAct } from '../../common/react/use-act.ts'
import { sayDay } from '../../common/shanghai.ts'
import { usePower } from '../parts/powers.queries.ts'
import { Failure } from '../shell/states.tsx'
import type { Reconciliation } from './statements.queries.ts'
import { say } from './words.ts'

/** Who made the month's table, and who checked it: another person. */
export function SignMonth({ answer }: { readonly answer: Reconciliation }): ReactNode {
  const { bankAccount: id, month, booksFen, bankFen, reconciliation, madeBy, checkedBy, status } = answer
  const mayMake = usePower('makeBankReconciliation')?.kind === 'may'
  const mayCheck = usePower('checkBankReconciliation')?.kind === 'may'
  const make = useAct((_: undefined, key: string) =>
    answerOf(
      api.POST('/v1/bank-accounts/{id}/reconciliations', {
        params: { path: { id }, header: { 'Idempotency-Key': key } },
        body: { month, booksFen, bankFen },
      }),
    ),
  )
  const check = useAct((made: string, key: string) =>
    answerOf(
      api.POST('/v1/bank-accounts/{id}/reconciliation-checks', {
        params: { path: { id }, header: { 'Idempotency-Key': key } },
        body: { reconciliation: made },
      }),
    ),
  )
  const error = make.error ?? check.error
  return (
    <Space wrap style={{ marginBlockStart: 12 }}>
      {madeBy && <span>{say('madeBy', { who: nameIn(madeBy.by), day: sayDay(madeBy.on) })}</span>}
      {checkedBy && <span>{say('checkedBy', { who: nameIn(checkedBy.by), day: sayDay(checkedBy.on) })}</span>}
      {madeBy && !checkedBy && <span className="hint">{say('toCheck')}</span>}
      {mayMake && !madeBy && status !== 'not-stated' && (
        <Button loading={make.isPending} onClick={() => make.mutate(undefined)}>
          {say('make')}
        </Button>
      )}
      {mayCheck && reconciliation !== null && !checkedBy && (
        <Button type="primary" loading={check.isPending} onClick={() => check.mutate(reconciliation)}>
          {say('check')}
        </Button>
      )}
      {error && <Failure error={error} />}
    </Space>
  )
}

function nameIn(actor: string): string {
  return actor.slice(actor.indexOf('/') + 1)
}
