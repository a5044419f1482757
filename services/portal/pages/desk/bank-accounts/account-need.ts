import { addFen, subtractFen } from '@welfare/contracts/money.ts'
import type { Share } from '@welfare/contracts/shares.ts'
import type { BankAccount, MoneyOfFund } from './bank.queries.ts'

export interface AccountNeed {
  /** Whether an account has to be named, may be, or must not. */
  readonly kind: 'asked' | 'offered' | 'none'
  readonly accounts: readonly BankAccount[]
  /** Of the funds that it is about. */
  readonly money: readonly MoneyOfFund[]
  /** Funds whose money is on no account, beside others whose money is. */
  readonly elsewhere: readonly string[]
}

/** @param funds whose money is moved */
export function needOf(
  accounts: readonly BankAccount[],
  known: readonly MoneyOfFund[],
  funds: readonly string[],
): AccountNeed {
  const money = known.filter(({ fund }, at) => funds.includes(fund) && known.findIndex((o) => o.fund === fund) === at)
  const onAccounts = money.filter(({ status }) => status === 'on-accounts')
  const elsewhere = money.filter(({ status }) => status !== 'on-accounts').map(({ fund }) => fund)
  if (onAccounts.length > 0) return { kind: 'asked', accounts, money, elsewhere }
  const isNew = money.length > 0 && money.every(({ status }) => status === 'nothing-yet')
  return { kind: isNew && accounts.length > 0 ? 'offered' : 'none', accounts, money, elsewhere: [] }
}

/** What goes into the act; undefined as long as the account is missing, or is not known to be. */
export function withAccount(
  need: AccountNeed | undefined,
  bankAccount: string | undefined,
): { readonly bankAccount?: string } | undefined {
  if (need === undefined) return undefined
  if (need.kind === 'none') return {}
  if (bankAccount !== undefined) return { bankAccount }
  return need.kind === 'offered' ? {} : undefined
}

export function isOwn({ funds }: BankAccount): boolean {
  return funds !== undefined
}

/** What a fund has on an account, and is neither held by a payment nor in suspense. */
export function freeFen({ money }: Pick<AccountNeed, 'money'>, fund: string, bankAccount: string): number {
  const there = money.find((one) => one.fund === fund)?.accounts.find((one) => one.bankAccount === bankAccount)
  return there ? subtractFen(there.balanceFen, addFen(there.heldFen, there.suspenseFen ?? 0)) : 0
}

/** Shares that the account has too little for. */
export function shortOf(need: Pick<AccountNeed, 'money'>, shares: readonly Share[], bankAccount: string): Share[] {
  return shares.filter(({ fund, amountFen }) => amountFen > freeFen(need, fund, bankAccount))
}

/**
 * The one account that is meant where nothing is said: that has enough, or on which these funds lie, or that the union has.
 * @param preferred where it is one of several
 */
export function usualAccount(
  need: AccountNeed,
  leaving: readonly Share[] | undefined,
  preferred?: string,
): string | undefined {
  const own = need.accounts.filter(isOwn)
  const lies = ({ id }: BankAccount) => need.money.some(({ accounts }) => accounts.some((o) => o.bankAccount === id))
  const candidates = leaving
    ? own.filter(({ id }) => leaving.length > 0 && shortOf(need, leaving, id).length === 0)
    : own.some(lies)
      ? own.filter(lies)
      : own
  const [first, ...others] = candidates
  if (candidates.some(({ id }) => id === preferred)) return preferred
  return others.length === 0 ? first?.id : undefined
}
