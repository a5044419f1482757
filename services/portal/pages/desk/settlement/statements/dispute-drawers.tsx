import { totalOf } from '@welfare/contracts/shares.ts'
import { Form, Radio } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { sayDay } from '../../../common/shanghai.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { ReasonDrawer, ReasonField } from '../../parts/reason-drawer.tsx'
import { useAmount } from '../../shell/use-amount.ts'
import { movesOf } from '../moves.ts'
import type { Statement, StatementLine } from '../settlement.queries.ts'
import { say } from '../words.ts'

export function DisputeDrawer({
  statement: { id },
  line: { redemption = '', day, amountFen },
  onClose,
}: {
  readonly statement: Statement
  readonly line: StatementLine
  readonly onClose: () => void
}): ReactNode {
  const amount = useAmount()
  return (
    <ReasonDrawer
      title={say('dispute')}
      form={`dispute.${redemption}`}
      hint={say('disputeWhat', { day: sayDay(day), amount: amount(amountFen) })}
      done={say('disputeDone')}
      send={({ reason }, key) => {
        const params = { path: { id }, header: { 'Idempotency-Key': key } }
        return answerOf(api.POST('/v1/statements/{id}/disputes', { body: { redemption, reason }, params }))
      }}
      onClose={() => onClose()}
    />
  )
}

type Ending = BodyOf<'endDispute'>

/** The meal stands and is due, or is none and is taken back. */
export function EndDisputeDrawer({
  statement,
  dispute: { redemption, shares },
  onClose,
}: {
  readonly statement: string
  readonly dispute: Statement['disputes'][number]
  readonly onClose: () => void
}): ReactNode {
  const amount = useAmount()
  return (
    <ActDrawer<Ending, Ending, object>
      title={say('endDispute')}
      form={`end-dispute.${redemption}`}
      empty={{}}
      toBody={({ outcome, reason }) =>
        outcome && reason?.trim() ? { redemption, outcome, reason: reason.trim() } : undefined
      }
      preview={async ({ outcome }) =>
        movesOf(shares, outcome === 'stands' ? { disputed: -1, payable: 1 } : { disputed: -1, used: -1, cost: -1 })
      }
      send={(body, key) => {
        const params = { path: { id: statement }, header: { 'Idempotency-Key': key } }
        return answerOf(api.POST('/v1/statements/{id}/disputes/end', { body, params }))
      }}
      submit={say('endDispute')}
      done={say('disputeEnded')}
      onClose={() => onClose()}
    >
      <p className="hint">{say('endDisputeWhat', { amount: amount(totalOf(shares)) })}</p>
      <Form.Item name="outcome" label={say('disputeOutcome')} rules={[{ required: true }]}>
        <Radio.Group
          options={(['stands', 'taken-back'] as const).map((value) => ({ value, label: say(`dispute.${value}`) }))}
        />
      </Form.Item>
      <ReasonField />
    </ActDrawer>
  )
}
