import { add, sum } from '../amounts.ts'
import type { PostedLeg } from '../books.ts'

const cash = ['bank', 'quota', 'transit']
/** What may still be spent, and what is owed for it. */
const behind = [
  'available',
  'reserved',
  'allocated',
  'committed',
  'issued',
  'claimed',
  'payable',
  'disputed',
  'suspense',
]

/** Per fund: what lies on accounts, moves between them or is another payer's to pay is what may still be spent, and what is owed. */
export function createFundControl() {
  /** Debits positive: both sides together are nothing. */
  const excess = new Map<string, number>()
  return function* take(legs: readonly PostedLeg[]): Iterable<string> {
    for (const [fund, moved] of Map.groupBy(legs.filter(isHeld), (leg) => leg.fund ?? '')) {
      const changed = sum(moved.map(({ amount }) => amount))
      if (changed === 0) continue
      const left = add(excess.get(fund) ?? 0, changed)
      excess.set(fund, left)
      if (left !== 0) yield `of ${fund} bank, quota and money in transit are ${left} more than what is unspent and owed`
    }
  }
}

function isHeld({ account, rule }: PostedLeg): boolean {
  return rule.book !== 'goods' && (cash.includes(account) || behind.includes(account))
}
