import type { Share } from '@welfare/contracts/shares.ts'
import type { ActMove } from '../parts/act-moves.tsx'

/**
 * What an act of settlement moves, fund by fund; each account with its sign.
 * @param place account of the union, where its money lies on accounts, or who pays instead
 */
export function movesOf(
  shares: readonly Share[],
  signs: Partial<Readonly<Record<ActMove['account'], 1 | -1>>>,
  place?: string,
): { readonly moves: ActMove[]; readonly needsApproval: false; readonly because: [] } {
  const moves = shares.flatMap(({ fund, amountFen }) =>
    Object.entries(signs).map(([account, sign]) => ({
      account: account === 'bank' && place?.startsWith('payer-') ? 'quota' : (account as ActMove['account']),
      commodity: 'CNY',
      fund,
      change: sign < 0 ? -amountFen : amountFen,
      ...(account === 'bank' &&
        place !== undefined &&
        (place.startsWith('payer-') ? { payer: place } : { bankAccount: place })),
    })),
  )
  return { moves, needsApproval: false, because: [] }
}
