import type { Purchase } from './purchases.queries.ts'
import { say } from './words.ts'

export function sayStatus({ status, ended }: Pick<Purchase, 'status' | 'ended'>): string {
  return ended ? say(`why.${ended.why}`) : say(`status.${status}`)
}

/** Who cancelled it said why; where its budget kept nothing, what is missing and what to do. */
export function sayWhyEnded(
  { ended }: Pick<Purchase, 'ended'>,
  amount: (amountFen: number) => string,
): string | undefined {
  if (ended?.why !== 'refused') return ended?.reason
  return sayBudget(ended, amount)
}

/** What is missing, and what to do. */
export function sayBudget(
  { code, facts = {} }: Pick<NonNullable<Purchase['ended']>, 'code' | 'facts'>,
  amount: (amountFen: number) => string,
): string {
  if (code === 'programme-closed') return say('budget.closed')
  const { allocatedFen, neededFen, barredFen } = facts
  if (typeof allocatedFen !== 'number' || typeof neededFen !== 'number') return say('budget.unsaid')
  const figures = { left: amount(allocatedFen), needed: amount(neededFen) }
  return typeof barredFen === 'number'
    ? say('budget.barred', { ...figures, barred: amount(barredFen) })
    : say('budget.insufficient', figures)
}
