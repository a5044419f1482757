import type { LotLine } from './events/deliveries.ts'
import { type Leg, legs, type Place } from './legs.ts'

export function goods(
  lines: readonly (Omit<LotLine, 'fund'> & { readonly fund?: string | undefined })[],
  debit: Place,
  credit: Place,
): Leg[] {
  return lines.flatMap(({ commodity, lot, quantity, fund }) =>
    legs(commodity, quantity, { ...debit, fund, lot }, { ...credit, fund, lot }),
  )
}

export function inTransit(consignment: string): Place {
  return { account: 'in-transit', consignment }
}

export function returned(consignment: string, depot: string): Place {
  return { account: 'returned', consignment, depot }
}

/** From one depot to another: it belongs to the one that it goes to. */
export function inTransitTo(depot: string): Place {
  return { account: 'in-transit', depot }
}
