import { sum } from '../amounts.ts'
import { integerIn, objectIn, optionalTextIn, textIn } from '../json.ts'
import type { LedgerEvent } from '../ledger-event.ts'
import { sharesOfDraws } from './fen-by-fund.ts'
import type { DayWallet, SettledThings } from './settled-things.ts'

export function takeDayLimit({ stream, data }: LedgerEvent, things: SettledThings): void {
  const quota = objectIn(data, 'quota')
  const wallet = walletOf(things, stream)
  const limit = quota.amountPerDayFen === undefined ? Number.POSITIVE_INFINITY : integerIn(quota, 'amountPerDayFen')
  wallet.most = Math.max(wallet.most, limit)
}

/** The entry that a right one stands in place of goes back after it. */
export function* faultsOfDay({ stream, version, data }: LedgerEvent, things: SettledThings): Iterable<string> {
  const wallet = walletOf(things, stream)
  const [day, left] = [textIn(data, 'redeemedOn'), sum([...sharesOfDraws(data).values()])]
  wallet.meals.set(`${stream}.${version}`, { day, left })
  const paid = (wallet.paid.get(day) ?? 0) + left
  wallet.paid.set(day, paid)
  const corrected = wallet.meals.get(optionalTextIn(data, 'correctedFrom') ?? '')
  const stays = corrected?.day === day ? paid - corrected.left : paid
  if (wallet.most > 0 && stays > wallet.most) yield `its credits pay ${stays} on ${day}, ${wallet.most} a day at most`
}

export function giveBackOnDay({ stream, data }: LedgerEvent, things: SettledThings): void {
  const wallet = walletOf(things, stream)
  const meal = wallet.meals.get(textIn(data, 'redemption'))
  if (!meal) return
  const back = sum([...sharesOfDraws(data).values()])
  meal.left -= back
  wallet.paid.set(meal.day, (wallet.paid.get(meal.day) ?? 0) - back)
}

function walletOf({ dayWallets }: SettledThings, stream: string): DayWallet {
  const known = dayWallets.get(stream) ?? { most: 0, paid: new Map(), meals: new Map() }
  dayWallets.set(stream, known)
  return known
}
