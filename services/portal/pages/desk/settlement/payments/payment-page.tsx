import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { useMerchantNames } from '../../parts/directory.queries.ts'
import { Reading } from '../../shell/reading.tsx'
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
  const read = useQuery(paymentQuery(id))
  return read.data ? <OnePayment payment={read.data} /> : <Reading of={read} isPage />
}

function OnePayment({ payment }: { readonly payment: Payment }): ReactNode {
  const { id, merchant, reference, status, contradictions = [] } = payment
  const nameOf = useMerchantNames([merchant])
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
