import type { LotLine } from '@welfare/contracts/events/deliveries.ts'

/** A line without what only its event says of it. */
export function lotLineOf({ commodity, lot, fund }: Omit<LotLine, 'quantity'>, quantity: number): LotLine {
  return { commodity, lot, quantity, ...(fund !== undefined && { fund }) }
}

export function piecesOf(lines: readonly { readonly quantity: number }[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0)
}
