import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Card, Tag } from 'antd'
import type { ReactNode } from 'react'
import { useNames } from '../parts/directory.queries.ts'
import { Failure, Loading } from '../shell/states.tsx'
import { PaymentDecision } from './payments/payment-decision.tsx'
import { PaymentFacts } from './payments/payment-facts.tsx'
import { type Payment, type StatementRow, statementQuery } from './settlement.queries.ts'
import { ApproveStatement } from './statements/approve-statement.tsx'
import { StatementFacts } from './statements/statement-facts.tsx'
import type { useSettlementWaiting } from './waiting.queries.ts'
import { say } from './words.ts'

/** For the page of approvals: each with what its maker saw, and the decision. */
export function SettlementWaiting({
  waiting: { statements, payments, error },
}: {
  readonly waiting: ReturnType<typeof useSettlementWaiting>
}): ReactNode {
  if (error) return <Failure error={error} />
  return (
    <>
      {statements.map((row) => (
        <WaitingStatement key={`${row.id}.${row.number}`} row={row} />
      ))}
      {payments.map((payment) => (
        <WaitingPayment key={payment.id} payment={payment} />
      ))}
    </>
  )
}

function Waiting({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <Card role="article" aria-label={title} title={<h2>{title}</h2>} extra={<Tag color="warning">{say('waits')}</Tag>}>
      {children}
    </Card>
  )
}

function WaitingStatement({ row }: { readonly row: StatementRow }): ReactNode {
  const { id, number, merchant } = row
  const nameOf = useNames()
  const { data, error } = useQuery(statementQuery(id))
  return (
    <Waiting title={say('statementOf', { merchant: nameOf(merchant), number })}>
      {error && <Failure error={error} />}
      {!data && !error && <Loading />}
      {data && (
        <>
          <StatementFacts statement={data} />
          <Link to="/desk/settlement/statements/$statement" params={{ statement: id }} search={{ number }}>
            {say('seeLines')}
          </Link>
          <ApproveStatement statement={data} />
        </>
      )}
    </Waiting>
  )
}

function WaitingPayment({ payment }: { readonly payment: Payment }): ReactNode {
  const { id, merchant, reference } = payment
  const nameOf = useNames()
  return (
    <Waiting title={say('paymentOf', { merchant: nameOf(merchant), reference })}>
      <PaymentFacts payment={payment} />
      <Link to="/desk/settlement/payments/$payment" params={{ payment: id }}>
        {say('seePayment')}
      </Link>
      <PaymentDecision payment={payment} />
    </Waiting>
  )
}
