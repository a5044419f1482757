import { actorText } from '@welfare/contracts/authority.ts'
import { lastDayOfMonth } from '@welfare/contracts/days.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { commandRoute, onlyEvent } from '@welfare/http/command-route.ts'
import type { Route } from '@welfare/http/route.ts'
import { type FundsContext, refusalOfStranger } from '../../funds.context.ts'
import { accountRefusals, decidedBy } from './statements.routes.ts'
import { accountParams, checkBody, reconciliationBody, returnedAnswer } from './statements-wire.ts'

/** 银行存款余额调节表: who made it, and who checked it. What it says is a report. */
export function createReconciliationsRoutes(context: FundsContext): readonly Route[] {
  return [makeRoute(context), checkRoute(context)]
}

function makeRoute(context: FundsContext): Route {
  const { facts } = context
  return commandRoute(context, {
    method: 'post',
    path: '/v1/bank-accounts/{id}/reconciliations',
    operationId: 'makeBankReconciliation',
    summary: 'Signs the reconciliation of a month as its maker, with both balances as they were seen',
    tag: 'funds',
    params: accountParams,
    body: reconciliationBody,
    answers: { 201: { description: 'Made, to be checked by another person', schema: returnedAnswer } },
    refusals: { ...accountRefusals, 'bank-statement-missing': 409, 'bank-reconciliation-changed': 409 },
    decidedBy,
    toCommand({ params: { id }, body, actor }) {
      return {
        stream: id,
        command: { type: 'MakeReconciliation', ...body, madeBy: actorText(actor) },
        refusal: refusalOfStranger({ facts }, actor, { from: id }) ?? refusalOfFigures(id, body),
      }
    },
    toAnswer: ({ events }, _, { stream }) => ({
      status: 201,
      body: { id: onlyEvent(events, 'BankReconciliationSigned', stream).id },
    }),
  })

  function refusalOfFigures(
    bankAccount: string,
    { month, booksFen, bankFen }: { readonly month: string; readonly booksFen: number; readonly bankFen: number },
  ): Refusal | undefined {
    const until = lastDayOfMonth(month)
    const now = facts.bothBalances(bankAccount, until)
    if (!now) return { code: 'bank-statement-missing', facts: { until } }
    const isSame = now.booksFen === booksFen && now.bankFen === bankFen
    return isSame ? undefined : { code: 'bank-reconciliation-changed', facts: { ...now } }
  }
}

function checkRoute(context: FundsContext): Route {
  const { facts } = context
  return commandRoute(context, {
    method: 'post',
    path: '/v1/bank-accounts/{id}/reconciliation-checks',
    operationId: 'checkBankReconciliation',
    summary: 'Signs the reconciliation of a month as its checker, who is another person than its maker',
    tag: 'funds',
    params: accountParams,
    body: checkBody,
    answers: { 201: { description: 'Checked', schema: returnedAnswer } },
    refusals: { ...accountRefusals, 'bank-reconciliation-unknown': 409, 'bank-reconciliation-own': 409 },
    decidedBy,
    toCommand: ({ params: { id }, body, actor }) => ({
      stream: id,
      command: { type: 'CheckReconciliation', ...body, checkedBy: actorText(actor) },
      refusal: refusalOfStranger({ facts }, actor, { from: id }),
    }),
    toAnswer: (_, { body: { reconciliation: id } }) => ({ status: 201, body: { id } }),
  })
}
