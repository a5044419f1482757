import type { EventOf, EventType } from '@welfare/contracts/catalogue.ts'
import { budgetOf } from '@welfare/contracts/events/funds.ts'
import { addShares, type Share } from '@welfare/contracts/shares.ts'
import type { Reaction } from '@welfare/facts/process-manager.ts'
import type { BudgetCommand } from './budget.commands.ts'

/** In one process, so that a claim is known before what settles it, as in the log. */
export const claimTypes = [
  'RedemptionReversed',
  'StatementApproved',
  'SettlementPaid',
  'MerchantRepaid',
  'ClaimGivenUp',
  'PayableWaived',
] as const satisfies EventType[]

export function settleClaims(
  event: EventOf<(typeof claimTypes)[number]>,
  source: { readonly stream: string; readonly version: number },
): Reaction<BudgetCommand>[] {
  const { programme, merchant } = event.data
  const id = `${source.stream}.${source.version}`
  const shares = sharesOf(event)
  if (shares.length === 0) return []
  if (event.type === 'PayableWaived') {
    const { setOff = [] } = event.data
    return [{ stream: budgetOf(programme), command: { type: 'ReceiveWaiver', merchant, by: id, shares, setOff } }]
  }
  return [{ stream: budgetOf(programme), command: commandOf(event.type, { merchant, id, shares }) }]
}

function commandOf(
  type: Exclude<(typeof claimTypes)[number], 'PayableWaived'>,
  { merchant, id, shares }: { readonly merchant: string; readonly id: string; readonly shares: Share[] },
): BudgetCommand {
  if (type === 'RedemptionReversed') return { type: 'ReceiveClaim', merchant, reversal: id, shares }
  return { type: type === 'ClaimGivenUp' ? 'WriteOffClaim' : 'SettleClaim', merchant, by: id, shares }
}

function sharesOf(event: EventOf<(typeof claimTypes)[number]>): Share[] {
  switch (event.type) {
    case 'RedemptionReversed':
      return event.data.draws
        .filter(({ to }) => to === 'claimed')
        .reduce<Share[]>((sum, { shares }) => addShares(sum, shares), [])
    case 'StatementApproved':
    case 'SettlementPaid':
      return event.data.setOff ?? []
    case 'MerchantRepaid':
    case 'ClaimGivenUp':
    case 'PayableWaived':
      return event.data.shares
  }
}
