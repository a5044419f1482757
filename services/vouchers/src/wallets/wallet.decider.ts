/**
 * Stream `wallet`: one worker in one programme, opened by a voucher. Owns the account `issued`.
 * Invariant: no credit is drawn below zero on any day, outside its window or beyond the quota; what a credit held and did not pay for goes
 * back to its programme, by fund, exactly once. The card and the person are two things: a card ends, the credits stay.
 */
import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { totalOf, withoutZeros } from '@welfare/contracts/shares.ts'
import { accept, type Decider, refuse } from '@welfare/event-store/decider/decider.ts'
import {
  barOf,
  type Credit,
  expiryDayOf,
  firstDayAfter,
  refusalOfCard,
  refusalOfSerial,
  remainingOf,
} from './cards-and-credits.ts'
import { redeemMeal } from './meal-redemption.ts'
import { takeBack } from './meal-reversal.ts'
import type {
  MoveCredit,
  ReceiveCredits,
  VoidVoucher,
  WalletCommand,
  WalletDecision,
  WalletRefusalCode,
} from './wallet.commands.ts'
import {
  answerKey,
  emptyWallet,
  evolveWallet,
  grantedFor,
  openCredits,
  refusalOfClosed,
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
      case 'CorrectRedemption':
        return takeBack(state, command)
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
      case 'PrintVoucher':
        return printVoucher(state, command)
      case 'ReplaceVoucher':
        return replaceVoucher(state, command)
    }
  },
  evolve: evolveWallet,
}

function receiveCredits(state: WalletState, command: ReceiveCredits): WalletDecision {
  const { programme, worker, batch, voucher, quota, lateEntryDays, ownSharePerRedemptionFen, split, itemsOnly } =
    command
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
    const own = ownSharePerRedemptionFen !== undefined && { ownSharePerRedemptionFen }
    const terms = { quota, lateEntryDays, ...own, ...(split && { split }), ...(itemsOnly && { itemsOnly }) }
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

type CommandOf<T extends WalletCommand['type']> = Extract<WalletCommand, { type: T }>

function expireCredits(state: WalletState, { wallet, endedOn }: CommandOf<'ExpireCredits'>): WalletDecision {
  const expired = openCredits(state).filter((credit) => expiryDayOf(credit) === endedOn)
  return accept(expired.map((credit) => ({ type: 'CreditExpired', data: endOf(state, wallet, credit) })))
}

/** Only later, and only what is still out. */
function extendCredits(state: WalletState, command: CommandOf<'ExtendCredits'>): WalletDecision {
  const { wallet, windows, rulesVersion, today } = command
  if (state.closed) return accept([])
  const { programme, worker } = state
  const isOut = ({ ended, endsOn }: Credit) => !ended && endsOn > today
  return accept(
    [...state.credits.values()].filter(isOut).flatMap(({ window, batch, version, until, lateEntryDays }) => {
      const longer = windows.find((known) => known.window === window && known.until > until)
      if (!longer) return []
      const of = { programme, worker, batch, credit: `${wallet}.${version}`, window }
      const data = { ...of, until: longer.until, lateEntryDays, rulesVersion }
      return [{ type: 'CreditExtended' as const, data }]
    }),
  )
}

function moveCredit(state: WalletState, command: MoveCredit): WalletDecision {
  const { wallet, window, to, today, reason } = command
  const closed = refusalOfClosed(state)
  if (closed) return closed
  const moved = openCredits(state).filter((credit) => credit.window === window && credit.endsOn > today)
  const [first] = moved
  if (!first) return refuse('credit-not-open', { window })
  if (to.window === window || firstDayAfter(to.until, first.lateEntryDays) <= today)
    return refuse('outside-window', { window: to.window, from: to.from, until: to.until })
  return accept(
    moved.map((credit) => ({
      type: 'CreditMoved',
      data: {
        ...endOf(state, wallet, credit),
        ...{ toWindow: to.window, from: to.from, until: to.until, lateEntryDays: credit.lateEntryDays, reason },
      },
    })),
  )
}

function closeWallet(state: WalletState, command: CommandOf<'CloseWallet'>): WalletDecision {
  if (state.closed) return accept([])
  const { programme, worker } = state
  const closed: WalletEvent = { type: 'WalletClosed', data: { programme, worker, reason: command.reason } }
  return accept([closed, ...withdrawals(state, command)])
}

/** Takes what every credit holds that has not ended; what has is recorded as expired, on the day of its end. */
function withdrawals(
  state: WalletState,
  {
    wallet,
    today,
    reason,
    batches,
  }: {
    readonly wallet: string
    readonly today: string
    readonly reason: string
    /** Only what came of these; absent: everything. */
    readonly batches?: readonly string[]
  },
): WalletEvent[] {
  return openCredits(state)
    .filter(({ endsOn, batch }) => endsOn > today && (batches?.includes(batch) ?? true))
    .map((credit) => ({ type: 'CreditWithdrawn', data: { ...endOf(state, wallet, credit), reason } }))
}

function endOf({ programme, worker }: WalletState, wallet: string, credit: Credit): DataOf<'CreditExpired'> {
  const { version, batch, window } = credit
  const shares = withoutZeros(remainingOf(credit))
  return { programme, worker, batch, credit: `${wallet}.${version}`, window, shares }
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

/** A card that opens nothing any more is not printed. */
function printVoucher(state: WalletState, command: CommandOf<'PrintVoucher'>): WalletDecision {
  const { serial, names, lastFourDigits = false } = command
  const refusal = refusalOfClosed(state) ?? refusalOfCard(state.card, serial)
  if (refusal) return refusal
  const { programme, worker, card } = state
  const shown = { names, ...(lastFourDigits && { lastFourDigits }) }
  return accept([{ type: 'VoucherPrinted', data: { programme, worker, serial, ...shown, copy: card.prints + 1 } }])
}

function ofCard({ programme, worker }: WalletState, { serial, reason }: OfCard) {
  return { programme, worker, serial, reason }
}
