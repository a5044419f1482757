import type { ToldEvent } from './trail.queries.ts'

export interface ToldLine {
  readonly commodity: string
  readonly lot: string
  readonly quantity: number
  /** Of a count: what should have stood there. */
  readonly booked: number
}

/** What was corrected stands, and may be corrected once more. */
const corrections: readonly string[] = ['ReceiptCorrected', 'GoodsReceiptCorrected', 'StockCountCorrected']

/** Ids of the events that a later one has taken back. A dispatch or a transfer is named by the part of the depot that sent it. */
export function takenBack(events: readonly Told[]): ReadonlySet<string> {
  const gone = new Set(
    events.flatMap(({ type, data }) => {
      if (corrections.includes(type) || (type === 'PackingReversed' && isPackedStill(data.lot, events))) return []
      return type === 'TransferReversalReceived' ? [data.transfer] : [data.corrects]
    }),
  )
  const sentAs = ({ type, data }: Told) => (type === 'TransferAnnounced' ? data.transfer : data.dispatch)
  const isGone = (event: Told) => gone.has(event.id) || (sentAs(event) !== undefined && gone.has(sentAs(event)))
  return new Set(events.filter(isGone).map(({ id }) => id))
}

/** Are kits of that lot left which nobody has unpacked or taken back? A part of a packing may be, and the rest later. */
function isPackedStill(lot: unknown, events: readonly Told[]): boolean {
  const apart = events.filter(
    ({ type, data }) => ['KitsUnpacked', 'PackingReversed'].includes(type) && data.lot === lot,
  )
  const packed = events.find(({ id }) => id === lot)
  return (
    packed !== undefined &&
    apart.reduce((sum, { data }) => sum + Number(data.quantity), 0) < Number(packed.data.quantity)
  )
}

export function linesIn({ data: { lines } }: Pick<ToldEvent, 'data'>): ToldLine[] {
  if (!Array.isArray(lines)) return []
  return lines.flatMap((line) => {
    const { commodity, lot, quantity, booked } = Object(line)
    if (typeof commodity !== 'string') return []
    return [{ commodity, lot: String(lot), quantity: Number(quantity ?? 0), booked: Number(booked ?? 0) }]
  })
}

export function goodsIn(event: Pick<ToldEvent, 'data'>): string[] {
  const { commodity } = event.data
  return typeof commodity === 'string' ? [commodity] : [...new Set(linesIn(event).map((line) => line.commodity))]
}

/** Pieces that an event speaks of. */
export function piecesIn(event: Pick<ToldEvent, 'data'>): number | undefined {
  if (typeof event.data.quantity === 'number') return event.data.quantity
  const lines = linesIn(event)
  return lines.length === 0 ? undefined : lines.reduce((sum, { quantity }) => sum + quantity, 0)
}

/** What was typed on what an earlier one says would silently undo the newest. @param events the newest first */
export function newestCorrection<Event extends Told>(entry: Told, events: readonly Event[]): Event | undefined {
  return events.find(({ type, data }) => corrections.includes(type) && data.corrects === entry.id)
}

/** What a count says by now, lot by lot. @param events the newest first */
export function countedLines(count: Told, events: readonly Told[]): ToldLine[] {
  const corrected = events.filter(({ type, data }) => type === 'StockCountCorrected' && data.corrects === count.id)
  const newest = corrected.flatMap((event) => linesIn(event))
  return linesIn(count).map((line) => ({
    ...line,
    quantity: newest.find(({ lot }) => lot === line.lot)?.quantity ?? line.quantity,
  }))
}

/** Of a count's lots, what is missing and not yet confirmed as lost. @param events the newest first */
export function openShortages(count: Told, events: readonly Told[]): LeftLine[] {
  const gone = takenBack(events)
  const confirmed = events.filter(
    ({ id, type, data }) => type === 'CountLossConfirmed' && data.count === count.id && !gone.has(id),
  )
  const short = countedLines(count, events).map((line) => ({ ...line, quantity: line.booked - line.quantity }))
  return leftOf(short, confirmed)
}

/** Of a write-off's or a confirmed loss's lots, what has not been found again. */
export function stillLost(loss: Told, events: readonly Told[]): LeftLine[] {
  const found = events.filter(({ type, data }) => type === 'GoodsFoundAgain' && data.loss === loss.id)
  return leftOf(linesIn(loss), found)
}

interface LeftLine {
  readonly lot: string
  readonly commodity: string
  readonly left: number
}

function leftOf(lines: readonly ToldLine[], taken: readonly Told[]): LeftLine[] {
  const all = taken.flatMap((event) => linesIn(event))
  const takenOf = (lot: string) =>
    all.filter((line) => line.lot === lot).reduce((sum, { quantity }) => sum + quantity, 0)
  const left = lines.map(({ lot, commodity, quantity }) => ({ lot, commodity, left: quantity - takenOf(lot) }))
  return left.filter((line) => line.left > 0)
}

type Told = Pick<ToldEvent, 'id' | 'type' | 'data'>
