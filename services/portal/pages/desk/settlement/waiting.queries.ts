import { useQuery } from '@tanstack/react-query'
import { everyPaymentQuery, everyStatementQuery, type Payment } from './settlement.queries.ts'

const AGAIN = { refetchInterval: 30_000 } as const

/** Statements and payments that wait for a second person. */
export function useSettlementWaiting() {
  const statements = useQuery({ ...everyStatementQuery({ status: 'confirmed' }), ...AGAIN })
  const ready = useQuery({ ...everyPaymentQuery({ status: 'ready' }), ...AGAIN })
  const approved = useQuery({ ...everyPaymentQuery({ status: 'approved' }), ...AGAIN })
  const asked = [statements, ready, approved]
  const payments = [...(ready.data ?? []), ...(approved.data ?? [])].filter(waitsForApprover)
  return {
    statements: statements.data ?? [],
    payments,
    /** Undefined as long as that is not known. */
    count: asked.every(({ isSuccess }) => isSuccess) ? (statements.data ?? []).length + payments.length : undefined,
    error: asked.find(({ error }) => error)?.error,
  }
}

/** What an officer goes on with: approved statements that no payment has taken, and payments of which the bank has said nothing. */
export function useSettlementUnderway({ isAsked }: { readonly isAsked: boolean }) {
  const toPay = useQuery({ ...everyStatementQuery({ status: 'approved' }), ...AGAIN, enabled: isAsked })
  const sent = useQuery({ ...everyPaymentQuery({ status: 'sent' }), ...AGAIN, enabled: isAsked })
  return { toPay: toPay.data?.length, sent: sent.data?.length, error: toPay.error ?? sent.error }
}

/** Whether an approver has to look at it: for the first time, or because the account is another one now. */
export function waitsForApprover({ status, payeeNow }: Payment): boolean {
  return status === 'ready' || (status === 'approved' && payeeNow !== undefined)
}
