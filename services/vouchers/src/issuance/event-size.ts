/**
 * How many windows and funds fit into one event. Upper bounds, added up rather than measured: what a fund's share, a credit, a wallet or
 * an item takes at most as JSON, with the longest amount there is. The store takes 63 KiB with metadata; what is left is for those.
 */
export const MAX_BYTES = 60 * 1024
/** `{"fund":"fund-<uuid>","amountFen":1000000000000},` */
export const SHARE_BYTES = 80
/** `{"window":"","shares":[]},` */
const CREDIT_BYTES = 26
/** `{"wallet":"wallet-<uuid>","worker":"worker-<uuid>","serial":35184372088831,"credits":[]},` */
const WALLET_BYTES = 150
/** As many credits as one meal may draw on, and one wallet be issued at once. */
export const MAX_CREDITS = 120

interface Windowed {
  readonly window: string
}

/** What one wallet takes in CreditsIssued, at most: of every window a credit that every fund pays a part of. */
function walletBytes(terms: readonly Windowed[], funds: number): number {
  return terms.reduce((sum, { window }) => sum + CREDIT_BYTES + window.length + funds * SHARE_BYTES, WALLET_BYTES)
}

/** How many wallets one event issues to; 0 where not even one worker's credits fit. */
export function walletsThatFit(terms: readonly Windowed[], funds: number): number {
  return Math.floor(MAX_BYTES / walletBytes(terms, funds))
}

/** The first so many windows of which one worker's credits fit into an event: what an order may hold with so many funds. */
export function windowsThatFit(terms: readonly Windowed[], funds: number): number {
  let count = terms.length
  while (count > 0 && walletsThatFit(terms.slice(0, count), funds) === 0) count -= 1
  return count
}
