import type { Consignment } from './consignments.queries.ts'

interface Line {
  readonly commodity: string
  readonly quantity: number
}

/** Pieces of one commodity, whatever the lots. */
export interface Quantities {
  readonly commodity: string
  readonly planned: number
  readonly sent: number
  readonly received: number
  readonly short: number
  readonly refused: number
  readonly atSite: number
  readonly handedOut: number
}

/** A consignment as people see it: by what it is, not by lots. */
export function quantitiesOf({ lines, dispatch, receipt, atSite, handedOut }: Consignment): Quantities[] {
  const sent = dispatch?.lines ?? []
  const received = receipt?.lines ?? []
  const commodities = [...new Set([...lines, ...sent, ...received].map(({ commodity }) => commodity))]
  return commodities.map((commodity) => {
    const sum = (all: readonly Line[]) => sumOf(all.filter((line) => line.commodity === commodity))
    return {
      commodity,
      planned: sum(lines),
      sent: sum(sent),
      received: sum(received),
      short: sum(received.map((line) => ({ ...line, quantity: line.shortQuantity }))),
      refused: sum(received.map((line) => ({ ...line, quantity: line.refusedQuantity }))),
      atSite: sum(atSite),
      handedOut: sum(handedOut),
    }
  })
}

function sumOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0)
}
