import { objectsIn, optionalTextIn, textIn } from '../json.ts'
import { accountingDateOf, type LedgerEvent } from '../ledger-event.ts'
import { faultsOfDay, giveBackOnDay, takeDayLimit } from './day-limits.ts'
import { addAll, covers, differenceOf, sharesOfDraws, sumOf } from './fen-by-fund.ts'
import { pairOf, partOf, type Rule, type SettledThings, wordKey } from './settled-things.ts'
import { faultsOfSmaller, faultsOfSplit, takeCredit } from './split-rules.ts'

/** What a wallet records: meals, and what a statement has decided of them. */
export const mealRules: Readonly<Record<string, Rule>> = {
  CreditReceived(event, things) {
    takeCredit(event, things)
    takeDayLimit(event, things)
    return []
  },

  *MealRedeemed(event, things) {
    const pair = pairOf(things, event)
    const fen = sharesOfDraws(event.data)
    const isMeal = [...fen.values()].some((amount) => amount > 0)
    pair.entries.push({ sequence: event.sequence, fen, isMeal })
    things.meals.set(partOf(event), { pair, sequence: event.sequence, year: yearOf(event), left: fen })
    yield* faultsOfSplit(event, things)
    yield* faultsOfDay(event, things)
  },

  *RedemptionReversed(event, things) {
    const { data, sequence } = event
    const meal = things.meals.get(textIn(data, 'redemption'))
    const shares = sharesOfDraws(data)
    if (!meal) yield 'it takes back a meal that is not there'
    else {
      if (pairOf(things, event) !== meal.pair) yield 'its meal is of another merchant or programme'
      yield* faultsOfYear(event, meal.year, things)
      if (!covers(meal.left, shares)) yield 'it takes back more than is left of the meal'
      // The entry keeps what was eaten.
      meal.left = sumOf([meal.left])
      addAll(meal.left, shares, -1)
    }
    yield* faultsOfSmaller(event, things)
    giveBackOnDay(event, things)
    const isClaim = objectsIn(data, 'draws').map((draw) => optionalTextIn(draw, 'to') === 'claimed')
    if (isClaim.includes(true)) things.claimed.set(wordKey(data, partOf(event)), shares)
    const decided = optionalTextIn(data, 'takenBack')
    if (decided === undefined) {
      const pair = pairOf(things, event)
      if (pair.stream !== undefined) yield 'it takes back what no statement has decided'
      const fen = new Map([...shares].map(([fund, amount]) => [fund, -amount]))
      pair.entries.push({ sequence, fen, isMeal: false })
      return
    }
    const line = things.openLines.get(decided)
    if (!line) {
      yield `it names ${decided}, which no statement has open`
      return
    }
    if (line.redemption !== data.redemption) yield `${decided} takes back another meal`
    yield* differenceOf(`it takes back, by ${decided},`, shares, line.shares)
    if (isClaim.some((claimed) => claimed !== (line.to === 'claim')))
      yield `${decided} is decided as ${line.to}, it is posted otherwise`
    line.outcome = 'performed'
    things.openLines.delete(decided)
  },

  PeriodClosed({ data }, things) {
    const month = textIn(data, 'month')
    if (month.endsWith('-12')) things.closedYear = month.slice(0, 4)
    return []
  },

  *TakingBackDeclined({ data }, things) {
    const line = things.openLines.get(textIn(data, 'takenBack'))
    if (!line) yield 'it declines what no statement has open'
    else if (line.redemption !== data.redemption) yield 'it declines the taking back of another meal'
    else if (line.outcome) yield 'it declines twice'
    else line.outcome = 'declined'
  },
}

/** What a year used is lessened in that year alone. Before there were closed years, this was not said. */
function* faultsOfYear(event: LedgerEvent, mealYear: string, { closedYear }: SettledThings): Iterable<string> {
  const isSaid = event.data.priorYear === true
  if (isSaid && mealYear >= yearOf(event)) yield 'it is said to be of an earlier year; its meal counts in the same'
  if (!isSaid && mealYear <= closedYear) yield `its meal counts in ${mealYear}, which is closed, and it does not say so`
}

function yearOf(event: LedgerEvent): string {
  return accountingDateOf(event).slice(0, 4)
}
