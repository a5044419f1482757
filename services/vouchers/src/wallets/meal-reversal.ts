import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { addShares, type Share, sharesEqual, totalOf } from '@welfare/contracts/shares.ts'
import { accept, refuse } from '@welfare/event-store/decider/decider.ts'
import { balanceOf, refusalOfBarOn } from './cards-and-credits.ts'
import { givenBack, type MealSplit, paidByCredit, splitOf, splitSmaller } from './meal-part.ts'
import type { PaidParts } from './meal-payers.ts'
import { recordMeal, refusalOfDay } from './meal-redemption.ts'
import type { CorrectRedemption, ReverseRedemption, WalletDecision } from './wallet.commands.ts'
import {
  evolveWallet,
  hasEnded,
  isTakenBack,
  type Redemption,
  usableCredits,
  type WalletEvent,
  type WalletState,
} from './wallet.state.ts'

/** What a statement has decided is performed exactly so, or declined for good: the line is then given back. */
export function takeBack(state: WalletState, command: ReverseRedemption | CorrectRedemption): WalletDecision {
  const decision =
    command.type === 'CorrectRedemption' ? correctRedemption(state, command) : reverseRedemption(state, command)
  const { takenBack, redemption } = command
  const code = takenBack && reasonToDecline(decision, takenBack.shares)
  if (!takenBack || code === undefined) return decision
  const { programme, worker } = state
  return accept([
    { type: 'TakingBackDeclined', data: { programme, worker, takenBack: takenBack.id, redemption, code } },
  ])
}

function reasonToDecline(decision: WalletDecision, shares: readonly Share[]): string | undefined {
  if (!decision.accepted) return decision.refusal.code
  return sharesEqual(sharesBack(decision.events), shares) ? undefined : 'taken-back-meanwhile'
}

/** What a taking back gives back in all, by fund. */
export function sharesBack(events: readonly WalletEvent[]): Share[] {
  const [reversed] = events
  if (reversed?.type !== 'RedemptionReversed') return []
  return reversed.data.draws.reduce<Share[]>((sum, { shares }) => addShares(sum, shares), [])
}

/** A meal, or a part of it, is taken back: in red, on the day on which that is done. */
function reverseRedemption(state: WalletState, command: ReverseRedemption): WalletDecision {
  const { stream: wallet, version } = splitPart(command.redemption)
  const redemption = state.redemptions.get(version)
  if (!redemption) return refuse('redemption-unknown')
  const refusal = refusalOf(redemption, command)
  if (refusal) return refusal
  const { paid, kept, merchant } = redemption
  const left = splitSmaller(paid, kept, command.part)
  if ('accepted' in left) return left
  const { today, part, by, takenBack } = command
  const backed = givenBack(kept, left)
  const ownShareBackFen = subtractFen(kept.ownShareFen, left.ownShareFen)
  if (backed.length === 0)
    return ownShareBackFen > 0 ? refuse('part-paid-by-worker', { ownShareBackFen }) : refuse('amount-zero')
  const draws = backed.map((draw) => ({
    ...draw,
    to: placeOf(state, draw.credit, command),
  }))
  const usable = usableCredits(state, today, today)
  const backFen = sumFen(draws.filter(({ to }) => to === 'issued').map(({ shares }) => totalOf(shares)))
  return accept([
    {
      type: 'RedemptionReversed',
      data: {
        ...{ programme: state.programme, worker: state.worker, merchant, redemption: `${wallet}.${version}` },
        by: by === 'union' ? by : 'till',
        ...(part?.kind === 'items' && { items: [...part.items] }),
        draws,
        ownShareBackFen,
        discountBackFen: subtractFen(kept.discountFen, left.discountFen),
        keptFen: paidByCredit(left),
        // It counts in each window that paid for it until it is taken back as a whole.
        windowsFreed: left.draws.length === 0 ? [...new Set(paid.draws.map(({ window }) => window))] : [],
        ...(takenBack && { takenBack: takenBack.id }),
        ...(isOfEarlierYear(redemption, today) && { priorYear: true }),
        corrects: `${wallet}.${version}`,
        ...(kept.parts && { keptSplit: keptSplitOf(kept.parts, 'parts' in left ? left.parts : undefined) }),
        reason: command.reason,
        balanceAfterFen: sumFen([balanceOf(usable), backFen]),
      },
    },
  ])
}

/** What a year used is never lessened by a later one, closed yet or not: what comes back of it is granted anew. */
function isOfEarlierYear({ countedOn }: Redemption, today: string): boolean {
  return countedOn.slice(0, 4) < today.slice(0, 4)
}

/** Nothing is left of a meal that was taken back as a whole. */
function keptSplitOf(lines: PaidParts, left: PaidParts = []) {
  return lines.map(({ payer }, index) => ({ payer, amountFen: left[index]?.amountFen ?? 0 }))
}

/** What a merchant was to be paid for is owed by it; it is the credit's again only where nobody was. */
function placeOf(
  state: WalletState,
  credit: string,
  { takenBack, today }: ReverseRedemption,
): 'issued' | 'allocated' | 'claimed' {
  if (takenBack?.to === 'claim') return 'claimed'
  return hasEnded(state, credit, today) ? 'allocated' : 'issued'
}

function refusalOf(redemption: Redemption, { by, today }: ReverseRedemption) {
  if (by !== 'union' && redemption.merchant !== by.till) return refuse('redemption-of-another-merchant')
  if (isTakenBack(redemption)) return refuse('redemption-already-reversed')
  if (by === 'union') return undefined
  const { day, enteredAt, enteredBy } = redemption
  if (enteredBy === 'union') return refuse('redemption-entered-by-union')
  // Version 1 does not say when: the meal's day is all there is.
  const isRecent = enteredAt === undefined ? day === today : enteredAt >= by.earliestEntry
  return isRecent ? undefined : refuse('reversal-too-late', { redeemedOn: day, ...(enteredAt && { enteredAt }), today })
}

/**
 * The red entry first: what only it gives back, to the credit, the quota and the slip, cannot be used before it. Only both together must fit.
 * Both count on the day on which it is done; the person, the window and the quota go by the days of the two meals.
 */
function correctRedemption(state: WalletState, command: CorrectRedemption): WalletDecision {
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
