import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { accountingDateOf } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { type BoundProcess, defineProcess, type Reaction } from '@welfare/facts/process-manager.ts'
import type { Source } from '../funds.process.ts'
import type { PaymentCommand } from './payment.commands.ts'
import { paymentDecider } from './payment.decider.ts'
import { paymentCodec } from './payments.context.ts'
import type { PaymentsFacts } from './payments.facts.ts'

type PaymentFilesFacts = Pick<PaymentsFacts, 'listBesideRefused'>
const onPayments = { decider: paymentDecider, codec: paymentCodec }

/** What statements say to the payment that wants to pay them, and what files say of payments. */
export function createPaymentsProcesses(facts: PaymentFilesFacts): readonly BoundProcess[] {
  return [
    defineProcess({
      name: 'receive-part',
      on: ['StatementAssigned', 'StatementAssignmentRefused', 'InvoiceAssigned', 'InvoiceAssignmentRefused'],
      ...onPayments,
      react: receivePart,
    }),
    defineProcess({ name: 'send-by-file', on: ['PaymentFileWritten'], ...onPayments, react: sendByFile }),
    defineProcess({
      name: 'leave-file',
      on: ['PaymentSendingRefused'],
      ...onPayments,
      react: (event, source) => leaveFile(facts, event, source),
    }),
    defineProcess({ name: 'record-results', on: ['PaymentResultsRead'], ...onPayments, react: recordResults }),
  ]
}

export function receivePart(
  {
    data,
  }: EventOf<'StatementAssigned' | 'StatementAssignmentRefused' | 'InvoiceAssigned' | 'InvoiceAssignmentRefused'>,
  { stream }: Pick<Source, 'stream'>,
): Reaction<PaymentCommand>[] {
  const part = { stream, statement: 'invoice' in data ? data.invoice : data.statement }
  if ('code' in data) return [{ stream: data.payment, command: { type: 'RefusePart', ...part, code: data.code } }]
  return [{ stream: data.payment, command: { type: 'TakePart', ...part } }]
}

export function sendByFile(
  { data }: EventOf<'PaymentFileWritten'>,
  { stream: file }: Pick<Source, 'stream'>,
): Reaction<PaymentCommand>[] {
  return data.payments.map(({ payment: stream, payee }) => ({
    stream,
    command: { type: 'SendByFile', file, sentOn: data.writtenOn, payee },
  }))
}

/** Each payment of the file has answered it before: `send-by-file` comes first. One refusal is enough to leave it. */
export function leaveFile(
  facts: PaymentFilesFacts,
  { data: { file } }: EventOf<'PaymentSendingRefused'>,
  { stream: refused }: Pick<Source, 'stream'>,
): Reaction<PaymentCommand>[] {
  return facts.listBesideRefused(file, refused).map((stream) => ({ stream, command: { type: 'LeaveFile', file } }))
}

/** Money counts on the day that the bank says. */
export function recordResults(
  { data }: EventOf<'PaymentResultsRead'>,
  source: Pick<SequencedEvent, 'stream' | 'metadata' | 'recordedAt'>,
): Reaction<PaymentCommand>[] {
  const readOn = accountingDateOf(source)
  return data.results.map((result) => ({
    stream: result.payment,
    command: { type: 'RecordFileResult', file: source.stream, result, readOn },
    ...(result.outcome === 'paid' && result.paidOn <= readOn && { accountingDate: result.paidOn }),
  }))
}
