import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { type Payee, payeeQuery } from '../../merchants/merchants.queries.ts'
import type { Payment } from '../settlement.queries.ts'
import { say } from '../words.ts'

/** Where it goes, masked: bank, holder, last four digits. */
export function PayeeShown({ merchant, version }: { readonly merchant: string; readonly version?: number }): ReactNode {
  const isIt = ({ payeeVersion }: Payee) => version === undefined || payeeVersion === version
  const { data } = useQuery({
    ...payeeQuery(merchant),
    // A payment may know of a newer account than what was read of them.
    refetchInterval: ({ state }) => version !== undefined && state.data?.versions.some(isIt) === false && 1_000,
  })
  const payee = data?.versions.find(isIt)
  if (data && !payee && version === undefined)
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
