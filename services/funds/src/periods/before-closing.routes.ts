import { lastDayOfMonth } from '@welfare/contracts/days.ts'
import { earliestClosing } from '@welfare/facts/periods/period.decider.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { bankAccountCodec, bankAccountDecider } from '../bank/bank-account.decider.ts'
import type { FundsContext } from '../funds.context.ts'
import { type BeforeClosingAnswer, beforeClosingAnswer, monthParams } from './periods-wire.ts'

/** What is sent and has no result is little at any time. */
const PAYMENTS_READ = 1_000

/** Nothing of it stands in the way of a closing: whoever closes knows what comes later. */
export function readBeforeClosingRoute({ facts, runner, clock }: FundsContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/periods/{month}/before',
    operationId: 'readBeforeClosing',
    summary: 'Says what of a month is not at its end, and would count in a later month once it is closed',
    tag: 'periods',
    params: monthParams,
    answers: { 200: { description: 'What is not at its end', schema: beforeClosingAnswer } },
    refusals: {},
    async handle({ params: { month }, actor: { scope } }) {
      const until = lastDayOfMonth(month)
      const today = shanghaiDay(clock.now())
      const accounts = facts.accountsWithMovement(until, scope)
      const states = await Promise.all(accounts.map(({ bankAccount }) => stateOfMonth(bankAccount, month)))
      const body: BeforeClosingAnswer = {
        month,
        earliest: earliestClosing(month, facts.lateEntryDaysIn(month)),
        lateWindows: facts.lateWindows(month, today, scope),
        payments: facts
          .listPayments(scope, { status: 'sent', order: 'oldest' }, 0, PAYMENTS_READ)
          .flatMap(({ id: payment, payment: { merchant, totalFen: amountFen, sentOn = '' } }) =>
            sentOn <= until ? [{ payment, merchant, amountFen, sentOn }] : [],
          ),
        bankLines: accounts.filter(({ openLines }) => openLines > 0),
        reconciliations: accounts.flatMap(({ bankAccount }, index) => {
          const status = states[index]
          return status === undefined || status === 'checked' ? [] : [{ bankAccount, status }]
        }),
      }
      return { status: 200, body }
    },
  })

  async function stateOfMonth(bankAccount: string, month: string): Promise<'missing' | 'unchecked' | 'checked'> {
    const read = await runner.read(bankAccountDecider, bankAccountCodec, bankAccount, (state) => {
      if (state.status === 'absent') return 'missing'
      const made = [...state.statements.reconciliations.values()].filter((one) => one.month === month)
      return made.some(({ isChecked }) => isChecked) ? 'checked' : made.length > 0 ? 'unchecked' : 'missing'
    })
    return read ?? 'missing'
  }
}
