import { daysBetween } from '@welfare/contracts/days.ts'
import type { OpenDepot } from './depots.queries.ts'

export interface LotRow {
  readonly lot: string
  readonly commodity: string
  readonly quantity: number
  readonly fund: string | undefined
  readonly expiresOn: string | undefined
  /** Of kits: how many may be taken apart. */
  readonly unpackable: number
}

/** Lot by lot, what expires first on top: that goes first. */
export function lotsOf({ stock }: Pick<OpenDepot, 'stock'>): LotRow[] {
  return stock
    .flatMap(({ commodity, lots }) =>
      lots.map(({ packed = 0, ...lot }) => ({
        ...{ fund: undefined, expiresOn: undefined, ...lot },
        commodity,
        unpackable: Math.min(packed, lot.quantity),
      })),
    )
    .sort((a, b) => compare(a.expiresOn ?? '9999', b.expiresOn ?? '9999'))
}

/** Undefined where it does not expire, or it is not known yet what day it is. Negative once it has. */
export function daysLeft({ expiresOn }: Pick<LotRow, 'expiresOn'>, today: string | undefined): number | undefined {
  return expiresOn === undefined || today === undefined ? undefined : daysBetween(today, expiresOn)
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
