import { accept, type Decision } from '@welfare/event-store/decider/decider.ts'
import type { LeaveFile, RecordFileResult, SendByFile } from './payment.commands.ts'
import type { OpenPayment, PaymentEvent } from './payment.state.ts'
import { fail, send, settle } from './payment-outcomes.ts'

/** A file was written elsewhere with what was approved; what cannot be sent is said, and the file is then not handed out. */
export function sendByFile(payment: OpenPayment, { file, sentOn, payee }: SendByFile): Decision<PaymentEvent, never> {
  const decision = send(payment, { type: 'SendPayment', sentOn, payee })
  const { merchant } = payment
  if (decision.accepted)
    return accept([{ type: 'PaymentSent', data: { merchant, sentOn, totalFen: payment.totalFen, file } }])
  return accept([{ type: 'PaymentSendingRefused', data: { merchant, file, code: decision.refusal.code } }])
}

/** The file is not handed out: what it was to send never left. */
export function leaveFile(
  { status, file: sentBy, merchant }: OpenPayment,
  { file }: LeaveFile,
): Decision<PaymentEvent, never> {
  if (status !== 'sent' || sentBy !== file) return accept([])
  return accept([{ type: 'PaymentSendingRefused', data: { merchant, file, code: 'payment-file-superseded' } }])
}

/** Said again it is the same; what contradicts what is known is recorded, and somebody has to look. */
export function recordFileResult(
  payment: OpenPayment,
  { file, result, readOn }: RecordFileResult,
): Decision<PaymentEvent, never> {
  const { merchant, status, ended } = payment
  const { outcome, totalFen } = result
  const isKnown = outcome === 'paid' ? status === 'paid' : ended?.why === 'failed'
  if (isKnown) return accept([])
  const refused = (code: string) =>
    accept<PaymentEvent>([{ type: 'PaymentResultRefused', data: { merchant, file, outcome, totalFen, code } }])
  const day = result.outcome === 'paid' ? result.paidOn : result.failedOn
  if (day > readOn) return refused('late-entry-in-the-future')
  const decision =
    result.outcome === 'paid'
      ? settle(payment, {
          type: 'SettlePayment',
          paidOn: result.paidOn,
          bankReference: result.bankReference,
          amountFen: totalFen,
        })
      : fail(payment, { type: 'FailPayment', amountFen: totalFen, reason: result.reason })
  return decision.accepted ? decision : refused(decision.refusal.code)
}
