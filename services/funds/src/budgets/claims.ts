import { subtractFen } from '@welfare/contracts/money.ts'
import { accept, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import type { ReceiveClaim, SettleClaim } from './budget.commands.ts'
import type { BudgetEvent, OpenBudget } from './budget.state.ts'
import { amountOf } from './budget-shares.ts'
import { passedOn } from './passed-on.ts'

type ClaimDecision = Decision<BudgetEvent, 'claim-not-sufficient'>

export function receiveClaim(budget: OpenBudget, { merchant, reversal, shares }: ReceiveClaim): ClaimDecision {
  if (budget.settled.has(reversal)) return accept([])
  const { programme } = budget
  return accept([{ type: 'ClaimReceived', data: { programme, merchant, reversal, shares } }])
}

/** It is there for the programme again, or for the fund where the programme is over. */
export function settleClaim(budget: OpenBudget, { merchant, by, shares }: SettleClaim): ClaimDecision {
  if (budget.settled.has(by)) return accept([])
  const { programme } = budget
  const claimed = budget.claims.get(merchant) ?? []
  for (const { fund, amountFen } of shares) {
    const claimedFen = amountOf(claimed, fund)
    if (subtractFen(claimedFen, amountFen) < 0) return refuse('claim-not-sufficient', { merchant, fund, claimedFen })
  }
  const settled: BudgetEvent = { type: 'ClaimSettled', data: { programme, merchant, by, shares } }
  return accept([settled, ...passedOn(budget, shares)])
}
