import type { Recorded } from '@welfare/approvals/acts.context.ts'
import { actRoute } from '@welfare/approvals/define-act-route.ts'
import { readProposed } from '@welfare/approvals/propose-act.ts'
import { creditCode, payeeSet } from '@welfare/contracts/events/payees.ts'
import { payeeAccount } from '@welfare/contracts/events/payments.ts'
import { BANK_ACCOUNT } from '@welfare/contracts/events/written-numbers.ts'
import { idOf, name, text } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import { problemOf } from '@welfare/http/answer-command.ts'
import { onlyEvent } from '@welfare/http/command-route.ts'
import { problem } from '@welfare/http/problem.ts'
import { queryBoolean } from '@welfare/http/query-fields.ts'
import { defineRoute, notKept, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { merchantDecider } from '../directory/merchant.decider.ts'
import { sameData } from '../people/same-data.ts'
import { documentField } from '../people/worker-records.ts'
import { merchantCodec, type RegistryContext } from '../registry.context.ts'
import { maskPayee, payeePreview, payeeWarning, shownPayee, toShownPayee, warningsOf } from './payee-answer.ts'
import { createPayeeSecrets, digitsOf, type PayeeFields } from './payee-secrets.ts'

const params = z.strictObject({ id: idOf('merchant') })
const body = z.strictObject({
  account: z.string().regex(BANK_ACCOUNT).meta({ description: 'Digits, perhaps in groups; kept sealed' }),
  holder: name.meta({ description: 'As the bank has it; kept sealed' }),
  contact: text(100).optional().meta({ description: 'Kept sealed' }),
  bank: name,
  creditCode: creditCode.optional(),
  document: documentField,
})
const refusals = {
  'merchant-unknown': 404,
  'payee-unchanged': 409,
  'payee-erased': 409,
  'payee-changed-meanwhile': 409,
}

/** What waits for the approver: the secret part sealed, and the version that it is to replace. */
const waitingPayee = payeeSet.omit({ version: true }).extend({ replaces: z.int().min(0), document: documentField })
type WaitingPayee = z.infer<typeof waitingPayee>

export function createPayeeRoutes(context: RegistryContext): readonly Route[] {
  return [setPayee(context), readPayee(context)]
}

function setPayee(context: RegistryContext): Route {
  const { facts, keyStore, acts } = context
  const secrets = createPayeeSecrets(keyStore)

  return actRoute(context, {
    method: 'post',
    path: '/v1/merchants/{id}/payee',
    operationId: 'setPayee',
    summary: 'Sets where a merchant is paid to; a second person always approves it',
    tag: 'merchants',
    params,
    query: z.strictObject({ dryRun: queryBoolean.optional() }),
    body,
    answers: {
      200: {
        description: 'With dryRun: what would be set, masked, and what a second look is worth',
        schema: payeePreview,
      },
      201: { description: 'Set, once it was approved', schema: payeeAccount },
    },
    refusals,
    describe({ params: { id }, body: given, actor: { scope } }) {
      const merchant = facts.findEntry('merchant', id)
      if (!merchant) return problemOf({ code: 'merchant-unknown', facts: {} }, refusals)
      const payee = toWaiting(id, given)
      const fields = secrets.open(id, payee.sealed)
      const warnings = warningsOf(facts, id, payee, fields?.holder, scope).map(({ code }) => code)
      const { lastDigits, bank, creditCode, replaces } = payee
      const about = { merchant: id, lastDigits, bank, replaces, warnings, ...(creditCode && { creditCode }) }
      return { kind: 'payee', division: merchant.data.division, beyond: { limit: 0, value: 1 }, about }
    },
    record: async ({ params: { id }, body: given, commandId }) => ({
      params: { id },
      query: {},
      body: asJson(await recordedBefore(id, given, commandId)),
    }),
    decidedBy: [merchantDecider, merchantCodec],
    toCommand({ params: { id }, body: given }) {
      const { replaces, document, ...payee } = toWaiting(id, given)
      const [current] = facts.listPayees(id)
      const fields = secrets.open(id, payee.sealed)
      const known = current && secrets.open(id, current.sealed)
      const { bank, creditCode } = payee
      const isSame =
        current !== undefined &&
        known !== undefined &&
        fields !== undefined &&
        sameData({ bank: current.bank, creditCode: current.creditCode, ...known }, { bank, creditCode, ...fields })
      const code = fields === undefined ? 'payee-erased' : isSame ? 'payee-unchanged' : undefined
      return {
        stream: id,
        command: { type: 'SetPayee', payee, replaces },
        metadata: { document },
        ...(code && { refusal: { code, facts: {} } }),
      }
    },
    toPreview({ stream, command, refusal }, { actor: { scope } }) {
      if (refusal) return problemOf(refusal, refusals)
      if (command.type !== 'SetPayee') throw new Error('a payee is set by its own command')
      const fields = secrets.open(stream, command.payee.sealed)
      const warnings = warningsOf(facts, stream, command.payee, fields?.holder, scope)
      const preview = { ...maskPayee(command.payee, fields), needsApproval: true, warnings }
      return { status: 200, body: preview, headers: notKept }
    },
    toAnswer({ events }, _, { stream }) {
      const { lastDigits, version } = onlyEvent(events, 'PayeeSet', stream).data
      return { status: 201, body: { lastDigits, version } }
    },
  })

  /** As it is recorded; what waited already is recorded so. */
  function toWaiting(merchant: string, given: z.output<typeof body> | WaitingPayee): WaitingPayee {
    if ('sealed' in given) return given
    const { account, holder, contact, ...open } = given
    const replaces = facts.listPayees(merchant)[0]?.version ?? 0
    return { ...open, ...secrets.seal(merchant, { account, holder, contact }), replaces }
  }

  /** Sealed twice is two texts: the same request sent again is told by what it was sealed of. */
  async function recordedBefore(merchant: string, given: z.output<typeof body>, commandId: unknown) {
    const before = waitingPayee.safeParse((await readProposed(acts.context, commandId))?.body)
    if (!before.success) return toWaiting(merchant, given)
    const { bank, creditCode, document, sealed } = before.data
    const fields = secrets.open(merchant, sealed)
    const { account, ...rest } = given
    const asked = { ...rest, account: digitsOf(account) }
    return fields !== undefined && sameData({ bank, creditCode, document, ...fields }, asked)
      ? before.data
      : toWaiting(merchant, given)
  }
}

function asJson(payee: WaitingPayee): Recorded['body'] {
  return JSON.parse(JSON.stringify(payee)) as Recorded['body']
}

function readPayee({ facts, keyStore }: RegistryContext): Route {
  const secrets = createPayeeSecrets(keyStore)
  const fieldsOf = (merchant: string, sealed: string): PayeeFields | undefined => secrets.open(merchant, sealed)
  return defineRoute({
    method: 'get',
    path: '/v1/merchants/{id}/payee',
    operationId: 'readPayee',
    summary: 'Reads where a merchant is paid to, masked, with every version before',
    tag: 'merchants',
    params,
    query: z.strictObject({ after: afterField }),
    answers: {
      200: {
        description: 'Newest first; none where nobody has set one yet',
        schema: z.strictObject({
          merchant: idOf('merchant'),
          versions: z.array(shownPayee),
          warnings: z.array(payeeWarning),
        }),
      },
    },
    refusals: {},
    async handle({ params: { id }, actor: { scope } }) {
      if (!facts.findEntry('merchant', id)) return problem('not-found')
      const payees = facts.listPayees(id)
      const [current] = payees
      const holder = current && fieldsOf(id, current.sealed)?.holder
      return {
        status: 200,
        body: {
          merchant: id,
          versions: payees.map((payee) => toShownPayee(payee, fieldsOf(id, payee.sealed))),
          warnings: current ? warningsOf(facts, id, current, holder, scope) : [],
        },
        headers: notKept,
      }
    },
  })
}
