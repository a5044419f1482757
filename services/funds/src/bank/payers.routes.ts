import { actRoute } from '@welfare/approvals/define-act-route.ts'
import { codecFor } from '@welfare/contracts/catalogue.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import { commandRoute, onlyEvent } from '@welfare/http/command-route.ts'
import { lateEntryRefusals } from '@welfare/http/late-entry.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import type { Route } from '@welfare/http/route.ts'
import { fundDecider } from '../fund.decider.ts'
import { checkFundDay, type FundsContext, fundCodec } from '../funds.context.ts'
import { fundParams, fundUnknown, noFund } from '../funds.routes.ts'
import type { Place } from './fund-money.state.ts'
import { payerDecider } from './payer.decider.ts'
import * as wire from './payer-wire.ts'

const payerCodec = codecFor<'PayerRegistered'>()
const decidedBy = [fundDecider, fundCodec] as const

/** Who pays shops instead of a union, and how much of a fund. */
export function createPayersRoutes(context: FundsContext): readonly Route[] {
  return [
    registerPayerRoute(context),
    listPayersRoute(context),
    grantRoute(context),
    listGrantsRoute(context),
    reductionRoute(context),
  ]
}

export function refusalOfPayer(
  { facts }: { readonly facts: Pick<FundsContext['facts'], 'findPayer'> },
  { bankAccount, payer }: Place,
): Refusal<'payer-unknown' | 'place-named-twice'> | undefined {
  if (payer === undefined) return undefined
  if (bankAccount !== undefined) return { code: 'place-named-twice', facts: {} }
  return facts.findPayer(payer) ? undefined : { code: 'payer-unknown', facts: { payer } }
}

function registerPayerRoute(context: FundsContext): Route {
  return commandRoute(context, {
    method: 'post',
    path: '/v1/payers',
    operationId: 'registerPayer',
    summary: 'Registers who pays shops instead of a union: a treasury, another office; it has no account of ours',
    tag: 'funds',
    body: wire.payerBody,
    answers: { 201: { description: 'The payer', schema: wire.payerAnswer } },
    refusals: { 'payer-known': 409 },
    decidedBy: [payerDecider, payerCodec],
    toCommand: ({ body }) => ({
      stream: derivedId('payer', JSON.stringify([body.division, body.name])),
      command: { type: 'RegisterPayer', ...body },
      mayCreate: true,
    }),
    toAnswer: (_, { body }, { stream: id }) => ({ status: 201, body: { id, ...body } }),
  })
}

function listPayersRoute({ facts }: FundsContext): Route {
  return listRoute({
    path: '/v1/payers',
    operationId: 'listPayers',
    summary: 'Lists who pays shops instead of unions',
    tag: 'funds',
    item: wire.payerAnswer,
    description: 'A page of payers',
    listRows: (_, { from, limit }) => facts.listPayers(from, limit),
    placeOf: ({ sequence }) => sequence,
    toItem: ({ payer }) => payer,
  })
}

function grantRoute(context: FundsContext): Route {
  const { facts } = context
  return actRoute(context, {
    method: 'post',
    path: '/v1/funds/{id}/direct-payment-grants',
    operationId: 'grantDirectPayment',
    summary: 'Enters a notice by which a payer pays so much of a fund to shops itself; no bank of ours ever has it',
    tag: 'funds',
    params: fundParams,
    body: wire.grantBody,
    answers: { 201: { description: 'The grant', schema: wire.grantReceipt } },
    refusals: {
      ...fundUnknown,
      'payer-unknown': 404,
      ...lateEntryRefusals,
      'fund-has-money': 409,
      'fund-paid-by-payer': 409,
      'receipt-number-used': 409,
      'total-too-large': 422,
    },
    describe({ params: { id: fund }, body: { grantedOn: day, lateEntry, amountFen }, actor }) {
      const division = facts.divisionOf(fund)
      if (division === undefined) return noFund
      const { daysLate: lateDays } = checkFundDay(context, fund, actor, { day, lateEntry })
      return lateDays === 0 ? undefined : { kind: 'late-entry', amountFen, division, fund, lateDays }
    },
    decidedBy,
    toCommand({ params: { id: fund }, body, actor }, approval) {
      const { lateEntry, grantedOn: day, ...notice } = body
      const { paperDay: grantedOn, ...checked } = checkFundDay(context, fund, actor, { day, lateEntry, approval })
      const document = { kind: 'quota-notice', number: notice.noticeNumber, date: grantedOn }
      return {
        stream: fund,
        command: { type: 'GrantDirectPayment', fund, ...notice, grantedOn },
        refusal: refusalOfPayer(context, body) ?? checked.refusal,
        metadata: { ...checked.metadata, document },
        mayCreate: true,
      }
    },
    toAnswer({ events }, { params: { id: fund } }) {
      const { data, id } = onlyEvent(events, 'DirectPaymentGranted', fund)
      const { shares, ...notice } = data
      return { status: 201, body: { id, fund, ...notice, amountFen: totalOf(shares) } }
    },
  })
}

function listGrantsRoute({ facts }: FundsContext): Route {
  return listRoute({
    path: '/v1/funds/{id}/direct-payment-grants',
    operationId: 'listDirectPaymentGrants',
    summary: 'Lists what a payer was to pay of a fund, in the order of entry',
    tag: 'funds',
    params: fundParams,
    item: wire.grantAnswer,
    description: 'A page of grants',
    refusals: fundUnknown,
    listRows: ({ params: { id } }, { from, limit }) => (facts.hasFund(id) ? facts.listGrants(id, from, limit) : noFund),
    placeOf: ({ version }) => version,
    toItem: ({ grant }) => grant,
  })
}

function reductionRoute(context: FundsContext): Route {
  const { facts } = context
  return actRoute(context, {
    method: 'post',
    path: '/v1/funds/{id}/direct-payment-reductions',
    operationId: 'reduceDirectPayment',
    summary: 'Records that a payer takes back a grant, or a part of it that is in no programme',
    tag: 'funds',
    params: fundParams,
    body: wire.reductionBody,
    answers: { 201: { description: 'What was taken back', schema: wire.reductionAnswer } },
    refusals: {
      ...fundUnknown,
      'grant-unknown': 404,
      ...lateEntryRefusals,
      'reduced-before-granted': 422,
      'funds-not-available': 409,
      'gift-already-used': 409,
      'money-not-there': 409,
    },
    describe({ params: { id: fund }, body: { grant, amountFen, reason, reducedOn: day, lateEntry }, actor }) {
      const division = facts.divisionOf(fund)
      if (division === undefined) return noFund
      const { daysLate: lateDays } = checkFundDay(context, fund, actor, { day, lateEntry })
      return { kind: 'refund', amountFen, division, fund, lateDays, about: { donation: grant, reason } }
    },
    decidedBy,
    toCommand({ params: { id: fund }, body, actor }, approval) {
      const { reducedOn, lateEntry, ...reduction } = body
      const { day, refusal, metadata } = checkFundDay(context, fund, actor, { day: reducedOn, lateEntry, approval })
      const command = { type: 'ReduceDirectPayment', fund, ...reduction, day } as const
      return { stream: fund, command, refusal, metadata, mayCreate: true }
    },
    toAnswer({ events }, { params: { id: fund } }) {
      const { data, id } = onlyEvent(events, 'DirectPaymentReduced', fund)
      const { grant, payer, shares, availableAfterFen } = data
      return { status: 201, body: { id, fund, grant, payer, amountFen: totalOf(shares), availableAfterFen } }
    },
  })
}
