import { commandRoute, type StreamCommand } from '@welfare/http/command-route.ts'
import { lateEntryRefusals } from '@welfare/http/late-entry.ts'
import type { Actor, Route } from '@welfare/http/route.ts'
import type { z } from 'zod'
import { refusalOfAccount } from '../funds.context.ts'
import type { PaymentCommand } from './payment.commands.ts'
import { fundsOf, type OpenPayment } from './payment.state.ts'
import { checkBankDay, type PaymentsContext } from './payments.context.ts'
import { decidedBy, noPayment, paymentParams, paymentUnknown, stepOf } from './payments.routes.ts'
import { approvalBody, paymentStep, reasonBody, resultBody, returnBody, sendingBody } from './wire.ts'

const beforeSending = {
  'payment-already-sent': 409,
  'payment-already-paid': 409,
  'payment-already-returned': 409,
  'payment-ended': 409,
} as const
const notSent = { 'payment-not-ready': 409, 'payment-not-approved': 409, 'payment-not-sent': 409 } as const
const bankDay = lateEntryRefusals

/** What becomes of a payment: another person's word, the bank's, and the union's own before it is sent. */
export function createPaymentStepsRoutes(context: PaymentsContext): readonly Route[] {
  const { facts } = context
  const needsAccount = (payment: OpenPayment) => fundsOf(payment).some(facts.isOnAccounts)
  return [
    stepRoute(context, {
      path: '/v1/payments/{id}/approval',
      operationId: 'approvePayment',
      summary: "Approves a payment to the account that is the merchant's now; not for who prepared it",
      body: approvalBody,
      refusals: {
        'payment-not-ready': 409,
        ...beforeSending,
        'maker-cannot-approve': 403,
        'payee-changed': 409,
        'payment-already-approved': 409,
        'bank-account-missing': 422,
      },
      toCommand: ({ body, actor, payment }) => ({
        command: {
          type: 'ApprovePayment',
          approver: actor.id,
          payee: facts.payeeOf(payment.merchant),
          seenVersion: body.payeeVersion,
          needsAccount: needsAccount(payment),
        },
      }),
    }),
    stepRoute(context, {
      path: '/v1/payments/{id}/refusal',
      operationId: 'refusePayment',
      summary: 'Refuses a payment; its statements are free for another one',
      body: reasonBody,
      refusals: { ...beforeSending, 'maker-cannot-approve': 403 },
      toCommand: ({ body: { reason }, actor }) => ({ command: { type: 'RefusePayment', approver: actor.id, reason } }),
    }),
    stepRoute(context, {
      path: '/v1/payments/{id}/withdrawal',
      operationId: 'withdrawPayment',
      summary: 'Withdraws a payment that was not sent; its statements are free for another one',
      body: reasonBody,
      refusals: beforeSending,
      toCommand: ({ body: { reason } }) => ({ command: { type: 'WithdrawPayment', reason } }),
    }),
    stepRoute(context, {
      path: '/v1/payments/{id}/sending',
      operationId: 'sendPayment',
      summary: 'Records that the bank was told by hand; from here on the outcome is unknown until the bank says it',
      body: sendingBody,
      refusals: {
        'payment-not-ready': 409,
        'payment-not-approved': 409,
        ...beforeSending,
        ...bankDay,
        'payee-changed': 409,
        'sent-before-approved': 422,
      },
      toCommand({ body, actor, payment }) {
        const { paperDay: sentOn, ...checked } = checkBankDay(context, payment, actor, body.sentOn)
        return { ...checked, command: { type: 'SendPayment', sentOn, payee: facts.payeeOf(payment.merchant) } }
      },
    }),
    stepRoute(context, {
      path: '/v1/payments/{id}/result',
      operationId: 'recordPaymentResult',
      summary: "Records the bank's word: paid as a whole, or its written no",
      body: resultBody,
      refusals: {
        ...notSent,
        'payment-already-paid': 409,
        'payment-already-returned': 409,
        'payment-ended': 409,
        ...bankDay,
        'payment-amount-differs': 409,
        'paid-before-sent': 422,
      },
      toCommand({ body, actor, payment }) {
        const { amountFen, document } = body
        const paper = document && { document }
        if (body.outcome === 'failed')
          return { metadata: { ...paper }, command: { type: 'FailPayment', amountFen, reason: body.reason } }
        const { paperDay: paidOn, refusal, metadata } = checkBankDay(context, payment, actor, body.paidOn)
        const { bankReference } = body
        const command = { type: 'SettlePayment', paidOn, bankReference, amountFen } as const
        return { refusal, metadata: { ...metadata, ...paper }, command }
      },
    }),
    stepRoute(context, {
      path: '/v1/payments/{id}/return',
      operationId: 'recordPaymentReturn',
      summary: 'Records that money that was paid came back: its statements are due again in their open number',
      body: returnBody,
      refusals: {
        ...notSent,
        'payment-already-sent': 409,
        'payment-already-returned': 409,
        'payment-ended': 409,
        ...bankDay,
        'returned-before-paid': 422,
        'bank-account-unknown': 404,
        'bank-account-closed': 409,
        'bank-account-missing': 422,
        'fund-paid-by-payer': 409,
      },
      toCommand({ body: { reason, document, bankAccount, ...body }, actor, payment }) {
        const { paperDay: returnedOn, refusal, metadata } = checkBankDay(context, payment, actor, body.returnedOn)
        const unknown = refusalOfAccount(context, actor, { to: bankAccount })
        const to = { bankAccount, needsAccount: needsAccount(payment) }
        return {
          refusal: unknown ?? refusal,
          metadata: { ...metadata, document },
          command: { type: 'ReturnPayment', returnedOn, reason, ...to },
        }
      },
    }),
  ]
}

interface Step<Body extends z.ZodType> extends Pick<Route, 'operationId' | 'path' | 'summary' | 'refusals'> {
  readonly body: Body
  toCommand(request: {
    readonly body: z.infer<Body>
    readonly actor: Actor
    readonly payment: OpenPayment
  }): Pick<StreamCommand<PaymentCommand>, 'command' | 'refusal' | 'metadata'>
}

function stepRoute<Body extends z.ZodType>(context: PaymentsContext, step: Step<Body>): Route {
  const { toCommand, refusals, body, ...route } = step
  return commandRoute(context, {
    ...route,
    method: 'post',
    tag: 'settlement',
    params: paymentParams,
    body: body as z.ZodType<z.infer<Body>>,
    answers: { 200: { description: 'What became of it', schema: paymentStep } },
    refusals: { ...paymentUnknown, ...refusals },
    decidedBy,
    async toCommand({ params: { id: stream }, body, actor }) {
      const payment = await context.runner.read(...decidedBy, stream, (state) => state)
      if (!payment || payment.status === 'absent') return noPayment
      return { stream, ...toCommand({ body, actor, payment }) }
    },
    async toAnswer({ events }, _, { stream: id }) {
      const body = await stepOf(context, id, events)
      return body ? { status: 200, body } : noPayment
    },
  })
}
