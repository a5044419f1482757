/**
 * Stream `wallet`: one worker in one programme, opened by a voucher. Owns the account `issued`.
 * Invariant: no credit is drawn below zero on any day, outside its window or beyond the quota; what a credit held and did not pay for goes
 * back to its programme, by fund, exactly once. The card and the person are two things: a card ends, the credits stay.
 */
import { accept, type Decider, refuse } from '@welfare/event-store/decider/decider.ts'
import { barOf, refusalOfCard, refusalOfSerial } from './card.ts'
import { closeWallet, expireCredits, extendCredits, moveCredit, withdrawals } from './credit-ends.ts'
import { redeemMeal } from './meal-redemption.ts'
import { receiveCredits } from './receive-credits.ts'
import { correctRedemption } from './redemption-correction.ts'
import { reverseRedemption } from './redemption-reversal.ts'
import type { VoidVoucher, WalletCommand, WalletDecision, WalletRefusalCode } from './wallet.commands.ts'
import { emptyWallet, evolveWallet, type WalletEvent, type WalletState } from './wallet.state.ts'

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
      case 'CorrectRedemption':
        return correctRedemption(state, command)
      case 'ExpireCredits':
        return expireCredits(state, command)
      case 'ExtendCredits':
        return extendCredits(state, command)
      case 'MoveCredit':
        return moveCredit(state, command)
      case 'CloseWallet':
        return closeWallet(state, command)
      case 'WithdrawCredits':
        return accept(withdrawals(state, command))
      case 'VoidVoucher':
        return voidVoucher(state, command)
      case 'RestoreVoucher':
        return restoreVoucher(state, command)
      case 'SuspendVoucher':
        return suspendVoucher(state, command)
      case 'ResumeVoucher':
        return resumeVoucher(state, command)
      case 'ReplaceVoucher':
        return replaceVoucher(state, command)
    }
  },
  evolve: evolveWallet,
}

interface OfCard {
  readonly serial: number
  readonly reason: string
}

function voidVoucher(state: WalletState, command: VoidVoucher): WalletDecision {
  // It is void, whatever came after it: who asks again is answered as before.
  if (state.card.replaced.get(command.serial)?.wasVoided) return accept([])
  const refusal = refusalOfSerial(state.card, command.serial)
  if (refusal) return refusal
  const withdrawn = command.withdraw ? withdrawals(state, command) : []
  if (barOf(state.card) === 'voided') return accept(withdrawn)
  return accept([{ type: 'VoucherVoided', data: ofCard(state, command) }, ...withdrawn])
}

function restoreVoucher(state: WalletState, command: OfCard & { readonly wallet: string }): WalletDecision {
  const refusal = refusalOfSerial(state.card, command.serial)
  if (refusal) return refusal
  const { voidedAt } = state.card
  if (barOf(state.card) !== 'voided' || voidedAt === undefined) return refuse('voucher-not-voided')
  const corrects = `${command.wallet}.${voidedAt}`
  return accept([{ type: 'VoucherRestored', data: { ...ofCard(state, command), corrects } }])
}

function suspendVoucher(state: WalletState, command: OfCard): WalletDecision {
  if (barOf(state.card) === 'suspended' && state.card.serial === command.serial) return accept([])
  const refusal = refusalOfCard(state.card, command.serial)
  return refusal ?? accept([{ type: 'VoucherSuspended', data: ofCard(state, command) }])
}

function resumeVoucher(state: WalletState, command: OfCard): WalletDecision {
  const refusal = refusalOfSerial(state.card, command.serial)
  if (refusal) return refusal
  if (barOf(state.card) !== 'suspended') return refuse('voucher-not-suspended')
  return accept([{ type: 'VoucherResumed', data: ofCard(state, command) }])
}

/** Also of a card that was voided or suspended: the person goes on with a new one. */
function replaceVoucher(
  state: WalletState,
  command: OfCard & { readonly newSerial: number; readonly qrHash: string },
): WalletDecision {
  const refusal = refusalOfSerial(state.card, command.serial)
  if (refusal) return refusal
  const { programme, worker } = state
  const { serial: replacedSerial, newSerial: serial, qrHash, reason } = command
  return accept([{ type: 'VoucherReplaced', data: { programme, worker, replacedSerial, serial, qrHash, reason } }])
}

function ofCard({ programme, worker }: WalletState, { serial, reason }: OfCard) {
  return { programme, worker, serial, reason }
}
