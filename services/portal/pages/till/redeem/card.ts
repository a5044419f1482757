import { type AnswerOf, answerOf } from '../../common/api/client.ts'
import { apis } from '../api.ts'
import { setLedgerClock } from '../ledger-clock.ts'
import { type Dish, readDishes, type Till } from '../shop.ts'

type Voucher = AnswerOf<'lookUpVoucher'>

/** A card that was shown, and what can be sold for it. */
export interface Card {
  readonly code: string
  readonly voucher: Voucher
  readonly dishes: readonly Dish[]
}

export async function lookUp(till: Till, code: string): Promise<Card> {
  const params = { path: { code }, query: { merchant: till.merchant } }
  const voucher = await answerOf(apis[till.seat].GET('/v1/vouchers/{code}', { params }))
  setLedgerClock(voucher.asOf)
  return { code, voucher, dishes: await knownDishes(till, voucher.day) }
}

/** Undefined where it may not be shown. */
export async function readMaskedName({ seat }: Till, worker: string): Promise<string | undefined> {
  const params = { path: { id: worker } }
  return (await answerOf(apis[seat].GET('/v1/workers/{id}/masked-name', { params }))).name
}

let dishesOf: { readonly merchant: string; readonly day: string; readonly dishes: readonly Dish[] } | undefined

/** The list of the day is asked for once: the guest waits. What has changed since is refused by the ledger, and asked for again then. */
async function knownDishes(till: Till, day: string): Promise<readonly Dish[]> {
  if (dishesOf?.merchant !== till.merchant || dishesOf.day !== day)
    dishesOf = { merchant: till.merchant, day, dishes: await readDishes(till, day) }
  return dishesOf.dishes
}

export function forgetDishes(): void {
  dishesOf = undefined
}
