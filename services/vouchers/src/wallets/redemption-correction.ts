import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { accept, refuse } from '@welfare/event-store/decider/decider.ts'
import { refusalOfBarOn } from './card.ts'
import { type MealSplit, splitOf } from './meal-part.ts'
import { recordMeal, refusalOfDay } from './meal-redemption.ts'
import { reverseRedemption } from './redemption-reversal.ts'
import type { CorrectRedemption, WalletDecision } from './wallet.commands.ts'
import { evolveWallet, type Redemption, type WalletEvent, type WalletState } from './wallet.state.ts'

/**
 * The red entry first: what only it gives back, to the credit, the quota and the slip, cannot be used before it. Only both together must fit.
 * Both count on the day on which it is done; the person, the window and the quota go by the days of the two meals.
 */
export function correctRedemption(state: WalletState, command: CorrectRedemption): WalletDecision {
  const { right, ...red } = command
  const { stream: wallet, version } = splitPart(command.redemption)
  const wrong = state.redemptions.get(version)
  const reversal = reverseRedemption(state, { ...red, type: 'ReverseRedemption', part: undefined })
  const [reversed] = reversal.accepted ? reversal.events : []
  if (!wrong || !reversed) return reversal
  const refusal = refusalOfDay(right) ?? refusalOfBarOn(state.card, right.day)
  if (refusal) return refusal
  // On a copy: nothing has happened yet.
  const withoutIt = evolveWallet(structuredClone(state), reversed, 0, command.today)
  const recorded = recordMeal(withoutIt, right, {
    ...{ wallet, countsOn: command.today, correctedFrom: command.redemption },
  })
  const [meal] = recorded.accepted ? recorded.events : []
  if (meal?.type !== 'MealRedeemed') return recorded
  return isSame(wrong, meal) ? refuse('correction-changes-nothing') : accept<WalletEvent>([reversed, meal])
}

function isSame({ merchant, day, kept }: Redemption, { data }: EventOf<'MealRedeemed'>): boolean {
  const { items, agreedFen, ownShareFen } = splitOf(data)
  const lines = (of: MealSplit['items']) => of.map(({ code, quantity }) => `${code} ${quantity}`).join()
  return (
    merchant === data.merchant &&
    day === data.redeemedOn &&
    agreedFen === kept.agreedFen &&
    ownShareFen === kept.ownShareFen &&
    lines(items) === lines(kept.items)
  )
}
