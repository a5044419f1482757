import { subtractFen } from '@welfare/contracts/money.ts'
import { addShares } from '@welfare/contracts/shares.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import { orderKey } from '../reservation.state.ts'
import type {
  BudgetCommand,
  CommitFunds,
  CorrectAllocation,
  ReceiveAllocation,
  ReceiveCreditReturns,
  ReceiveRelease,
  ReturnAllocation,
  Sharing,
} from './budget.commands.ts'
import { type BudgetEvent, type BudgetState, evolveBudget, type OpenBudget, takesFund } from './budget.state.ts'
import { amountOf, fallenFunds, inAmounts, risenBy } from './budget-shares.ts'
import { receiveClaim, receiveWaiver, recoverClaim, settleClaim, writeOffClaim } from './claims.ts'
import { passedOn, returned } from './passed-on.ts'
import { drawFor, release, releaseAll, releaseForCommitment, reserve } from './reservations.ts'

/**
 * Stream `budget-<uuid of the programme>`: what each fund has allocated to one programme. Owns `allocated`, and what is `reserved` for
 * issuances that wait for an approver: never below zero for any fund. Spendable is only what this stream has acknowledged, so it is
 * never ahead of the journal. Once closed, whatever still comes back goes on to its fund in the same append.
 */
export const budgetDecider: Decider<BudgetState, BudgetCommand, BudgetEvent, BudgetRefusalCode> = {
  category: 'budget',
  initialState: { status: 'absent' },
  decide,
  evolve: evolveBudget,
}

export type BudgetRefusalCode =
  | 'budget-unknown'
  | 'programme-closed'
  | 'fund-not-allocated'
  | 'allocated-not-sufficient'
  | 'credit-returns-fell'
  | 'allocation-unknown'
  | 'correction-changes-nothing'
  | 'correction-exceeds-entry'
  | 'correction-does-not-fit'
  | 'claim-not-sufficient'
  | 'recovered-more-than-written-off'

type BudgetDecision = Decision<BudgetEvent, BudgetRefusalCode>

function decide(state: BudgetState, command: BudgetCommand): BudgetDecision {
  if (command.type === 'OpenBudget') return open(state, command)
  if (state.status === 'absent') return refuse('budget-unknown')
  switch (command.type) {
    case 'ChangeSharing':
      return changeSharing(state, command.sharing)
    case 'ReceiveAllocation':
      return receiveAllocation(state, command)
    case 'ReserveFunds':
      return reserve(state, command)
    case 'ReleaseReservation':
      return release(state, command)
    case 'CommitFunds':
      return commit(state, command)
    case 'ReceiveRelease':
      return receiveRelease(state, command)
    case 'ReceiveCreditReturns':
      return receiveCreditReturns(state, command)
    case 'ReceiveClaim':
      return receiveClaim(state, command)
    case 'SettleClaim':
      return settleClaim(state, command)
    case 'WriteOffClaim':
      return writeOffClaim(state, command)
    case 'RecoverClaim':
      return recoverClaim(state, command)
    case 'ReceiveWaiver':
      return receiveWaiver(state, command)
    case 'ReturnAllocation':
      return returnAllocation(state, command)
    case 'CorrectAllocation':
      return correctAllocation(state, command)
    case 'CloseBudget':
      return close(state, command.reason)
  }
}

function open(
  state: BudgetState,
  { type: _, ...data }: Extract<BudgetCommand, { type: 'OpenBudget' }>,
): BudgetDecision {
  return state.status === 'absent' ? accept([{ type: 'BudgetOpened', data }]) : accept([])
}

function changeSharing(budget: OpenBudget, sharing: Sharing): BudgetDecision {
  if (budget.sharing === sharing) return accept([])
  return accept([{ type: 'BudgetSharingChanged', data: { programme: budget.programme, sharing } }])
}

function receiveAllocation(budget: OpenBudget, { allocation, fund, amountFen }: ReceiveAllocation): BudgetDecision {
  if (budget.settled.has(allocation)) return accept([])
  const share = { fund, amountFen }
  const data = { programme: budget.programme, allocation, shares: [share] }
  const received: BudgetEvent = { type: 'AllocationReceived', data }
  if (!takesFund(budget, fund)) return accept([received, returned(budget, share, 'too-many-funds')])
  return accept([received, ...passedOn(budget, [share])])
}

