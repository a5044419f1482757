import type { EventOf } from '@welfare/contracts/catalogue.ts'
import type { Share } from '@welfare/contracts/shares.ts'
import type { OpenBudget } from './budget.state.ts'

/** What a closed budget gets back goes on to its fund. */
export function passedOn(budget: OpenBudget, shares: readonly Share[]): EventOf<'AllocationReturned'>[] {
  return budget.status === 'closed' ? shares.map((share) => returned(budget, share, 'programme-closed')) : []
}

export function returned({ programme }: OpenBudget, share: Share, reason: string): EventOf<'AllocationReturned'> {
  return { type: 'AllocationReturned', data: { programme, fund: share.fund, shares: [{ ...share }], reason } }
}
