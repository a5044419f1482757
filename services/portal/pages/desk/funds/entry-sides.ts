import { multiplyFen, sumFen } from '@welfare/contracts/money.ts'
import type { FundEntry } from './funds.queries.ts'

export function addedBy({ legs }: Pick<FundEntry, 'legs'>): number {
  return multiplyFen(sumFen(legs.filter(({ account }) => account === 'available').map(({ amount }) => amount)), -1)
}

/** What took an entry back: its donor got money back, or it was wrong. @param entries of the same fund */
export function takenBackAmong(entries: readonly Pick<FundEntry, 'document' | 'eventType'>[]) {
  const refunds = new Set(
    entries.filter(({ eventType }) => eventType === 'DonationRefunded').map(({ document }) => document),
  )
  return ({ reversedBy }: Pick<FundEntry, 'reversedBy'>) => {
    const documents = reversedBy.map(({ document }) => document)
    return {
      refunds: documents.filter((document) => refunds.has(document)),
      corrections: documents.filter((document) => !refunds.has(document)),
    }
  }
}

/** Red stands in the column of what it takes back, below zero. */
export function sidesOf(entry: Pick<FundEntry, 'eventType' | 'legs'>): {
  readonly inFen: number
  readonly outFen: number
} {
  const added = addedBy(entry)
  const isRed = entry.eventType.endsWith('Reversed')
  return added > 0 === isRed ? { inFen: 0, outFen: multiplyFen(added, -1) } : { inFen: added, outFen: 0 }
}
