import { scopeHoldsDivision } from '@welfare/contracts/authority.ts'
import { addFen } from '@welfare/contracts/money.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import type { FundsContext } from '../funds.context.ts'
import { bankMoneyAnswer, bankMoneyQuery } from './bank-wire.ts'

/** Asked before money is moved: which funds' movements name an account, and what is there. */
export function createBankMoneyRoute({ facts }: FundsContext): Route {
  const isWithin = (scope: Parameters<typeof scopeHoldsDivision>[0], bankAccount: string) =>
    scopeHoldsDivision(scope, facts.findBankAccount(bankAccount)?.division ?? '')
  return defineRoute({
    method: 'get',
    path: '/v1/bank-money',
    operationId: 'readBankMoney',
    summary: 'Says of funds on which accounts of unions their money lies, and what of it payments hold',
    tag: 'funds',
    query: bankMoneyQuery,
    answers: {
      200: { description: 'That fund, or those of the programme, whose ever they are', schema: bankMoneyAnswer },
    },
    refusals: {},
    handle({ query: { fund: one, programme }, actor: { scope } }) {
      const funds = [
        ...(one === undefined ? [] : [one]),
        ...(programme === undefined ? [] : facts.listFundsOf(programme)),
      ]
      const items = funds.filter(facts.hasFund).map((fund) => {
        const isOwn = scopeHoldsDivision(scope, facts.divisionOf(fund) ?? '')
        const places = facts.placesOf(fund)
        const payer = facts.payerOf(fund)
        return {
          fund,
          status: statusOf(facts, fund),
          ...(payer !== undefined && {
            quota: {
              payer,
              balanceFen: addFen(facts.thereFen(fund, payer), facts.heldFen(fund, payer)),
              heldFen: facts.heldFen(fund, payer),
            },
          }),
          accounts: places.filter(({ bankAccount }) => isOwn || isWithin(scope, bankAccount)),
          ...(isOwn && { unassignedFen: facts.thereFen(fund, ''), inTransitFen: facts.inTransitFen(fund) }),
        }
      })
      return { status: 200, body: { items } }
    },
  })
}

function statusOf(facts: FundsContext['facts'], fund: string) {
  if (facts.payerOf(fund) !== undefined) return 'by-payer'
  if (facts.isOnAccounts(fund)) return 'on-accounts'
  return facts.hasDonations(fund) ? 'on-none' : 'nothing-yet'
}
