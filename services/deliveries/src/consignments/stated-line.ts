import type { LotLine } from '@welfare/contracts/events/deliveries.ts'

/** Goods as people at a site state them: by commodity, and by lot only where they know it. */
export interface StatedLine {
  readonly commodity: string
  readonly lot?: string | undefined
  readonly quantity: number
  /** Why less came than was sent. */
  readonly shortReason?: string | undefined
  /** Came, and was not taken. */
  readonly refused?: number | undefined
  readonly refusedReason?: string | undefined
}

export interface MatchedLine {
  readonly stated: StatedLine
  readonly lots: readonly LotLine[]
}

/** Which lots each line is about: its own lot, or every lot of its commodity that no other line names. */
export function matchLots(lots: readonly LotLine[], stated: readonly StatedLine[]): readonly MatchedLine[] {
  const named = new Set(stated.map(({ lot }) => lot))
  return stated.map((line) => ({
    stated: line,
    lots: lots.filter(
      ({ commodity, lot }) =>
        commodity === line.commodity && (line.lot === undefined ? !named.has(lot) : lot === line.lot),
    ),
  }))
}

export function repeatedLine(stated: readonly StatedLine[]): StatedLine | undefined {
  return stated.find((line, index) =>
    stated.slice(0, index).some((other) => other.commodity === line.commodity && other.lot === line.lot),
  )
}

/** As facts of a refusal: without a lot that was not given. */
export function placeOf({ commodity, lot }: Pick<StatedLine, 'commodity' | 'lot'>): {
  commodity: string
  lot?: string
} {
  return { commodity, ...(lot !== undefined && { lot }) }
}
