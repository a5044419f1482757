import type { Scope } from '@welfare/contracts/authority.ts'
import { lastDayOfMonth } from '@welfare/contracts/days.ts'
import { bankAccountCodec, bankAccountDecider } from '../bank/bank-account.decider.ts'
import type { FundsContext } from '../funds.context.ts'
import type { OpenItems } from './periods-wire.ts'

/** What is sent and has no result is little at any time. */
const PAYMENTS_READ = 1_000

/** What by the end of a month is not at its end, between the books and the banks. */
export function createOpenItems({ facts, runner }: Pick<FundsContext, 'facts' | 'runner'>) {
  return async (month: string, scope: Scope): Promise<OpenItems> => {
    const until = lastDayOfMonth(month)
    const accounts = facts.accountsWithMovement(until, scope)
    const states = await Promise.all(accounts.map(({ bankAccount }) => stateOfMonth(bankAccount, month)))
    return {
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
  }

  async function stateOfMonth(bankAccount: string, month: string): Promise<'missing' | 'unchecked' | 'checked'> {
    const read = await runner.read(bankAccountDecider, bankAccountCodec, bankAccount, (state) => {
      if (state.status === 'absent') return 'missing'
      const made = [...state.statements.reconciliations.values()].filter((one) => one.month === month)
      return made.some(({ isChecked }) => isChecked) ? 'checked' : made.length > 0 ? 'unchecked' : 'missing'
    })
    return read ?? 'missing'
  }
}
