import { randomUUID } from 'node:crypto'
import { actorText } from '@welfare/contracts/authority.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { notAccepted, problemOf } from '@welfare/http/answer-command.ts'
import { commandMetadata } from '@welfare/http/command-route.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { defineRoute, notKept, type Route } from '@welfare/http/route.ts'
import { csvContentType } from '@welfare/printouts/csv-table.ts'
import { z } from 'zod'
import { paymentFileCodec, type RegistryContext } from '../registry.context.ts'
import { paymentFileDecider } from './payment-file.decider.ts'
import { createPaymentFileBytes } from './payment-file-bytes.ts'

const reading = {
  'payment-file-unknown': 404,
  'payment-file-expired': 410,
  'payment-file-not-ready': 409,
  'payment-file-superseded': 409,
  'payment-file-altered': 409,
  'payment-already-paid': 409,
  'payment-already-returned': 409,
  'payment-ended': 409,
  'payee-erased': 409,
} as const
/** What the bank has said of it. */
export const withResult = {
  paid: 'payment-already-paid',
  returned: 'payment-already-returned',
  ended: 'payment-ended',
} as const

/** Each payment says itself by which file it was sent: a file that holds another's is not handed out, nor one of which the bank has said something. */
export function createPaymentFileReading(context: RegistryContext): Route {
  const { facts, clock, runner } = context
  const file = createPaymentFileBytes(context)
  return defineRoute({
    method: 'get',
    path: '/v1/payment-files/{id}',
    operationId: 'readPaymentFile',
    summary: 'Takes a payment file, within a day of its writing; that it was taken is recorded',
    tag: 'settlement',
    params: z.strictObject({ id: idOf('paymentfile') }),
    answers: { 200: { description: 'CSV', contentType: csvContentType } },
    refusals: reading,
    async handle({ params: { id }, actor }) {
      const written = facts.findPaymentFile(id)
      if (!written) return refuse('payment-file-unknown')
      if (clock.now().getTime() >= new Date(written.expiresAt).getTime()) return refuse('payment-file-expired')
      const payments = written.payments.flatMap(({ payment }) => facts.findPayment(payment) ?? [])
      const other = payments.find((payment) => payment.file !== id)
      if (other) return refuse('payment-file-superseded', { payment: other.id })
      if (written.superseded) return refuse('payment-file-superseded')
      for (const { id: payment, status } of payments) {
        if (status === 'written') return refuse('payment-file-not-ready', { payment })
        if (status === 'paid' || status === 'returned' || status === 'ended')
          return refuse(withResult[status], { payment })
      }
      const bytes = file.write(written)
      if (!bytes) return refuse('payee-erased')
      if (file.hashOf(bytes) !== written.fileHash) return refuse('payment-file-altered')
      const result = await runner.execute(paymentFileDecider, paymentFileCodec, {
        stream: id,
        command: { type: 'ReadPaymentFile', account: actorText(actor) },
        commandId: randomUUID(),
        input: {},
        metadata: commandMetadata(clock, actor),
      })
      if (result.outcome !== 'accepted') return notAccepted(result, reading)
      const headers = { ...notKept, 'Content-Disposition': `attachment; filename="${id}.csv"` }
      return { status: 200, contentType: csvContentType, body: bytes, headers }
    },
  })
}

function refuse(code: keyof typeof reading, facts: Problem['facts'] = {}): Problem {
  return problemOf({ code, facts }, reading)
}
