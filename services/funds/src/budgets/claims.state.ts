import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { addShares, type Share, subtractShares, withoutZeros } from '@welfare/contracts/shares.ts'

export type ClaimEvent = EventOf<
  'ClaimReceived' | 'ClaimSettled' | 'WaiverReceived' | 'ClaimWrittenOff' | 'ClaimRecovered'
>

/** What merchants owe; by merchant, and whoever owes nothing leaves. */
export interface ClaimingBudget {
  readonly claims: Map<string, readonly Share[]>
  /** What nobody asks them for any more, less what came after all. */
  readonly writtenOff: Map<string, readonly Share[]>
  /** Reversals that were received, and words of statements that settled, gave up or waived something. */
  readonly settled: Set<string>
}

export function evolveClaims({ claims, writtenOff, settled }: ClaimingBudget, event: ClaimEvent): void {
  const { merchant, shares } = event.data
  switch (event.type) {
    case 'ClaimReceived':
      settled.add(event.data.reversal)
      put(claims, merchant, shares)
      return
    case 'ClaimSettled':
      settled.add(event.data.by)
      take(claims, merchant, shares)
      return
    case 'WaiverReceived':
      settled.add(event.data.by)
      return
    case 'ClaimWrittenOff':
      settled.add(event.data.by)
      take(claims, merchant, shares)
      put(writtenOff, merchant, shares)
      return
    case 'ClaimRecovered':
      take(writtenOff, merchant, shares)
  }
}

function put(owed: ClaimingBudget['claims'], merchant: string, shares: readonly Share[]): void {
  owed.set(merchant, addShares(owed.get(merchant) ?? [], shares))
}

function take(owed: ClaimingBudget['claims'], merchant: string, shares: readonly Share[]): void {
  const left = withoutZeros(subtractShares(owed.get(merchant) ?? [], shares))
  if (left.length === 0) owed.delete(merchant)
  else owed.set(merchant, left)
}
