import { addFen, subtractFen } from '@welfare/contracts/money.ts'
import { entryOf } from '../budget/running-totals.store.ts'
import type { ReadModel } from '../read-model/read-model.store.ts'

/** What a fund paid of a meal, less what was taken back. */
export interface PaidMeal {
  readonly sequence: number
  readonly programme: string
  readonly merchant: string
  /** On which it counts. */
  readonly day: string
  netFen: number
}

/** Every meal that the fund paid, be it a part of it, in the order of the ledger. About two microseconds each. What banks took, and suppliers invoiced, is of no meal; what a later year took back of one is carried. */
export function readPaidMeals(model: ReadModel, fund: string, through: number): PaidMeal[] {
  const moved = model
    .prepare(`SELECT t.entry >> 16 AS sequence, a.programme, a.merchant, min(t.date) AS day, sum(t.amount) AS amount
      FROM posting_account a JOIN posting_tally t ON t.account = a.id
      WHERE (a.account = 'cost' AND a.merchant <> '' OR a.account = 'carried') AND a.fund = ?1 AND t.entry < ?2 AND t.entry >> 16 NOT IN (
        SELECT goods.entry >> 16 FROM posting_account used JOIN posting_tally goods ON goods.account = used.id
          WHERE used.account = 'used' AND used.fund = ?1 AND used.purchase <> '')
      GROUP BY 1, 2, 3 ORDER BY 1`)
    .all(fund, entryOf(through + 1, 0))
  const reversed = model.prepare('SELECT reversed FROM reversal WHERE reversal = ?')
  const meals = new Map<number, PaidMeal>()
  for (const row of moved) {
    const [sequence, amount] = [Number(row.sequence), Number(row.amount)]
    const { programme, merchant, day } = row as { programme: string; merchant: string; day: string }
    if (amount > 0) meals.set(sequence, { sequence, programme, merchant, day, netFen: amount })
    else {
      const meal = meals.get(Number(reversed.get(sequence)?.reversed))
      if (!meal) throw new Error(`event ${sequence} takes back a meal that fund ${fund} did not pay`)
      meal.netFen = addFen(meal.netFen, amount)
    }
  }
  return [...meals.values()].filter((meal) => meal.netFen > 0)
}

/** What of an amount falls to whom. */
export interface Part {
  readonly donation: string
  readonly amountFen: number
}

/**
 * Who gave what of each meal of one programme: what came first is used first. Together every fen of the meals, as long as not more was used than
 * was given.
 */
export function* sharedOut(
  meals: Iterable<PaidMeal>,
  given: ReadonlyMap<string, number>,
): Generator<[PaidMeal, Part[]]> {
  const left = [...given].map(([donation, leftFen]) => ({ donation, leftFen }))
  let at = 0
  for (const meal of meals) {
    const parts: Part[] = []
    let openFen = meal.netFen
    for (let gift = left[at]; gift && openFen > 0; gift = left[at]) {
      const amountFen = Math.min(openFen, gift.leftFen)
      if (amountFen > 0) parts.push({ donation: gift.donation, amountFen })
      openFen = subtractFen(openFen, amountFen)
      gift.leftFen = subtractFen(gift.leftFen, amountFen)
      if (gift.leftFen === 0) at += 1
    }
    yield [meal, parts]
  }
}
