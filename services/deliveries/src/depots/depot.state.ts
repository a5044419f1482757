import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { addOnDay, type DayBalances, emptyDayBalances } from '@welfare/contracts/day-balances.ts'
import type { LotLine } from '@welfare/contracts/events/deliveries.ts'
import type { depotActsEvents } from '@welfare/contracts/events/depot-acts.ts'
import type { Lot } from './lot-allocation.ts'

export type DepotEvent = EventOf<
  | 'DepotOpened'
  | 'GoodsReceived'
  | 'KitsPacked'
  | 'GoodsDispatched'
  | 'GoodsReturnAccepted'
  | 'GoodsWrittenOff'
  | keyof typeof depotActsEvents
>

/** A lot in this depot, with what its corrections are judged by. */
export interface HeldLot extends Lot {
  /** Where what has left it is: consignment, kit lot, depot, `lost` or `count-difference` → pieces. */
  readonly gone: Map<string, number>
  /** What its receipt says, as corrected. */
  receipt?: Pick<DataOf<'GoodsReceived'>, 'quantity' | 'receiptNumber' | 'receivedOn'> & { invoiceNumber?: string }
  /** How many of it were packed and not unpacked, and what of its components is still in them. */
  packing?: { kit: string; kitVersion: number; quantity: number; consumed: readonly LotLine[] }
}

/** A write-off, or a shortage that was confirmed as lost. */
export interface Loss {
  readonly kind: 'write-off' | 'count'
  readonly day: string
  readonly lines: readonly LotLine[]
  /** What of it has not been found again. */
  readonly left: Map<string, number>
  /** The count whose shortage it was. */
  readonly count?: string
}

export interface CountedLot extends LotLine {
  readonly booked: number
  /** Of a shortage, what was confirmed as lost. */
  readonly confirmed: number
}

export interface Transfer {
  /** The other depot. */
  readonly other: string
  readonly day: string
  readonly lines: DataOf<'GoodsTransferred'>['lines']
  /** Of one that comes in: the part of this depot that announced it, and all its pieces on the way, by day. */
  readonly arrival?: string
  readonly inTransit?: DayBalances
  receipt?: { readonly part: string; readonly day: string; readonly lines: DataOf<'TransferReceived'>['lines'] }
}

/** Updated in place once the depot is open; the maps of `initialState` are never written to. */
export interface DepotState {
  version: number
  name: string
  division: string
  /** By lot id, in the order in which they came in; also those of which nothing is left, since goods may come back. */
  readonly lots: Map<string, HeldLot>
  /** Receipt number, as people compare numbers → the lot that it brought. */
  readonly receipts: Map<string, string>
  /** Consignment → the version at which it was dispatched. */
  readonly dispatches: Map<string, number>
  /** Accepted, or released to the consignment: nothing more is to be done about them. */
  readonly settledReturns: Map<string, 'accepted' | 'released'>
  /** Reversals of dispatches and transfers that were taken in. */
  readonly reversals: Set<string>
  /** By part. */
  readonly losses: Map<string, Loss>
  readonly counts: Map<string, { readonly countedOn: string; readonly lots: Map<string, CountedLot> }>
  readonly sent: Map<string, Transfer>
  readonly incoming: Map<string, Transfer>
}

export function emptyDepot(name: string, division: string): DepotState {
  return {
    version: 0,
    name,
    division,
    lots: new Map(),
    receipts: new Map(),
    dispatches: new Map(),
    settledReturns: new Map(),
    reversals: new Set(),
    losses: new Map(),
    counts: new Map(),
    sent: new Map(),
    incoming: new Map(),
  }
}

/** The id of what the next event brings. */
export function nextPart(depot: string, { version }: DepotState): string {
  return `${depot}.${version + 1}`
}

/** What came into the lots on a day, from elsewhere. */
export function moveIn(depot: DepotState, lines: readonly TransferredLine[], day: string, from: string): void {
  for (const line of lines) {
    const held = depot.lots.get(line.lot) ?? addLot(depot, line)
    addOnDay(held.stock, day, line.quantity)
    const gone = (held.gone.get(from) ?? 0) - line.quantity
    if (gone > 0) held.gone.set(from, gone)
    else held.gone.delete(from)
  }
}

/** What left the lots on a day, and where to. */
export function moveOut(depot: DepotState, lines: readonly LotLine[], day: string, to: string): void {
  for (const { lot, quantity } of lines) {
    const held = depot.lots.get(lot)
    if (!held) continue
    addOnDay(held.stock, day, -quantity)
    held.gone.set(to, (held.gone.get(to) ?? 0) + quantity)
  }
}

type TransferredLine = LotLine & { readonly expiresOn?: string | undefined }

export function addLot(depot: DepotState, line: Omit<TransferredLine, 'quantity'>): HeldLot {
  const { commodity, lot, fund, expiresOn } = line
  const held = { commodity, fund, expiresOn, stock: emptyDayBalances(), gone: new Map<string, number>() }
  depot.lots.set(lot, held)
  return held
}
