import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { comparableNumber } from '@welfare/contracts/comparable-text.ts'
import { addOnDay, emptyDayBalances } from '@welfare/contracts/day-balances.ts'
import type { LotLine } from '@welfare/contracts/events/deliveries.ts'
import { partVersion } from '../dispatches/part-version.ts'
import {
  addLot,
  type DepotEvent,
  type DepotState,
  emptyDepot,
  type HeldLot,
  type Loss,
  moveIn,
  moveOut,
} from './depot.state.ts'
import { piecesOf } from './lot-line.ts'

/** What an event makes of a depot; `day` is the one on which it counts. */
export function evolveDepot(state: DepotState, event: DepotEvent, version: number, day: string): DepotState {
  const depot = event.type === 'DepotOpened' ? emptyDepot(event.data.name, event.data.division) : state
  depot.version = version
  switch (event.type) {
    case 'DepotOpened':
      break
    case 'GoodsReceived':
      receive(depot, event.data, day)
      break
    case 'GoodsReceiptCorrected':
      correctReceipt(depot, event.data, day)
      break
    case 'KitsPacked': {
      const { lot, quantity, consumed, kit, kitVersion } = event.data
      moveOut(depot, consumed, day, lot)
      const held = addLot(depot, event.data)
      addOnDay(held.stock, day, quantity)
      held.packing = { kit, kitVersion, quantity, consumed }
      break
    }
    case 'KitsUnpacked':
    case 'PackingReversed':
      unpack(depot, event.data, day)
      break
    case 'GoodsDispatched':
      moveOut(depot, event.data.lines, day, event.data.consignment)
      depot.dispatches.set(event.data.consignment, version)
      break
    case 'DispatchReversalReceived':
      moveIn(depot, event.data.lines, day, event.data.consignment)
      depot.dispatches.delete(event.data.consignment)
      depot.reversals.add(event.data.reversal)
      break
    case 'GoodsReturnAccepted':
      moveIn(depot, event.data.lines, day, event.data.consignment)
      depot.settledReturns.set(event.data.goodsReturn, 'accepted')
      break
    case 'GoodsReturnReleased':
      moveOut(depot, event.data.lines, day, event.data.consignment)
      depot.settledReturns.set(event.data.goodsReturn, 'released')
      break
    default:
      evolveLosses(depot, event, version, day)
  }
  return depot
}

type LossEvent = Exclude<
  DepotEvent,
  {
    readonly type:
      | 'DepotOpened'
      | 'GoodsReceived'
      | 'GoodsReceiptCorrected'
      | 'KitsPacked'
      | 'KitsUnpacked'
      | 'PackingReversed'
      | 'GoodsDispatched'
      | 'DispatchReversalReceived'
      | 'GoodsReturnAccepted'
      | 'GoodsReturnReleased'
  }
>

function evolveLosses(depot: DepotState, event: LossEvent, version: number, day: string): void {
  switch (event.type) {
    case 'GoodsWrittenOff':
      moveOut(depot, event.data.lines, day, 'lost')
      depot.losses.set(String(version), lossOf('write-off', event.data.lines, day))
      break
    case 'WriteOffReversed':
      moveIn(depot, event.data.lines, day, 'lost')
      depot.losses.delete(partVersion(event.data.corrects))
      break
    case 'GoodsFoundAgain': {
      moveIn(depot, event.data.lines, day, 'lost')
      const loss = depot.losses.get(partVersion(event.data.loss))
      for (const { lot, quantity } of event.data.lines) loss?.left.set(lot, (loss.left.get(lot) ?? 0) - quantity)
      break
    }
    case 'StockCounted': {
      const { lines, countedOn } = event.data
      for (const line of lines) difference(depot, line, line.surplus - line.shortage, day)
      const lots = new Map(lines.map((line) => [line.lot, { ...line, confirmed: 0 }]))
      depot.counts.set(String(version), { countedOn, lots })
      break
    }
    case 'StockCountCorrected': {
      const counted = depot.counts.get(partVersion(event.data.corrects))
      for (const line of event.data.lines) {
        difference(depot, line, line.difference, day)
        const known = counted?.lots.get(line.lot)
        if (known) counted?.lots.set(line.lot, { ...known, quantity: line.quantity })
      }
      break
    }
    case 'CountLossConfirmed': {
      const { count, lines } = event.data
      depot.losses.set(String(version), { ...lossOf('count', lines, day), count: partVersion(count) })
      confirm(depot, partVersion(count), lines, 1)
      break
    }
    case 'CountLossReversed': {
      const corrected = partVersion(event.data.corrects)
      confirm(depot, depot.losses.get(corrected)?.count ?? '', event.data.lines, -1)
      depot.losses.delete(corrected)
      break
    }
    default:
      evolveTransfers(depot, event, version, day)
  }
}

type TransferEvent = Extract<DepotEvent, { readonly type: `${string}Transfer${string}` | 'GoodsTransferred' }>

