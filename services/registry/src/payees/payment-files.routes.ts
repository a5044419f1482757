import { createHash } from 'node:crypto'
import { DAY_MS } from '@welfare/contracts/days.ts'
import { paymentFileWritten } from '@welfare/contracts/events/payees.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { problemOf } from '@welfare/http/answer-command.ts'
import { commandRoute } from '@welfare/http/command-route.ts'
import { notKept, type Route } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import { paymentFileCodec, type RegistryContext } from '../registry.context.ts'
import { paymentFileDecider } from './payment-file.decider.ts'
import { createPaymentFileBytes } from './payment-file-bytes.ts'
import { createPaymentFileReading, withResult } from './payment-file-reading.routes.ts'
import { DEFAULT_MAPPING, mappingName } from './payment-mapping.ts'
import type { PaymentFacts, PaymentStatus } from './payments.store.ts'

const body = z.strictObject({
  payments: z.array(idOf('payment')).min(1).max(500),
  mapping: mappingName.optional(),
})
const answer = z.strictObject({
  id: idOf('paymentfile'),
  ...paymentFileWritten.pick({
    mapping: true,
    payments: true,
    count: true,
    totalFen: true,
    writtenOn: true,
    expiresAt: true,
  }).shape,
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description: 'Of the file: it is the one that the bank was handed' }),
})
const writing = {
  'payment-unknown': 404,
  'payment-named-twice': 422,
  'payment-not-approved': 409,
  'payment-already-sent': 409,
  'payment-already-paid': 409,
  'payment-already-returned': 409,
  'payment-ended': 409,
  'payee-changed': 409,
  'payee-erased': 409,
  'payment-file-of-several-divisions': 422,
  'payment-file-of-several-accounts': 422,
  'payment-file-already-written': 409,
} as const
const standing: Readonly<Record<Exclude<PaymentStatus, 'approved'>, keyof typeof writing>> = {
  ...withResult,
  prepared: 'payment-not-approved',
  written: 'payment-already-sent',
  sent: 'payment-already-sent',
}

/** What the bank takes, or who pays instead of a union. */
export function createPaymentFileRoutes(context: RegistryContext): readonly Route[] {
  const { facts, clock, runner } = context
  const bytesOf = createPaymentFileBytes(context)
  return [writeRoute(), createPaymentFileReading(context)]

  function writeRoute(): Route {
    return commandRoute(context, {
      method: 'post',
      path: '/v1/payment-files',
      operationId: 'writePaymentFile',
      summary:
        'Writes a file of approved payments for the bank, or for who pays instead of a union; from here on they are sent',
      tag: 'settlement',
      body,
      answers: { 201: { description: 'Written, to be taken within a day', schema: answer } },
      refusals: writing,
      decidedBy: [paymentFileDecider, paymentFileCodec],
      toCommand({ body: { payments: ids, mapping = DEFAULT_MAPPING }, commandId }) {
        const payments = ids.flatMap((id) => facts.findPayment(id) ?? [])
        const refusal = refusalOf(ids, payments)
        const lines = payments.map(toEntry)
        const now = clock.now()
        const file = {
          ...{ division: payments[0]?.division ?? '', mapping, payments: lines, count: lines.length },
          ...{ totalFen: sumFen(lines.map(({ totalFen }) => totalFen)), writtenOn: shanghaiDay(now) },
          expiresAt: new Date(now.getTime() + DAY_MS).toISOString(),
        }
        const bytes = refusal ? undefined : bytesOf.write(file)
        const erased = { code: 'payee-erased', facts: {} }
        const fileHash = bytes ? bytesOf.hashOf(bytes) : ''
        return {
          stream: `paymentfile-${commandId}`,
          command: { type: 'WritePaymentFile', file: { ...file, fileHash } },
          creates: true,
          refusal: refusal ?? (bytes ? undefined : erased),
        }
      },
      async toAnswer(_accepted, _request, { stream: id }) {
        const file = await runner.read(paymentFileDecider, paymentFileCodec, id, ({ written }) => written)
        const bytes = file && bytesOf.write(file)
        if (!bytes) return problemOf({ code: 'payee-erased', facts: {} }, writing)
        const { division: _division, fileHash: _fileHash, ...said } = file
        const sha256 = createHash('sha256').update(bytes).digest('hex')
        return {
          status: 201,
          body: { id, ...said, sha256 },
          headers: { ...notKept, Location: `/v1/payment-files/${id}` },
        }
      },
    })
  }

  function refusalOf(ids: readonly string[], payments: readonly PaymentFacts[]): Refusal | undefined {
    const unknown = ids.find((id) => !payments.some((payment) => payment.id === id))
    if (unknown !== undefined) return { code: 'payment-unknown', facts: { payment: unknown } }
    const twice = ids.find((id, index) => ids.indexOf(id) < index)
    if (twice !== undefined) return { code: 'payment-named-twice', facts: { payment: twice } }
    for (const { id: payment, status, merchant, payeeVersion } of payments) {
      if (status !== 'approved') return { code: standing[status], facts: { payment } }
      const [current] = facts.listPayees(merchant)
      if (current?.version !== payeeVersion) {
        const { lastDigits = '' } = current ?? {}
        return { code: 'payee-changed', facts: { payment, lastDigits } }
      }
    }
    const divisions = [...new Set(payments.map(({ division }) => division))]
    if (divisions.length > 1) return { code: 'payment-file-of-several-divisions', facts: { divisions } }
    const places = new Set(payments.map(({ place }) => place))
    return places.size > 1 ? { code: 'payment-file-of-several-accounts', facts: {} } : undefined
  }

  function toEntry({ id: payment, reference, totalFen, merchant, payeeVersion: version }: PaymentFacts) {
    const lastDigits = facts.listPayees(merchant).find((payee) => payee.version === version)?.lastDigits ?? ''
    return { payment, reference, totalFen, payee: { lastDigits, version } }
  }
}