function commit(budget: OpenBudget, command: CommitFunds): BudgetDecision {
  const { batch, attempt } = command
  if (budget.settled.has(orderKey(command))) return accept([])
  const order = { programme: budget.programme, for: batch, attempt }
  const releases = releaseForCommitment(budget, command)
  const drawn = releases[0]?.data ?? drawFor(budget, command)
  if ('code' in drawn) return accept([{ type: 'CommitmentRefused', data: { ...order, ...drawn } }])
  return accept([...releases, { type: 'FundsCommitted', data: { ...order, shares: drawn.shares } }])
}

function receiveRelease(budget: OpenBudget, { release, shares }: ReceiveRelease): BudgetDecision {
  if (budget.settled.has(release)) return accept([])
  const data = { programme: budget.programme, release, shares }
  return accept([{ type: 'CommitmentReleaseReceived', data }, ...passedOn(budget, shares)])
}

function receiveCreditReturns(budget: OpenBudget, { type: _, ...command }: ReceiveCreditReturns): BudgetDecision {
  const known = budget.creditReturns.get(command.batch)
  if (known && command.throughSequence <= known.throughSequence) return accept([])
  const fallen = fallenFunds(known?.totals ?? [], command.totals)
  if (fallen.length > 0) return refuse('credit-returns-fell', { batch: command.batch, funds: fallen })
  const risen = risenBy(known?.totals ?? [], command.totals)
  if (risen.length === 0) return accept([])
  const data = { programme: budget.programme, ...command }
  return accept([{ type: 'CreditReturnsReceived', data }, ...passedOn(budget, risen)])
}

function returnAllocation(budget: OpenBudget, { fund, amountFen, reason }: ReturnAllocation): BudgetDecision {
  if (budget.status === 'closed') return refuse('programme-closed', { programme: budget.programme })
  if (!budget.allocated.some((share) => share.fund === fund)) return refuse('fund-not-allocated', { fund })
  const allocatedFen = amountOf(budget.allocated, fund)
  if (amountFen > allocatedFen) return refuse('allocated-not-sufficient', { allocatedFen, requestedFen: amountFen })
  return accept([returned(budget, { fund, amountFen }, reason)])
}

/** In red, and only what is allocated now: what is committed, issued or used stands where it went. */
function correctAllocation(budget: OpenBudget, command: CorrectAllocation): BudgetDecision {
  const { allocation, amountFen, reason, moneyIsIn } = command
  if (budget.status === 'closed') return refuse('programme-closed', { programme: budget.programme })
  const wrong = budget.allocations.get(allocation)
  if (!wrong) return refuse('allocation-unknown', { allocation })
  if (amountFen <= 0) return refuse('correction-changes-nothing')
  const leftFen = subtractFen(wrong.amountFen, wrong.reversedFen)
  if (amountFen > leftFen) return refuse('correction-exceeds-entry', { leftFen, requestedFen: amountFen })
  const { fund } = wrong
  const missingFen = subtractFen(amountFen, amountOf(budget.allocated, fund))
  if (missingFen > 0) return refuse('correction-does-not-fit', { fund, missingFen, ...(moneyIsIn && { moneyIsIn }) })
  const { programme } = budget
  return accept([
    {
      type: 'AllocationReversed',
      data: { programme, fund, corrects: allocation, shares: [{ fund, amountFen }], reason },
    },
  ])
}

function close(budget: OpenBudget, reason: string): BudgetDecision {
  if (budget.status === 'closed') return accept([])
  const releases = releaseAll(budget)
  const unspent = releases.reduce((sum, { data }) => addShares(sum, data.shares), budget.allocated)
  const returns = unspent.flatMap(inAmounts).map((share) => returned(budget, share, reason))
  return accept([...releases, ...returns, { type: 'BudgetClosed', data: { programme: budget.programme, reason } }])
}
