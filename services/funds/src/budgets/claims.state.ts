import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { addShares, type Share, subtractShares, withoutZeros } from '@welfare/contracts/shares.ts'

export type ClaimEvent = EventOf<'ClaimReceived' | 'ClaimSettled'>

/** What merchants owe. */
export interface ClaimingBudget {
  /** By merchant; whoever owes nothing leaves. */
  readonly claims: Map<string, readonly Share[]>
  /** Reversals that were received, and words of statements that settled something. */
  readonly settled: Set<string>
}

export function evolveClaims({ claims, settled }: ClaimingBudget, event: ClaimEvent): void {
  const { merchant, shares } = event.data
  const known = claims.get(merchant) ?? []
  if (event.type === 'ClaimReceived') {
    settled.add(event.data.reversal)
    claims.set(merchant, addShares(known, shares))
    return
  }
  settled.add(event.data.by)
  const left = withoutZeros(subtractShares(known, shares))
  if (left.length === 0) claims.delete(merchant)
  else claims.set(merchant, left)
}
