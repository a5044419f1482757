import { subtractFen } from '@welfare/contracts/money.ts'
import type { Share } from '@welfare/contracts/shares.ts'
import type { MoneyOfFund } from '../../bank-accounts/bank.queries.ts'

export const UNION = 'union'

/** Who pays which of these shares, as its fund says: the union first, then other payers, each with what it still pays of a fund. */
export function payersOf(money: readonly MoneyOfFund[], shares: readonly Share[]) {
  const quotaOf = (fund: string) => money.find((one) => one.fund === fund)?.quota
  const payers = [...new Set(shares.map(({ fund }) => quotaOf(fund)?.payer ?? UNION))]
  return payers
    .sort((a, b) => Number(b === UNION) - Number(a === UNION))
    .map((payer) => ({
      payer,
      shares: shares.filter(({ fund }) => (quotaOf(fund)?.payer ?? UNION) === payer),
      freeFen(fund: string): number {
        const quota = quotaOf(fund)
        return quota ? subtractFen(quota.balanceFen, quota.heldFen) : 0
      },
    }))
}
