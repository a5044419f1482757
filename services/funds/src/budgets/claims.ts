import { subtractFen } from '@welfare/contracts/money.ts'
import { addShares, type Share } from '@welfare/contracts/shares.ts'
import { accept, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import { placeOf } from '../bank/fund-money.state.ts'
import type { ReceiveClaim, ReceiveWaiver, RecoverClaim, SettleClaim, WriteOffClaim } from './budget.commands.ts'
import type { BudgetEvent, OpenBudget } from './budget.state.ts'
import { amountOf } from './budget-shares.ts'
import { passedOn } from './passed-on.ts'

type ClaimDecision = Decision<BudgetEvent, 'claim-not-sufficient' | 'recovered-more-than-written-off'>

export function receiveClaim(budget: OpenBudget, { merchant, reversal, shares }: ReceiveClaim): ClaimDecision {
  if (budget.settled.has(reversal)) return accept([])
  const { programme } = budget
  return accept([{ type: 'ClaimReceived', data: { programme, merchant, reversal, shares } }])
}

/** It is there for the programme again, or for the fund where the programme is over. */
export function settleClaim(budget: OpenBudget, command: SettleClaim): ClaimDecision {
  const { merchant, by, shares } = command
  if (budget.settled.has(by)) return accept([])
  const { programme } = budget
  const settled: BudgetEvent = { type: 'ClaimSettled', data: { programme, merchant, by, shares } }
  return refusalOfClaim(budget, command) ?? accept([settled, ...passedOn(budget, shares)])
}

export function writeOffClaim(budget: OpenBudget, command: WriteOffClaim): ClaimDecision {
  const { merchant, by, shares } = command
  if (budget.settled.has(by)) return accept([])
  const { programme } = budget
  return (
    refusalOfClaim(budget, command) ?? accept([{ type: 'ClaimWrittenOff', data: { programme, merchant, by, shares } }])
  )
}

/** As a claim that is settled, and beside one that ends by it. */
export function receiveWaiver(budget: OpenBudget, command: ReceiveWaiver): ClaimDecision {
  const { merchant, by, shares, setOff } = command
  if (budget.settled.has(by)) return accept([])
  const { programme } = budget
  const received: BudgetEvent = { type: 'WaiverReceived', data: { programme, merchant, by, shares } }
  const settled: BudgetEvent = { type: 'ClaimSettled', data: { programme, merchant, by, shares: setOff } }
  const ended = setOff.length > 0 ? [settled, ...passedOn(budget, setOff)] : []
  return (
    refusalOfClaim(budget, { merchant, shares: setOff }) ?? accept([received, ...passedOn(budget, shares), ...ended])
  )
}

/** As a claim that is settled: it is there again. */
export function recoverClaim(budget: OpenBudget, command: RecoverClaim): ClaimDecision {
  const { programme } = budget
  const { merchant } = command
  const shares = addShares([], command.shares)
  const beyond = firstBeyond(budget.writtenOff.get(merchant), shares)
  if (beyond) return refuse('recovered-more-than-written-off', { fund: beyond.fund, writtenOffFen: beyond.amountFen })
  const to = placeOf(command)
  const recovered: BudgetEvent = { type: 'ClaimRecovered', data: { programme, merchant, shares, ...to } }
  return accept([recovered, ...passedOn(budget, shares)])
}

function refusalOfClaim(
  budget: OpenBudget,
  { merchant, shares }: Pick<SettleClaim, 'merchant' | 'shares'>,
): ClaimDecision | undefined {
  const beyond = firstBeyond(budget.claims.get(merchant), shares)
  return beyond && refuse('claim-not-sufficient', { merchant, fund: beyond.fund, claimedFen: beyond.amountFen })
}

/** What there is of the first fund of which more is asked for. */
function firstBeyond(owed: readonly Share[] = [], shares: readonly Share[]): Share | undefined {
  const beyond = shares.find(({ fund, amountFen }) => subtractFen(amountOf(owed, fund), amountFen) < 0)
  return beyond && { fund: beyond.fund, amountFen: amountOf(owed, beyond.fund) }
}
