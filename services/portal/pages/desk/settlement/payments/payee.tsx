import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { payeeQuery } from '../../merchants/merchants.queries.ts'
import type { Payment } from '../settlement.queries.ts'
import { say } from '../words.ts'

/** Where it goes, masked: bank, holder, last four digits. */
export function PayeeShown({ merchant, version }: { readonly merchant: string; readonly version?: number }): ReactNode {
  const { data } = useQuery(payeeQuery(merchant))
  const payee = data?.versions.find(({ payeeVersion }) => version === undefined || payeeVersion === version)
  if (data && !payee)
    return (
      <Alert
        type="warning"
        showIcon
        title={say('payeeNone')}
        description={
          <Link to="/desk/merchants/$merchant" params={{ merchant }}>
            {say('payeeEnter')}
          </Link>
        }
      />
    )
  if (!payee) return '…'
  const { bank, holder = say('payeeErased'), lastDigits } = payee
  return say('payeeIs', { holder, bank, lastDigits })
}

/** The account that an approver looks at: what is the merchant's now. */
export function payeeOf({ payee, approval, payeeNow }: Payment): Payment['payee'] {
  return payeeNow ?? approval?.payee ?? payee
}
