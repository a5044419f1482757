import { totalOf } from '@welfare/contracts/shares.ts'
import { commandRoute } from '@welfare/http/command-route.ts'
import type { Route } from '@welfare/http/route.ts'
import { fundDecider } from '../fund.decider.ts'
import { type FundsContext, fundCodec, refusalOfAccount } from '../funds.context.ts'
import { fundParams, fundUnknown } from '../funds.routes.ts'
import { assignmentAnswer, assignmentBody } from './bank-wire.ts'

/** Once for a fund: what it had before unions named their accounts. */
export function createAssignmentRoutes(context: FundsContext): readonly Route[] {
  const { facts } = context
  return [
    commandRoute(context, {
      method: 'post',
      path: '/v1/funds/{id}/bank-balance',
      operationId: 'assignBankBalance',
      summary:
        'Says on which account the money of a fund lies that was recorded on none, once; from then on all of it names its account',
      tag: 'funds',
      params: fundParams,
      body: assignmentBody,
      answers: { 201: { description: 'What lies there', schema: assignmentAnswer } },
      refusals: {
        ...fundUnknown,
        'bank-account-unknown': 404,
        'bank-account-closed': 409,
        'balance-already-assigned': 409,
        'fund-paid-by-payer': 409,
        'payments-without-account-open': 409,
      },
      decidedBy: [fundDecider, fundCodec],
      toCommand({ params: { id: fund }, body: { bankAccount, document }, actor }) {
        const read = {
          unassignedFen: facts.thereFen(fund, ''),
          grantedFen: facts.grantedFen(fund),
          openPayments: facts.listPaymentsWithoutAccount(fund),
          factsReadThrough: facts.sequence(),
        }
        return {
          stream: fund,
          command: { type: 'AssignBankBalance', fund, bankAccount, ...read },
          refusal: refusalOfAccount({ facts }, actor, { from: bankAccount }),
          metadata: { ...(document && { document }) },
          mayCreate: true,
        }
      },
      toAnswer({ events }, { params: { id: fund }, body: { bankAccount } }) {
        const [assigned] = events
        const amountFen = assigned?.event.type === 'BankBalanceAssigned' ? totalOf(assigned.event.data.shares) : 0
        return { status: 201, body: { fund, bankAccount, amountFen } }
      },
    }),
  ]
}
