import { actRoute } from '@welfare/approvals/define-act-route.ts'
import { problemOf } from '@welfare/http/answer-command.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { type FundsContext, refusalOfAccount } from '../../funds.context.ts'
import { bankAccountCodec, bankAccountDecider } from '../bank-account.decider.ts'
import { bankAccountParams } from '../bank-wire.ts'
import { accountUnknown, strangeAccount } from '../statements/statements.routes.ts'
import { inTheWayOf } from './account-closing.ts'
import { closedAnswer, closingAnswer, closingBody } from './closing-wire.ts'

const decidedBy = [bankAccountDecider, bankAccountCodec] as const

/** An account comes to its end: what stands in the way, and the act of two persons. */
export function createClosingRoutes(context: FundsContext): readonly Route[] {
  return [readClosingRoute(context), closeAccountRoute(context)]
}

function readClosingRoute(context: FundsContext): Route {
  const { facts, runner } = context
  return defineRoute({
    method: 'get',
    path: '/v1/bank-accounts/{id}/closing',
    operationId: 'readBankAccountClosing',
    summary: 'Says what stands in the way of closing an account of a union',
    tag: 'funds',
    params: bankAccountParams,
    answers: { 200: { description: 'What is not at its end', schema: closingAnswer } },
    refusals: accountUnknown,
    async handle({ params: { id }, actor }) {
      const stranger = strangeAccount(context, actor, id)
      if (stranger) return stranger
      const inTheWay = await runner.read(...decidedBy, id, (state) =>
        state.status === 'absent' ? {} : inTheWayOf(state.statements, facts.useOf(id)),
      )
      const division = facts.findBankAccount(id)?.division ?? ''
      return { status: 200, body: { inTheWay, unpaidStatements: facts.unpaidWithout(id, division) } }
    },
  })
}

function closeAccountRoute(context: FundsContext): Route {
  const { facts } = context
  const refusals = { ...accountUnknown, 'bank-account-closed': 409, 'bank-account-in-use': 409 } as const
  return actRoute(context, {
    method: 'post',
    path: '/v1/bank-accounts/{id}/closing',
    operationId: 'closeBankAccount',
    summary:
      'Closes an account on which nothing lies and nothing is under way; a second person always approves. Nothing comes to it or leaves it any more',
    tag: 'funds',
    params: bankAccountParams,
    body: closingBody,
    answers: { 201: { description: 'It is closed, once that was approved', schema: closedAnswer } },
    refusals,
    describe({ params: { id }, body: { reason } }) {
      const account = facts.findBankAccount(id)
      if (!account) return problemOf({ code: 'bank-account-unknown', facts: { bankAccount: id } }, refusals)
      const { division } = account
      const about = { bankAccount: id, reason, unpaidStatements: facts.unpaidWithout(id, division) }
      return { kind: 'account-closing', division, beyond: { limit: 0, value: 1 }, about }
    },
    decidedBy,
    toCommand({ params: { id }, body: { reason, document }, actor }) {
      return {
        stream: id,
        command: { type: 'CloseAccount', reason, use: facts.useOf(id), factsReadThrough: facts.sequence() },
        refusal: refusalOfAccount(context, actor, { from: id }),
        metadata: { ...(document && { document }) },
      }
    },
    toAnswer: (_, { params: { id: bankAccount } }) => ({ status: 201, body: { bankAccount } }),
  })
}
