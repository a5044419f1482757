import { idOf } from '@welfare/contracts/primitives.ts'
import { commandRoute } from '@welfare/http/command-route.ts'
import { orderField } from '@welfare/http/list-order.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { type Actor, defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import type { Place } from '../bank/fund-money.state.ts'
import { refusalOfPayer } from '../bank/payers.routes.ts'
import { refusalOfAccount } from '../funds.context.ts'
import { paymentDecider } from './payment.decider.ts'
import type { OpenPayment } from './payment.state.ts'
import { type PaymentsContext, paymentCodec, paymentOf, referenceFor } from './payments.context.ts'
import { paymentAnswer, paymentBody, paymentEnd, paymentStep, toPaymentAnswer } from './wire.ts'

export const paymentParams = z.strictObject({ id: idOf('payment') })
export const paymentUnknown = { 'payment-unknown': 404 } as const
export const decidedBy = [paymentDecider, paymentCodec] as const
export const noPayment: Problem = { code: 'payment-unknown', status: 404, facts: {} }

/** Payments: preparing one, and reading them. */
export function createPaymentsRoutes(context: PaymentsContext): readonly Route[] {
  return [preparePaymentRoute(context), listPaymentsRoute(context), readPaymentRoute(context)]
}

function preparePaymentRoute(context: PaymentsContext): Route {
  const { facts } = context
  return commandRoute(context, {
    method: 'post',
    path: '/v1/payments',
    operationId: 'preparePayment',
    summary:
      'Prepares one transfer to a merchant over approved statements and invoices; each of them takes it, or it ends',
    tag: 'settlement',
    body: paymentBody,
    answers: { 201: { description: 'What was prepared', schema: paymentStep } },
    refusals: {
      'merchant-unknown': 404,
      'statement-unknown': 404,
      'reference-taken': 409,
      'purchase-unknown': 404,
      'invoice-named-twice': 422,
      'invoice-not-owed': 409,
      'invoice-of-another-merchant': 422,
      'invoice-already-assigned': 409,
      'statement-named-twice': 422,
      'statement-not-approved': 409,
      'statement-of-another-merchant': 422,
      'payment-of-several-divisions': 422,
      'statement-already-assigned': 409,
      'statement-nothing-due': 409,
      'payee-unknown': 409,
      'total-too-large': 422,
      'payment-too-long': 422,
      'bank-account-unknown': 404,
      'bank-account-closed': 409,
      'bank-account-missing': 422,
      'bank-account-of-another-union': 422,
      'balance-not-assigned': 409,
      'money-not-there': 409,
      'payer-unknown': 404,
      'payer-missing': 422,
      'payer-of-another-union': 422,
      'place-named-twice': 422,
    },
    decidedBy,
    toCommand({ body, actor, commandId }) {
      const { merchant, bankAccount, payer, reference = referenceFor(commandId) } = body
      const parts = body.parts.map((named) => {
        const part = { stream: 'purchase' in named ? named.purchase : named.statement, statement: named.number }
        return { ...part, due: facts.findDue(part) }
      })
      const funds = new Set(parts.flatMap(({ due }) => due?.shares.map(({ fund }) => fund) ?? []))
      const money = new Map([...funds].map((fund) => [fund, moneyOf(facts, fund, payer ?? bankAccount)]))
      return {
        stream: paymentOf(reference),
        command: {
          ...{ type: 'PreparePayment', reference, merchant, preparedBy: actor.id, payee: facts.payeeOf(merchant) },
          ...{ parts, money, bankAccount, payer },
          accountDivision: divisionOfPlace(facts, { bankAccount, payer }),
        },
        refusal: refusalOfPayer({ facts }, body) ?? refusalOfAccount({ facts }, actor, { from: bankAccount }),
        mayCreate: true,
      }
    },
    async toAnswer({ events }, _, { stream: id }) {
      const body = await stepOf(context, id, events)
      return body ? { status: 201, body, headers: { Location: `/v1/payments/${id}` } } : noPayment
    },
  })
}

function divisionOfPlace({ findBankAccount, findPayer }: PaymentsContext['facts'], { bankAccount, payer }: Place) {
  const place = payer === undefined ? findBankAccount(bankAccount ?? '') : findPayer(payer)
  return place?.division
}

function moneyOf(facts: PaymentsContext['facts'], fund: string, place: string | undefined) {
  return {
    isOnAccounts: facts.isOnAccounts(fund),
    payer: facts.payerOf(fund),
    thereFen: place === undefined ? 0 : facts.thereFen(fund, place),
  }
}

function listPaymentsRoute({ facts }: PaymentsContext): Route {
  return listRoute({
    path: '/v1/payments',
    operationId: 'listPayments',
    summary: 'Lists payments in the order of their preparation',
    tag: 'settlement',
    filter: {
      merchant: idOf('merchant').optional(),
      status: paymentAnswer.shape.status.optional(),
      ended: paymentEnd.optional().meta({ description: 'Those that ended, and why' }),
      order: orderField,
    },
    item: paymentAnswer,
    description: 'A page of payments',
    listRows: ({ actor: { scope }, query: { merchant, status, ended, order } }, { from, limit }) =>
      facts
        .listPayments(scope, { merchant, status, ended, order }, from, limit)
        .map((row) => ({ ...row, isMerchant: scope.merchants !== undefined })),
    placeOf: ({ sequence }) => sequence,
    toItem: ({ id, payment, isMerchant }) => toPaymentAnswer(id, payment, facts.payeeOf(payment.merchant), isMerchant),
  })
}

function readPaymentRoute(context: PaymentsContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/payments/{id}',
    operationId: 'readPayment',
    summary: 'Reads one payment',
    tag: 'settlement',
    params: paymentParams,
    answers: { 200: { description: 'The payment', schema: paymentAnswer } },
    refusals: paymentUnknown,
    async handle({ params: { id }, actor }) {
      const body = await answerOf(context, id, actor)
      return body ? { status: 200, body } : noPayment
    },
  })
}

type PaymentStatus = z.infer<typeof paymentStep>['status']
const statusAfter: Partial<Readonly<Record<string, PaymentStatus>>> = {
  PaymentPrepared: 'preparing',
  PaymentApproved: 'approved',
  PaymentSent: 'sent',
  PaymentSettled: 'paid',
  PaymentBounced: 'returned',
  PaymentEnded: 'ended',
}

/** Sent again after more has happened, the same act is answered as the first time. */
export async function stepOf(
  { runner }: PaymentsContext,
  id: string,
  events: readonly { readonly event: { readonly type: string } }[],
): Promise<z.infer<typeof paymentStep> | undefined> {
  const recorded = events.map(({ event }) => statusAfter[event.type]).findLast((status) => status !== undefined)
  return runner.read(...decidedBy, id, (state) => {
    if (state.status === 'absent') return undefined
    const { reference, merchant, payee, totalFen, status } = state
    return { id, reference, merchant, status: recorded ?? status, payee, totalFen }
  })
}

/** As its own stream has it. */
async function answerOf({ runner, facts }: PaymentsContext, id: string, { scope }: Pick<Actor, 'scope'>) {
  const toAnswer = (payment: OpenPayment) =>
    toPaymentAnswer(id, payment, facts.payeeOf(payment.merchant), scope.merchants !== undefined)
  return runner.read(...decidedBy, id, (state) => (state.status === 'absent' ? undefined : toAnswer(state)))
}
