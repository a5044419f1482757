/**
 * Stream `wallet`: one worker in one programme, opened by a voucher. Owns the account `issued`.
 * Invariant: no credit is drawn below zero, outside its window or beyond the quota; what a credit held and did not pay for goes back
 * to its programme, by fund, exactly once.
 */
import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { addDays } from '@welfare/contracts/days.ts'
import { addFen, sumFen } from '@welfare/contracts/money.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { totalOf, withoutZeros } from '@welfare/contracts/shares.ts'
import { accept, type Decider, refuse } from '@welfare/decider/decider.ts'
import { redeemMeal, refusalOfVoucher } from './meal-redemption.ts'
import type {
  ReceiveCredits,
  ReverseRedemption,
  WalletCommand,
  WalletDecision,
  WalletRefusalCode,
} from './wallet.commands.ts'
import {
  answerKey,
  balanceOf,
  type Credit,
  emptyWallet,
  evolveWallet,
  hasEnded,
  openCredits,
  usableCredits,
  type WalletEvent,
  type WalletState,
} from './wallet.state.ts'

export const walletDecider: Decider<WalletState, WalletCommand, WalletEvent, WalletRefusalCode> = {
  category: 'wallet',
  get initialState() {
    return emptyWallet()
  },
  decide(state, command) {
    switch (command.type) {
      case 'ReceiveCredits':
        return receiveCredits(state, command)
      case 'RedeemMeal':
        return redeemMeal(state, command)
      case 'ReverseRedemption':
        return reverseRedemption(state, command)
      case 'ExpireCredits':
        return expireCredits(state, command.wallet, command.today)
      case 'CloseWallet':
        return closeWallet(state, command.wallet, command.reason)
      case 'VoidVoucher':
        return voidVoucher(state, command)
      case 'ReplaceVoucher':
        return replaceVoucher(state, command)
    }
  },
  evolve: evolveWallet,
}

function receiveCredits(state: WalletState, command: ReceiveCredits): WalletDecision {
  const { programme, worker, batch, voucher, quota, lateEntryDays, ownSharePerRedemptionFen } = command
  const events: WalletEvent[] = []
  const isOpen = state.serial > 0
  if (!isOpen && voucher && !command.programmeClosed)
    events.push({ type: 'WalletOpened', data: { programme, worker, ...voucher } })
  const held = new Set([...state.credits.values()].map(({ window }) => window))
  for (const { window, from, until, shares } of command.credits) {
    if (state.answered.has(answerKey(batch, window))) continue
    const code = reasonToDecline(state, command, held.has(window), isOpen || voucher !== undefined)
    if (code)
      events.push({ type: 'CreditDeclined', data: { programme, worker, batch, window, shares: [...shares], code } })
    else
      events.push({
        type: 'CreditReceived',
        data: {
          programme,
          worker,
          batch,
          window,
          from,
          until,
          shares: [...shares],
          quota,
          lateEntryDays,
          ...(ownSharePerRedemptionFen !== undefined && { ownSharePerRedemptionFen }),
        },
      })
    held.add(window)
  }
  return accept(events)
}

function reasonToDecline(
  state: WalletState,
  command: ReceiveCredits,
  isHeld: boolean,
  canOpen: boolean,
): string | undefined {
  if (command.programmeClosed || state.closed) return 'programme-closed'
  if (state.voided) return 'voucher-voided'
  if (isHeld) return 'window-already-credited'
  return canOpen ? undefined : 'voucher-missing'
}

function reverseRedemption(state: WalletState, command: ReverseRedemption): WalletDecision {
  const { version, stream: wallet } = splitPart(command.redemption)
  const redemption = state.redemptions.get(version)
  if (!redemption) return refuse('redemption-unknown')
  if (redemption.merchant !== command.merchant) return refuse('redemption-of-another-merchant')
  if (redemption.reversed) return refuse('redemption-already-reversed')
  if (redemption.day !== command.day)
    return refuse('reversal-too-late', { redeemedOn: redemption.day, today: command.day })
  const draws = redemption.draws.map((draw) => ({
    ...draw,
    to: hasEnded(state, draw.credit) ? ('allocated' as const) : ('issued' as const),
  }))
  const backFen = sumFen(draws.filter(({ to }) => to === 'issued').map(({ shares }) => totalOf(shares)))
  return accept([
    {
      type: 'RedemptionReversed',
      data: {
        programme: state.programme,
        worker: state.worker,
        merchant: command.merchant,
        redemption: `${wallet}.${version}`,
        draws,
        reason: command.reason,
        balanceAfterFen: addFen(balanceOf(usableCredits(state, command.day)), backFen),
      },
    },
  ])
}

function expireCredits(state: WalletState, wallet: string, today: string): WalletDecision {
  const expired = openCredits(state).filter(({ until, lateEntryDays }) => addDays(until, lateEntryDays) < today)
  return accept(expired.map((credit) => ({ type: 'CreditExpired', data: endOf(state, wallet, credit) })))
}

function closeWallet(state: WalletState, wallet: string, reason: string): WalletDecision {
  if (state.closed) return accept([])
  const { programme, worker } = state
  return accept([{ type: 'WalletClosed', data: { programme, worker, reason } }, ...withdrawals(state, wallet, reason)])
}

function voidVoucher(
  state: WalletState,
  command: { readonly wallet: string; readonly serial: number; readonly reason: string },
): WalletDecision {
  const { programme, worker, serial } = state
  if (state.voided && serial === command.serial) return accept([])
  const refusal = refusalOfVoucher(state, command.serial)
  if (refusal) return refusal
  return accept([
    { type: 'VoucherVoided', data: { programme, worker, serial, reason: command.reason } },
    ...withdrawals(state, command.wallet, command.reason),
  ])
}

function replaceVoucher(
  state: WalletState,
  command: { readonly serial: number; readonly newSerial: number; readonly qrHash: string; readonly reason: string },
): WalletDecision {
  const refusal = refusalOfVoucher(state, command.serial)
  if (refusal) return refusal
  const { programme, worker } = state
  return accept([
    {
      type: 'VoucherReplaced',
      data: {
        programme,
        worker,
        replacedSerial: command.serial,
        serial: command.newSerial,
        qrHash: command.qrHash,
        reason: command.reason,
      },
    },
  ])
}

/** Takes what every open credit holds. */
function withdrawals(state: WalletState, wallet: string, reason: string): WalletEvent[] {
  return openCredits(state).map((credit) => ({
    type: 'CreditWithdrawn',
    data: { ...endOf(state, wallet, credit), reason },
  }))
}

function endOf(
  { programme, worker }: WalletState,
  wallet: string,
  { version, batch, window, remaining }: Credit,
): DataOf<'CreditExpired'> {
  return { programme, worker, batch, credit: `${wallet}.${version}`, window, shares: withoutZeros(remaining) }
}
