import { createHash, randomUUID } from 'node:crypto'
import { actorText } from '@welfare/contracts/authority.ts'
import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { DAY_MS } from '@welfare/contracts/days.ts'
import { paymentFileWritten } from '@welfare/contracts/events/payees.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { notAccepted, problemOf } from '@welfare/http/answer-command.ts'
import { commandMetadata, commandRoute } from '@welfare/http/command-route.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { defineRoute, notKept, type Route } from '@welfare/http/route.ts'
import { csvContentType } from '@welfare/printouts/csv-table.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import { paymentFileCodec, type RegistryContext } from '../registry.context.ts'
import { createPayeeSecrets } from './payee-secrets.ts'
import { paymentFileDecider } from './payment-file.decider.ts'
import { DEFAULT_MAPPING, findMapping, mappingName, type PaymentLine, writePaymentFile } from './payment-mapping.ts'
import type { PaymentFacts, PaymentStatus } from './payments.store.ts'

type PaymentFile = DataOf<'PaymentFileWritten'>

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
const withResult = {
  paid: 'payment-already-paid',
  returned: 'payment-already-returned',
  ended: 'payment-ended',
} as const
const standing: Readonly<Record<Exclude<PaymentStatus, 'approved'>, keyof typeof writing>> = {
  ...withResult,
  prepared: 'payment-not-approved',
  written: 'payment-already-sent',
  sent: 'payment-already-sent',
}

/**
 * What the bank takes, or who pays instead of a union. The file itself is kept nowhere: it is made again of what was recorded, the same bytes, as long as it may be taken. Each
 * payment says itself by which file it was sent: a file that holds another's is not handed out, nor one of which the bank has said something.
 */
export function createPaymentFileRoutes(context: RegistryContext): readonly Route[] {
  const { facts, clock, keyStore, runner } = context
  const secrets = createPayeeSecrets(keyStore)
  return [writeRoute(), readRoute()]

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
        const bytes = refusal ? undefined : write(file)
        const erased = { code: 'payee-erased', facts: {} }
        const fileHash = bytes ? secrets.hashFile(bytes) : ''
        return {
          stream: `paymentfile-${commandId}`,
          command: { type: 'WritePaymentFile', file: { ...file, fileHash } },
          creates: true,
          refusal: refusal ?? (bytes ? undefined : erased),
        }
      },
      async toAnswer(_accepted, _request, { stream: id }) {
        const file = await runner.read(paymentFileDecider, paymentFileCodec, id, ({ written }) => written)
        const bytes = file && write(file)
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

  /** Undefined where a payee was erased. */
  function write({ mapping, payments }: Pick<PaymentFile, 'mapping' | 'payments'>): Buffer | undefined {
    const lines = payments.flatMap(({ payment, reference, totalFen, payee: { version } }): PaymentLine[] => {
      const merchant = facts.findPayment(payment)?.merchant ?? ''
      const payee = facts.listPayees(merchant).find((known) => known.version === version)
      const fields = payee && secrets.open(merchant, payee.sealed)
      if (!payee || !fields) return []
      const { account, holder } = fields
      return [{ reference, holder, account, bank: payee.bank, totalFen }]
    })
    return lines.length === payments.length ? writePaymentFile(findMapping(mapping), lines) : undefined
  }

  function readRoute(): Route {
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
        const file = facts.findPaymentFile(id)
        if (!file) return refuse('payment-file-unknown')
        if (clock.now().getTime() >= new Date(file.expiresAt).getTime()) return refuse('payment-file-expired')
        const payments = file.payments.flatMap(({ payment }) => facts.findPayment(payment) ?? [])
        const other = payments.find((payment) => payment.file !== id)
        if (other) return refuse('payment-file-superseded', { payment: other.id })
        if (file.superseded) return refuse('payment-file-superseded')
        for (const { id: payment, status } of payments) {
          if (status === 'written') return refuse('payment-file-not-ready', { payment })
          if (status === 'paid' || status === 'returned' || status === 'ended')
            return refuse(withResult[status], { payment })
        }
        const bytes = write(file)
        if (!bytes) return refuse('payee-erased')
        if (secrets.hashFile(bytes) !== file.fileHash) return refuse('payment-file-altered')
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
}
