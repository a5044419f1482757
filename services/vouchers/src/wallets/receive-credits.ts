import { sumFen } from '@welfare/contracts/money.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { accept } from '@welfare/event-store/decider/decider.ts'
import type { ReceiveCredits, WalletDecision } from './wallet.commands.ts'
import { answerKey, grantedFor, type WalletEvent, type WalletState } from './wallet.state.ts'

export function receiveCredits(state: WalletState, command: ReceiveCredits): WalletDecision {
  const { programme, worker, batch, voucher, quota, lateEntryDays, ownSharePerRedemptionFen } = command
  const events: WalletEvent[] = []
  const isOpen = state.card.serial > 0
  if (!isOpen && voucher && !command.programmeClosed && command.barredBy === undefined)
    events.push({ type: 'WalletOpened', data: { programme, worker, ...voucher } })
  const received: { readonly window: string; readonly amountFen: number }[] = []
  for (const { window, from, until, shares, creditFen } of command.credits) {
    if (state.answered.has(answerKey(batch, window))) continue
    const justNow = received.filter((credit) => credit.window === window).map(({ amountFen }) => amountFen)
    const withItFen = sumFen([grantedFor(state, window), totalOf(shares), ...justNow])
    const code = reasonToDecline(state, command, withItFen > creditFen, isOpen || voucher !== undefined)
    if (code) {
      events.push({ type: 'CreditDeclined', data: { programme, worker, batch, window, shares: [...shares], code } })
      continue
    }
    const terms = { quota, lateEntryDays, ...(ownSharePerRedemptionFen !== undefined && { ownSharePerRedemptionFen }) }
    const data = { programme, worker, batch, window, from, until, shares: [...shares], ...terms }
    events.push({ type: 'CreditReceived', data })
    received.push({ window, amountFen: totalOf(shares) })
  }
  return accept(events)
}

/** Of one window nobody gets more than it is worth, whichever orders cross each other; what went back to the programme may come again. */
function reasonToDecline(
  state: WalletState,
  command: ReceiveCredits,
  isMoreThanDue: boolean,
  canOpen: boolean,
): string | undefined {
  if (command.programmeClosed || state.closed) return 'programme-closed'
  if (command.barredBy !== undefined) return 'holds-exclusive-programme'
  if (isMoreThanDue) return 'window-already-credited'
  return canOpen ? undefined : 'voucher-missing'
}
