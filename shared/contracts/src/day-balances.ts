/** What there is by day: a balance, and how much each calendar day (YYYY-MM-DD) added to it or took from it. Whole numbers: fen, or pieces. */
export interface DayBalances {
  total: number
  /** Sorted by day; a day that moved nothing in the end is not in it. */
  readonly days: { readonly day: string; amount: number }[]
}

/** The lowest that a balance was, and when. */
export interface LowestBalance {
  readonly amount: number
  /** The first day that it was so low. */
  readonly day: string
}

export function emptyDayBalances(): DayBalances {
  return { total: 0, days: [] }
}

/** Writes into `balances`. Late entries come after later days' ones: the day is put where it belongs. */
export function addOnDay(balances: DayBalances, day: string, amount: number): void {
  balances.total = whole(balances.total + amount)
  const { days } = balances
  let index = days.length
  for (let before = days[index - 1]; before !== undefined && before.day >= day; before = days[index - 1]) index -= 1
  const known = days[index]
  if (known?.day !== day) {
    if (amount !== 0) days.splice(index, 0, { day, amount })
    return
  }
  known.amount = whole(known.amount + amount)
  if (known.amount === 0) days.splice(index, 1)
}

/**
 * The lowest balance at the end of `day` or of any day after it: as much as a decrease that counts on `day` may take, so that no day's books
 * are ever below zero. Without later movements it is the balance itself.
 */
export function lowestFrom({ total, days }: DayBalances, day: string): LowestBalance {
  let lowest: LowestBalance = { amount: total, day: later(days.at(-1)?.day, day) }
  let balance = total
  for (let index = days.length - 1; index >= 0; index -= 1) {
    const step = days[index]
    if (step === undefined || step.day < day) break
    // From here down to the day before, the balance is the one before this step; it is asked for only where it still is `day` or later.
    if (balance <= lowest.amount) lowest = { amount: balance, day: step.day }
    balance = whole(balance - step.amount)
  }
  if (balance <= lowest.amount && !days.some((step) => step.day === day)) lowest = { amount: balance, day }
  return lowest
}

/** The balance at the end of `day`. */
export function balanceOn({ days }: DayBalances, day: string): number {
  let balance = 0
  for (const step of days) {
    if (step.day > day) break
    balance = whole(balance + step.amount)
  }
  return balance
}

function later(one: string | undefined, other: string): string {
  return one !== undefined && one > other ? one : other
}

function whole(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole number: ${value}`)
  return value
}
