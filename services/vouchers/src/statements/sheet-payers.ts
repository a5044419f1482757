import { subtractFen } from '@welfare/contracts/money.ts'
import type { Share } from '@welfare/contracts/shares.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import type { StatementFund } from './statement-sheet.ts'
import type { TakenBy } from './statements.facts.ts'

interface Paying {
  readonly funds: readonly Pick<StatementFund, 'fund' | 'dueFen'>[]
  readonly waived?: readonly Share[]
  readonly taken?: readonly TakenBy[]
}

/** Whose money a merchant gets of a number, and what became of it. */
export function payersOf({ nameOfFund }: Pick<VouchersContext['copy'], 'nameOfFund'>, paying: Paying) {
  const { funds, waived = [], taken = [] } = paying
  return funds.flatMap(({ fund, dueFen }) => {
    const waivedFen = waived.find((share) => share.fund === fund)?.amountFen ?? 0
    const payFen = subtractFen(Math.max(0, dueFen), waivedFen)
    if (payFen === 0) return []
    const by = taken.findLast(({ shares }) => shares.some((share) => share.fund === fund))
    const name = nameOfFund(fund) ?? fund
    return [{ fund, name, payFen, ...(by ? { status: by.status, since: by.since } : { status: 'open' as const }) }]
  })
}
