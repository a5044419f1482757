import { type Scope, scopeHoldsDivision } from '@welfare/contracts/authority.ts'
import { paymentResultsRead } from '@welfare/contracts/events/payees.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import { notAccepted, problemOf } from '@welfare/http/answer-command.ts'
import { commandMetadata } from '@welfare/http/command-route.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { queryBoolean } from '@welfare/http/query-fields.ts'
import { defineRoute, notKept, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { namesSomebody } from '../personal-data/free-text-check.ts'
import { paymentFileCodec, type RegistryContext } from '../registry.context.ts'
import { createPayeeSecrets, digitsOf, showsAccount } from './payee-secrets.ts'
import { paymentFileDecider } from './payment-file.decider.ts'
import { DEFAULT_MAPPING, findMapping, mappingName } from './payment-mapping.ts'
import { matchResults, type ResultMatching, readResultLines } from './payment-results.ts'
import type { PaymentFacts } from './payments.store.ts'

const MAX_BYTES = 1_048_576
const MAX_LINES = 500

const refusals = { 'payment-results-unreadable': 422, 'payment-results-too-long': 422 } as const
const answer = z.strictObject({
  id: idOf('paymentfile')
    .optional()
    .meta({ description: 'Absent where no line is the result of a payment: nothing was recorded' }),
  ...paymentResultsRead.pick({ mapping: true, rows: true, results: true, differences: true }).shape,
})

/**
 * What the bank says of payments: each line is the result of one, wholly, or a difference that an act resolves. Of the same file again only what
 * was a difference is tried again: its payment may have been sent since.
 */
export function createPaymentResultsRoute(context: RegistryContext): Route {
  const { facts, clock, keyStore, runner } = context
  const secrets = createPayeeSecrets(keyStore)
  return defineRoute({
    method: 'post',
    path: '/v1/payment-results',
    operationId: 'readPaymentResults',
    summary:
      'Reads what the bank says of payments: matched by reference, amount and payee; what differs changes nothing',
    tag: 'settlement',
    query: z.strictObject({ mapping: mappingName.optional(), dryRun: queryBoolean.optional() }),
    body: { file: ['text/csv', 'application/octet-stream'], maxBytes: MAX_BYTES },
    answers: {
      200: { description: 'With dryRun, or where nothing matches: what the lines say', schema: answer },
      201: { description: 'Read, now or before', schema: answer },
    },
    refusals,
    async handle({ query: { mapping = DEFAULT_MAPPING, dryRun = false }, body: { bytes }, actor, commandId }) {
      const fileHash = secrets.hashFile(bytes)
      // What it says to others is theirs.
      const id = derivedId('paymentfile', 'results', fileHash, ...placesOf(actor.scope))
      const before = await runner.read(paymentFileDecider, paymentFileCodec, id, ({ results }) => results)
      const lines = readResultLines(bytes, findMapping(mapping))
      if (lines === undefined) return refuse('payment-results-unreadable')
      if (lines.length > MAX_LINES) return refuse('payment-results-too-long', { lines: lines.length, most: MAX_LINES })
      const matched = matchResults(lines, matchingFor(actor.scope, before?.results ?? []))
      if (before && matched.results.length === before.results.length) return answered(id, before)
      const division = facts.findPayment(matched.results[0]?.payment ?? '')?.division
      const said = { mapping, rows: lines.length, ...matched }
      if (dryRun || division === undefined) return { status: 200, body: said, headers: notKept }
      const result = await runner.execute(paymentFileDecider, paymentFileCodec, {
        stream: id,
        command: { type: 'ReadPaymentResults', results: { ...said, division, fileHash } },
        commandId: String(commandId),
        input: { fileHash, mapping },
        metadata: commandMetadata(clock, actor),
        mayCreate: true,
      })
      if (result.outcome !== 'accepted') return notAccepted(result, refusals)
      const recorded = await runner.read(paymentFileDecider, paymentFileCodec, id, ({ results }) => results)
      const { version, position } = result
      return { ...answered(id, recorded ?? said), version, position }
    },
  })

  function answered(id: string, { mapping, rows, results, differences }: Omit<z.infer<typeof answer>, 'id'>) {
    return { status: 201, body: { id, mapping, rows, results, differences }, headers: notKept }
  }

  function matchingFor(scope: Scope, before: ResultMatching['before']): ResultMatching {
    const payeeOf = ({ merchant, payeeVersion }: PaymentFacts) =>
      facts.listPayees(merchant).find(({ version }) => version === payeeVersion)
    return {
      before,
      findPayment(reference) {
        const payment = facts.findPaymentByReference(reference)
        return payment && isWithin(scope, payment) ? payment : undefined
      },
      isPayee(payment, account) {
        const payee = payeeOf(payment)
        if (!payee) return false
        if (/^\d{8,}$/.test(digitsOf(account))) return secrets.hashAccount(account) === payee.accountHash
        const known = secrets.open(payment.merchant, payee.sealed)?.account
        return known !== undefined && showsAccount(account, known)
      },
      toReason(payment, reason) {
        const payee = payeeOf(payment)
        const fields = payee && secrets.open(payment.merchant, payee.sealed)
        const ungrouped = digitsOf(reason)
        const secret = fields && [fields.account, fields.holder].some((value) => ungrouped.includes(digitsOf(value)))
        const isSecret = secret || [reason, ungrouped].some(namesSomebody)
        return reason === '' || isSecret ? '见银行回单' : reason.slice(0, 500)
      },
    }
  }
}

function isWithin({ programmes: seen, ...scope }: Scope, { division, programmes }: PaymentFacts): boolean {
  return scopeHoldsDivision(scope, division) && (!seen || programmes.every((programme) => seen.includes(programme)))
}

function placesOf({ divisions, programmes = [] }: Scope): string[] {
  return [...divisions, ...programmes].sort()
}

function refuse(code: keyof typeof refusals, facts: Problem['facts'] = {}): Problem {
  return problemOf({ code, facts }, refusals)
}
