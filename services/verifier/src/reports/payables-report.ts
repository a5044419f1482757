import { add, sum } from '../amounts.ts'
import type { JsonObject } from '../json.ts'
import type { Directory } from './directory.ts'
import { type Asked, counts } from './moments.ts'
import type { Recomputation } from './recomputation.ts'
import { holdsMoney } from './scope.ts'

/** What a merchant is owed in a programme, and was paid. */
interface Owed {
  readonly merchant: string
  readonly programme: string
  payable: number
  disputed: number
  claimed: number
  paid: number
}

/** What leaves the bank for a merchant, and what comes back of it. */
const payments: readonly string[] = [
  ...['SettlementPaid', 'PaymentReturned', 'MerchantRepaid', 'SupplierPaid', 'SupplierPaymentReturned'],
]

/** `GET /v1/payables`: by merchant and programme, over all funds. */
export function recomputePayables(asked: Asked, directory: Directory): Recomputation {
  const { query, reach } = asked
  const owed = new Map<string, Owed>()
  return {
    take({ event, date, legs }) {
      if (!counts(asked, date)) return
      for (const { account, fund = '', programme = '', merchant = '', amount } of legs) {
        if (account !== 'payable' && account !== 'disputed' && account !== 'claimed') continue
        if ((query.merchant ?? merchant) !== merchant || (query.programme ?? programme) !== programme) continue
        if (!holdsMoney(reach, { fund, programme }, directory)) continue
        const key = `${merchant} ${programme}`
        const of = owed.get(key) ?? { merchant, programme, payable: 0, disputed: 0, claimed: 0, paid: 0 }
        owed.set(key, of)
        of[account] = add(of[account], -amount)
        if (account === 'payable' && payments.includes(event.type)) of.paid = add(of.paid, amount)
      }
    },
    answer() {
      const rows = [...owed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, of]) => of)
      const totalOf = (name: 'payable' | 'disputed' | 'claimed' | 'paid') => sum(rows.map((row) => row[name]))
      return {
        payables: rows.map(
          ({ merchant, programme, payable, disputed, claimed, paid }): JsonObject => ({
            ...{ merchant, merchantName: directory.merchants.get(merchant)?.name ?? null },
            ...{ programme, programmeName: directory.programmes.get(programme)?.name ?? null, owedFen: payable },
            ...{ disputedFen: disputed, claimedFen: claimed, paidFen: paid },
          }),
        ),
        totalFen: totalOf('payable'),
        totalDisputedFen: totalOf('disputed'),
        totalClaimedFen: totalOf('claimed'),
        totalPaidFen: totalOf('paid'),
      }
    },
  }
}
