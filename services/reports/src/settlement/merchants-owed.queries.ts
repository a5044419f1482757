import { subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { statementId } from '@welfare/facts/statement-id.ts'
import type { Unstamped } from '../budget/answers.contract.ts'
import { queryPayables } from '../budget/payables.queries.ts'
import { isRefusal, type QueryContext } from '../query-context.ts'
import { reflectedAt } from '../read-model/moments.store.ts'
import type { WithScope } from '../scope-filter.ts'
import {
  type MerchantsOwedAnswer,
  type MerchantsOwedQuery,
  type OwedAmounts,
  owedAmountNames,
} from './merchants-owed.contract.ts'
import { type StatedNumber, statedNumbers } from './stated-numbers.ts'
import { statementEvents } from './statement-events.ts'

/** Which merchants are still owed money, how much, and how far it has come: by programme, and in all. */
export function queryMerchantsOwed(
  context: QueryContext,
  query: MerchantsOwedQuery & WithScope,
): Unstamped<MerchantsOwedAnswer> | Refusal {
  const answer = queryPayables(context, query)
  if (isRefusal(answer)) return answer as Refusal
  const { payables, sequence } = answer
  const rows = payables
    .filter(({ owedFen, claimedFen, disputedFen }) => owedFen !== 0 || claimedFen !== 0 || disputedFen !== 0)
    .map(({ paidFen: _, ...row }) => {
      const events = statementEvents(context, statementId(row.merchant, row.programme), sequence)
      const { inStatementsFen, inPaymentsFen } = unpaidOf(statedNumbers(events))
      const notStatedFen = subtractFen(row.owedFen, sumFen([inStatementsFen, inPaymentsFen]))
      return { ...row, notStatedFen, inStatementsFen, inPaymentsFen }
    })
  const ofProgrammes = Map.groupBy(rows, ({ programme }) => programme)
  return {
    ...reflectedAt(context.generation.model, sequence),
    rows,
    programmes: [...ofProgrammes].map(([programme, of]) => ({
      ...{ programme, programmeName: of[0]?.programmeName ?? null },
      ...sumOf(of),
    })),
    total: sumOf(rows),
  }
}

/** What stands in numbers that are not paid; one that came back is on no number any more. */
export function unpaidOf(numbers: readonly StatedNumber[]): Pick<OwedAmounts, 'inStatementsFen' | 'inPaymentsFen'> {
  const unpaid = numbers.filter(({ paidOn }) => paidOn === undefined)
  const sum = (some: readonly StatedNumber[]) => sumFen(some.map(payFenOf))
  return {
    inStatementsFen: sum(unpaid.filter(({ isAssigned = false }) => !isAssigned)),
    inPaymentsFen: sum(unpaid.filter(({ isAssigned = false }) => isAssigned)),
  }
}

function payFenOf({ funds, lines }: StatedNumber): number {
  const due = sumFen(funds.map(({ dueFen }) => Math.max(0, dueFen)))
  return subtractFen(due, sumFen(lines.filter(({ kind }) => kind === 'waived').map(({ shares }) => totalOf(shares))))
}

function sumOf(rows: readonly OwedAmounts[]): OwedAmounts {
  return Object.fromEntries(owedAmountNames.map((name) => [name, sumFen(rows.map((row) => row[name]))])) as OwedAmounts
}
