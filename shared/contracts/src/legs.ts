import { type AccountName, type Book, postingAccounts } from './accounts.ts'
import { addFen, sumFen } from './money.ts'

/** What a leg is about. Two legs with equal dimensions stand on the same posting account. */
export interface Dimensions {
  readonly fund?: string | undefined
  readonly programme?: string | undefined
  readonly batch?: string | undefined
  readonly merchant?: string | undefined
  readonly depot?: string | undefined
  readonly consignment?: string | undefined
  readonly site?: string | undefined
  readonly lot?: string | undefined
  readonly bankAccount?: string | undefined
  readonly payer?: string | undefined
  readonly purchase?: string | undefined
}

export interface Leg extends Dimensions {
  readonly book: Book
  readonly account: AccountName
  /** `CNY` in fen, or a commodity of goods in pieces. */
  readonly commodity: string
  /** Debit positive, credit negative; never zero. */
  readonly amount: number
}

export type Place = { readonly account: AccountName } & Dimensions

/** Debit and credit of one movement; none where nothing moves. */
export function legs(commodity: string, amount: number, debit: Place, credit: Place): Leg[] {
  if (amount === 0) return []
  return [
    { book: postingAccounts[debit.account].book, commodity, amount, ...debit },
    { book: postingAccounts[credit.account].book, commodity, amount: -amount, ...credit },
  ]
}

export function mirrored(leg: Leg): Leg {
  return { ...leg, amount: -leg.amount }
}

/** One leg for each posting account of the event. */
export function merged(all: readonly Leg[]): Leg[] {
  const byAccount = new Map<string, Leg>()
  for (const leg of all) {
    const key = postingKey(leg)
    const known = byAccount.get(key)
    byAccount.set(key, known ? { ...known, amount: addFen(known.amount, leg.amount) } : leg)
  }
  return [...byAccount.values()].filter((leg) => leg.amount !== 0)
}

/** The posting account of a leg as text: account, commodity and dimensions, in a fixed order. */
export function postingKey({
  account,
  commodity,
  fund,
  programme,
  batch,
  merchant,
  depot,
  consignment,
  site,
  lot,
  bankAccount,
  payer,
  purchase,
}: Omit<Leg, 'amount' | 'book'>): string {
  return [
    account,
    commodity,
    fund,
    programme,
    batch,
    merchant,
    depot,
    consignment,
    site,
    lot,
    bankAccount,
    payer,
    purchase,
  ]
    .map((part) => part ?? '')
    .join('|')
}

/** Sums by (book, commodity, fund): all zero where the legs balance. */
export function imbalances(all: readonly Leg[]): { readonly group: string; readonly amount: number }[] {
  const groups = new Map<string, number[]>()
  for (const { book, commodity, fund, amount } of all) {
    const group = `${book}|${commodity}|${fund ?? ''}`
    const amounts = groups.get(group)
    if (amounts) amounts.push(amount)
    else groups.set(group, [amount])
  }
  return [...groups]
    .map(([group, amounts]) => ({ group, amount: sumFen(amounts) }))
    .filter(({ amount }) => amount !== 0)
}
