import { useQuery } from '@tanstack/react-query'
import { sumFen } from '@welfare/contracts/money.ts'
import { refusedAndOpen } from './refused-payments.ts'
import { everyDisputeQuery, everyPaymentQuery, everyStatementQuery, type Payment } from './settlement.queries.ts'

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
    sum: asked.every(({ isSuccess }) => isSuccess)
      ? sumOf(
          [...(statements.data ?? []).map(({ payFen }) => payFen), ...payments.map(({ totalFen }) => totalFen)],
          (fen) => fen,
        )
      : undefined,
    asked,
  }
}

/** What an officer goes on with; each undefined as long as it is not known. */
export function useSettlementUnderway({ isAsked }: { readonly isAsked: boolean }) {
  const again = { ...AGAIN, enabled: isAsked }
  const toConfirm = useQuery({ ...everyStatementQuery({ status: 'proposed' }), ...again })
  const toPay = useQuery({ ...everyStatementQuery({ status: 'approved' }), ...again })
  const drafts = useQuery({ ...everyStatementQuery({ status: 'draft' }), ...again })
  const approved = useQuery({ ...everyPaymentQuery({ status: 'approved' }), ...again })
  const sent = useQuery({ ...everyPaymentQuery({ status: 'sent' }), ...again })
  const refused = useQuery({ ...everyPaymentQuery({ ended: 'refused' }), ...again })
  const disputes = useQuery({ ...everyDisputeQuery({}), ...again })
  return {
    refused: (drafts.data ?? []).filter(({ refusal }) => refusal !== undefined),
    toConfirm: sumOf(toConfirm.data, ({ payFen }) => payFen),
    toPay: sumOf(toPay.data, ({ payFen }) => payFen),
    toSend: sumOf(
      approved.data?.filter((payment) => !waitsForApprover(payment)),
      ({ totalFen }) => totalFen,
    ),
    sent: sumOf(sent.data, ({ totalFen }) => totalFen),
    refusedPayments: sumOf(
      refused.data && toPay.data && refusedAndOpen(refused.data, toPay.data),
      ({ totalFen }) => totalFen,
    ),
    disputed: sumOf(disputes.data, ({ amountFen }) => amountFen),
    asked: isAsked ? [toConfirm, toPay, drafts, approved, sent, refused, disputes] : [],
  }
}

function sumOf<Row>(rows: readonly Row[] | undefined, fenOf: (row: Row) => number) {
  return rows && { count: rows.length, sumFen: sumFen(rows.map(fenOf)) }
}

/** Whether an approver has to look at it: for the first time, or because the account is another one now. */
export function waitsForApprover({ status, payeeNow }: Pick<Payment, 'status' | 'payeeNow'>): boolean {
  return status === 'ready' || (status === 'approved' && payeeNow !== undefined)
}
