import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { ProblemError } from '../../../common/api/problem.ts'
import { useNames } from '../../parts/directory.queries.ts'
import { Failure, Loading, NotFound } from '../../shell/states.tsx'
import { History } from '../history.tsx'
import { type Payment, paymentQuery } from '../settlement.queries.ts'
import { SettlementFrame } from '../settlement-frame.tsx'
import { say } from '../words.ts'
import { PaymentActs } from './payment-acts.tsx'
import { PaymentDecision } from './payment-decision.tsx'
import { PaymentFacts } from './payment-facts.tsx'
import { PaymentFileTaken } from './payment-file.tsx'
import { PaymentSteps } from './payment-status.tsx'
import { sayDifference } from './result-words.ts'

export function PaymentPage(): ReactNode {
  const { payment: id } = useParams({ from: '/desk/settlement/payments/$payment' })
  const { data, error, refetch } = useQuery(paymentQuery(id))
  if (error instanceof ProblemError && error.problem.status === 404) return <NotFound />
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  return data ? <OnePayment payment={data} /> : <Loading />
}

function OnePayment({ payment }: { readonly payment: Payment }): ReactNode {
  const nameOf = useNames()
  const { id, merchant, reference, status, contradictions = [] } = payment
  return (
    <SettlementFrame title={say('paymentOf', { merchant: nameOf(merchant), reference })}>
      <PaymentSteps payment={payment} />
      {status === 'preparing' && <p role="status">{say('preparingWhat')}</p>}
      {status === 'sent' && <Alert type="warning" showIcon title={say('sentWhat')} />}
      {contradictions.map(({ file, code }) => (
        <Alert key={file + code} type="error" showIcon title={say('contradiction', { what: sayDifference(code) })} />
      ))}
      <PaymentActs payment={payment} />
      <PaymentFacts payment={payment} />
      <PaymentDecision payment={payment} />
      <PaymentFileTaken payment={payment} />
      <h2>{say('history')}</h2>
      <History of={id} />
    </SettlementFrame>
  )
}
