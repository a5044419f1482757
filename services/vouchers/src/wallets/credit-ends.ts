import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { withoutZeros } from '@welfare/contracts/shares.ts'
import { accept, refuse } from '@welfare/event-store/decider/decider.ts'
import { type Credit, expiryDayOf, firstDayAfter, remainingOf } from './credit.ts'
import type { MoveCredit, WalletCommand, WalletDecision } from './wallet.commands.ts'
import { openCredits, type WalletEvent, type WalletState } from './wallet.state.ts'

type CommandOf<T extends WalletCommand['type']> = Extract<WalletCommand, { type: T }>

export function expireCredits(state: WalletState, { wallet, endedOn }: CommandOf<'ExpireCredits'>): WalletDecision {
  const expired = openCredits(state).filter((credit) => expiryDayOf(credit) === endedOn)
  return accept(expired.map((credit) => ({ type: 'CreditExpired', data: endOf(state, wallet, credit) })))
}

/** Only later, and only what is still out. */
export function extendCredits(state: WalletState, command: CommandOf<'ExtendCredits'>): WalletDecision {
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

export function moveCredit(state: WalletState, command: MoveCredit): WalletDecision {
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

export function refusalOfClosed({ closed, merged }: WalletState) {
  if (!closed) return undefined
  return merged ? refuse('voucher-merged') : refuse('programme-closed')
}

export function closeWallet(state: WalletState, command: CommandOf<'CloseWallet'>): WalletDecision {
  if (state.closed) return accept([])
  const { programme, worker } = state
  const closed: WalletEvent = { type: 'WalletClosed', data: { programme, worker, reason: command.reason } }
  return accept([closed, ...withdrawals(state, command)])
}

/** Takes what every credit holds that has not ended; what has is recorded as expired, on the day of its end. */
export function withdrawals(
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