function evolveTransfers(depot: DepotState, event: TransferEvent, version: number, day: string): void {
  switch (event.type) {
    case 'GoodsTransferred':
      moveOut(depot, event.data.lines, day, event.data.to)
      depot.sent.set(String(version), { other: event.data.to, day, lines: event.data.lines })
      break
    case 'TransferAnnounced': {
      const { transfer, from: other, lines } = event.data
      const inTransit = emptyDayBalances()
      addOnDay(inTransit, day, piecesOf(lines))
      depot.incoming.set(transfer, { other, day, lines, arrival: String(version), inTransit })
      break
    }
    case 'TransferReceived': {
      const { transfer, from, lines } = event.data
      moveIn(depot, lines, day, from)
      const incoming = depot.incoming.get(transfer)
      if (incoming?.inTransit) addOnDay(incoming.inTransit, day, -piecesOf(incoming.lines))
      if (incoming) incoming.receipt = { part: String(version), day, lines }
      break
    }
    case 'TransferReceiptReversed': {
      const { transfer, lines } = event.data
      const incoming = depot.incoming.get(transfer)
      moveOut(depot, lines, day, incoming?.other ?? '')
      if (incoming?.inTransit) addOnDay(incoming.inTransit, day, piecesOf(incoming.lines))
      if (incoming) delete incoming.receipt
      break
    }
    case 'TransferReversed':
      depot.incoming.delete(event.data.corrects)
      depot.reversals.add(event.data.corrects)
      break
    case 'TransferReversalReceived': {
      const sent = partVersion(event.data.transfer)
      moveIn(depot, event.data.lines, day, depot.sent.get(sent)?.other ?? '')
      depot.sent.delete(sent)
      depot.reversals.add(event.data.reversal)
      break
    }
  }
}

function receive(depot: DepotState, data: DataOf<'GoodsReceived'>, day: string): void {
  const { lot, quantity, source, receiptNumber, receivedOn } = data
  const held = addLot(depot, { ...data, fund: source.fund })
  addOnDay(held.stock, day, quantity)
  const invoiceNumber = source.kind === 'purchase' ? source.invoiceNumber : undefined
  held.receipt = { quantity, receiptNumber, receivedOn, ...(invoiceNumber !== undefined && { invoiceNumber }) }
  depot.receipts.set(comparableNumber(receiptNumber), lot)
}

function correctReceipt(depot: DepotState, data: DataOf<'GoodsReceiptCorrected'>, day: string): void {
  const { lot, quantity, difference: by, receiptNumber, invoiceNumber, receivedOn, expiresOn } = data
  const held = depot.lots.get(lot)
  if (!held) return
  addOnDay(held.stock, day, by)
  const before = comparableNumber(held.receipt?.receiptNumber ?? receiptNumber)
  if (depot.receipts.get(before) === lot) depot.receipts.delete(before)
  const receipt = { quantity, receiptNumber, receivedOn, ...(invoiceNumber !== undefined && { invoiceNumber }) }
  depot.lots.set(lot, { ...held, expiresOn, receipt })
  // A receipt of nothing holds no number: the paper may be entered again.
  if (quantity > 0) depot.receipts.set(comparableNumber(receiptNumber), lot)
}

function unpack(depot: DepotState, data: DataOf<'KitsUnpacked'>, day: string): void {
  const { lot, quantity, components } = data
  const held = depot.lots.get(lot)
  if (!held) return
  addOnDay(held.stock, day, -quantity)
  moveIn(depot, components, day, lot)
  const { packing } = held
  if (packing) held.packing = { ...packing, quantity: packing.quantity - quantity, consumed: less(packing, components) }
}

function less({ consumed }: NonNullable<HeldLot['packing']>, taken: readonly LotLine[]): LotLine[] {
  const of = new Map(taken.map(({ lot, quantity }) => [lot, quantity]))
  return consumed.map((line) => ({ ...line, quantity: line.quantity - (of.get(line.lot) ?? 0) }))
}

function difference(depot: DepotState, line: LotLine, by: number, day: string): void {
  const lines = [{ ...line, quantity: Math.abs(by) }]
  if (by > 0) moveIn(depot, lines, day, 'count-difference')
  if (by < 0) moveOut(depot, lines, day, 'count-difference')
}

function confirm(depot: DepotState, count: string, lines: readonly LotLine[], direction: 1 | -1): void {
  const lots = depot.counts.get(count)?.lots
  for (const { lot, quantity } of lines) {
    const known = lots?.get(lot)
    if (known) lots?.set(lot, { ...known, confirmed: known.confirmed + direction * quantity })
  }
}

function lossOf(kind: Loss['kind'], lines: readonly LotLine[], day: string): Loss {
  return { kind, day, lines, left: new Map(lines.map(({ lot, quantity }) => [lot, quantity])) }
}
