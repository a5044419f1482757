import { MAX_AMOUNT_FEN, sumFen } from '@welfare/contracts/money.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { accept, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import type { DueStatement, PreparePayment, StatementOfPayment } from './payment.commands.ts'
import type { PaymentEvent, PaymentState } from './payment.state.ts'

export type PrepareRefusalCode =
  | 'reference-taken'
  | 'statement-named-twice'
  | 'statement-not-approved'
  | 'statement-of-another-merchant'
  | 'payment-of-several-divisions'
  | 'statement-already-assigned'
  | 'statement-nothing-due'
  | 'payee-unknown'
  | 'total-too-large'
  | 'payment-too-long'

/** Amounts by statement and fund: what one event holds. */
export const MAX_AMOUNTS = 400

/** The same asked again is the same payment, whatever became of it. */
export function prepare(
  state: PaymentState,
  { reference, merchant, preparedBy, payee, parts }: PreparePayment,
): Decision<PaymentEvent, PrepareRefusalCode> {
  if (state.status !== 'absent') {
    const isSame = state.merchant === merchant && isSameParts(state.parts, parts)
    return isSame ? accept([]) : refuse('reference-taken', { reference })
  }
  const twice = parts.find((part, index) => parts.findIndex((other) => isSamePart(part, other)) < index)
  if (twice) return refuse('statement-named-twice', named(twice))
  const due: (StatementOfPayment & Pick<DueStatement, 'programme' | 'shares'>)[] = []
  const divisions = new Set<string>()
  for (const { due: found, ...part } of parts) {
    if (!found) return refuse('statement-not-approved', named(part))
    const { programme, shares, payment, division } = found
    if (found.merchant !== merchant) return refuse('statement-of-another-merchant', named(part))
    if (payment !== undefined) return refuse('statement-already-assigned', { ...named(part), payment })
    if (shares.length === 0) return refuse('statement-nothing-due', named(part))
    divisions.add(division)
    due.push({ ...part, programme, shares })
  }
  if (divisions.size > 1) return refuse('payment-of-several-divisions', { divisions: [...divisions] })
  if (!payee) return refuse('payee-unknown', { merchant })
  const totalFen = sumFen(due.map(({ shares }) => totalOf(shares)))
  if (totalFen > MAX_AMOUNT_FEN) return refuse('total-too-large', { totalFen, largestFen: MAX_AMOUNT_FEN })
  const amounts = due.reduce((sum, { shares }) => sum + shares.length, 0)
  if (amounts > MAX_AMOUNTS) return refuse('payment-too-long', { amounts, largest: MAX_AMOUNTS })
  return accept([{ type: 'PaymentPrepared', data: { reference, merchant, payee, parts: due, totalFen, preparedBy } }])
}

function isSamePart(a: StatementOfPayment, b: StatementOfPayment): boolean {
  return a.stream === b.stream && a.statement === b.statement
}

function isSameParts(a: readonly StatementOfPayment[], b: readonly StatementOfPayment[]): boolean {
  return a.length === b.length && a.every((part) => b.some((other) => isSamePart(part, other)))
}

function named({ stream, statement }: StatementOfPayment) {
  return { statement: stream, number: statement }
}
