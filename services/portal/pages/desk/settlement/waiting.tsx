import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Card } from 'antd'
import { type ReactNode, useState } from 'react'
import { keepShown } from '../approvals/proposals.ts'
import { useMerchantNames } from '../parts/directory.queries.ts'
import { Reading } from '../shell/reading.tsx'
import { PaymentDecision } from './payments/payment-decision.tsx'
import { PaymentFacts } from './payments/payment-facts.tsx'
import { PaymentStatus } from './payments/payment-status.tsx'
import { type Payment, paymentQuery, type StatementRow, statementQuery } from './settlement.queries.ts'
import { StatementDecision } from './statements/statement-decision.tsx'
import { StatementFacts } from './statements/statement-facts.tsx'
import { StatementStatus } from './statements/statement-status.tsx'
import type { useSettlementWaiting } from './waiting.queries.ts'
import { say } from './words.ts'

/** For the page of approvals: each with what its maker saw, and the decision. What is decided stays in its place, as it is by then. */
export function SettlementWaiting({
  waiting: { statements, payments, asked },
}: {
  readonly waiting: ReturnType<typeof useSettlementWaiting>
}): ReactNode {
  const shownStatements = useKept(statements, idOfStatement)
  const shownPayments = useKept(payments, ({ id }) => id)
  return (
    <>
      <Reading of={asked} />
      {shownStatements.map((row) => (
        <WaitingStatement key={idOfStatement(row)} row={row} />
      ))}
      {shownPayments.map((payment) => (
        <WaitingPayment key={payment.id} kept={payment} listed={payments.find(({ id }) => id === payment.id)} />
      ))}
    </>
  )
}

function idOfStatement({ id, number }: StatementRow): string {
  return `${id}.${number}`
}

function useKept<Row>(listed: readonly Row[], idOf: (row: Row) => string): readonly Row[] {
  const [kept, keep] = useState<readonly Row[]>([])
  const shown = keepShown(kept, listed, idOf)
  if (shown !== kept) keep(shown)
  return shown
}

function Waiting({
  title,
  status,
  children,
}: {
  readonly title: string
  readonly status: ReactNode
  readonly children: ReactNode
}): ReactNode {
  return (
    <Card role="article" aria-label={title} title={<h2>{title}</h2>} extra={status}>
      {children}
    </Card>
  )
}

function WaitingStatement({ row }: { readonly row: StatementRow }): ReactNode {
  const { id, number, merchant } = row
  const nameOf = useMerchantNames([merchant])
  const read = useQuery(statementQuery(id))
  const { data } = read
  const shown = data && [...data.numbers, data.open].find((one) => one.number === number)
  return (
    <Waiting
      title={say('statementOf', { merchant: nameOf(merchant), number })}
      status={<StatementStatus status={shown?.status ?? row.status} />}
    >
      <Reading of={read} />
      {shown && (
        <>
          <StatementFacts statement={data} number={shown} />
          <Link to="/desk/settlement/statements/$statement" params={{ statement: id }} search={{ number }}>
            {say('seeLines')}
          </Link>
          {shown === data.open && <StatementDecision statement={data} />}
        </>
      )}
    </Waiting>
  )
}

/** It is asked for by itself only where the list has it no more: what has become of it. */
function WaitingPayment({ kept, listed }: { readonly kept: Payment; readonly listed: Payment | undefined }): ReactNode {
  const { id, merchant, reference } = kept
  const nameOf = useMerchantNames([merchant])
  const { data: decided = kept } = useQuery({ ...paymentQuery(id), enabled: listed === undefined })
  const payment = listed ?? decided
  return (
    <Waiting
      title={say('paymentOf', { merchant: nameOf(merchant), reference })}
      status={<PaymentStatus payment={payment} />}
    >
      <PaymentFacts payment={payment} />
      <Link to="/desk/settlement/payments/$payment" params={{ payment: id }}>
        {say('seePayment')}
      </Link>
      <PaymentDecision payment={payment} />
    </Waiting>
  )
}
