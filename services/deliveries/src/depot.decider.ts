import type { EventOf } from '@welfare/contracts/catalogue.ts'
import type { LotLine } from '@welfare/contracts/events/deliveries.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/decider/decider.ts'
import type {
  AcceptReturn,
  DepotCommand,
  DispatchGoods,
  PackKits,
  ReceiveGoods,
  WriteOffGoods,
} from './depot.commands.ts'
import { type AllocationRefusal, allocateLots, type Lot } from './lot-allocation.ts'

/**
 * Stream `depot-<uuid>`: owns the stock of one depot, lot by lot.
 * Invariant: no lot falls below zero; a receipt number counts once; a consignment is served once, wholly or not at all;
 * each return is taken back once.
 */
export const depotDecider: Decider<DepotState, DepotCommand, DepotEvent, DepotRefusal> = {
  category: 'depot',
  initialState: emptyDepot('', ''),
  decide(state, command) {
    switch (command.type) {
      case 'OpenDepot':
        return openDepot(state, command)
      case 'ReceiveGoods':
        return receiveGoods(state, command)
      case 'PackKits':
        return packKits(state, command)
      case 'DispatchGoods':
        return dispatchGoods(state, command)
      case 'AcceptReturn':
        return acceptReturn(state, command)
      case 'WriteOffGoods':
        return writeOffGoods(state, command)
    }
  },
  evolve,
}

export type DepotEvent = EventOf<
  'DepotOpened' | 'GoodsReceived' | 'KitsPacked' | 'GoodsDispatched' | 'GoodsReturnAccepted' | 'GoodsWrittenOff'
>

export type DepotRefusal =
  | 'depot-unknown'
  | 'depot-already-open'
  | 'commodity-unknown'
  | 'fund-unknown'
  | 'kit-version-unknown'
  | 'receipt-number-used'
  | 'received-in-future'
  | 'consignment-already-dispatched'
  | 'consignment-cancelled'
  | 'return-not-dispatched'
  | 'lot-repeated'
  | 'lot-unknown'
  | AllocationRefusal

/** Updated in place once the depot is open; the maps of `initialState` are never written to. */
export interface DepotState {
  version: number
  name: string
  division: string
  /** By lot id, in the order in which they came in; also those of which nothing is left, since goods may come back. */
  readonly lots: Map<string, Lot>
  /** Receipt number → the lot that it brought. */
  readonly receipts: Map<string, string>
  /** Consignment → the version at which it was dispatched. */
  readonly dispatches: Map<string, number>
  readonly acceptedReturns: Set<string>
}

type DepotDecision = Decision<DepotEvent, DepotRefusal>

function openDepot(state: DepotState, { name, division }: { name: string; division: string }): DepotDecision {
  if (state.version === 0) return accept([{ type: 'DepotOpened', data: { name, division } }])
  if (state.name === name && state.division === division) return accept([])
  return refuse('depot-already-open', { name: state.name, division: state.division })
}

function receiveGoods(state: DepotState, command: ReceiveGoods): DepotDecision {
  if (state.version === 0) return refuse('depot-unknown', {})
  const { type: _, depot, today, commodityKnown, unknownFund, ...goods } = command
  if (!commodityKnown) return refuse('commodity-unknown', { commodity: goods.commodity })
  if (unknownFund) return refuse('fund-unknown', { fund: unknownFund })
  const known = state.receipts.get(goods.receiptNumber)
  if (known) return refuse('receipt-number-used', { receiptNumber: goods.receiptNumber, lot: known })
  if (goods.receivedOn > today) return refuse('received-in-future', { receivedOn: goods.receivedOn, today })
  return accept([{ type: 'GoodsReceived', data: { ...goods, lot: nextPart(depot, state) } }])
}

function packKits(state: DepotState, command: PackKits): DepotDecision {
  if (state.version === 0) return refuse('depot-unknown', {})
  const { depot, kit, kitVersion, components, quantity, today } = command
  if (!components) return refuse('kit-version-unknown', { kit, kitVersion })
  const needs = components.map(({ item, quantity: each }) => ({ commodity: item, quantity: each * quantity }))
  const allocation = allocateLots(state.lots, needs, today)
  if (!allocation.allocated) return allocation.decision
  const consumed = allocation.lines
  const fund = commonFund(consumed)
  const expiresOn = earliestExpiry(state, consumed)
  const made = { kit, kitVersion, commodity: `${kit}@${kitVersion}`, lot: nextPart(depot, state), quantity, consumed }
  return accept([{ type: 'KitsPacked', data: { ...made, ...(fund && { fund }), ...(expiresOn && { expiresOn }) } }])
}

function dispatchGoods(state: DepotState, command: DispatchGoods): DepotDecision {
  if (state.version === 0) return refuse('depot-unknown', {})
  const { depot, consignment, cancelled, lines, today } = command
  const known = state.dispatches.get(consignment)
  if (known) return refuse('consignment-already-dispatched', { consignment, dispatch: `${depot}.${known}` })
  if (cancelled) return refuse('consignment-cancelled', { consignment })
  const allocation = allocateLots(state.lots, lines, today)
  if (!allocation.allocated) return allocation.decision
  return accept([{ type: 'GoodsDispatched', data: { consignment, lines: allocation.lines } }])
}

function acceptReturn(state: DepotState, { consignment, goodsReturn, lines }: AcceptReturn): DepotDecision {
  if (state.version === 0) return refuse('depot-unknown', {})
  if (state.acceptedReturns.has(goodsReturn)) return accept([])
  if (!state.dispatches.has(consignment)) return refuse('return-not-dispatched', { consignment, goodsReturn })
  return accept([{ type: 'GoodsReturnAccepted', data: { consignment, goodsReturn, lines: [...lines] } }])
}

function writeOffGoods(state: DepotState, { lines, reason }: WriteOffGoods): DepotDecision {
  if (state.version === 0) return refuse('depot-unknown', {})
  const written: LotLine[] = []
  for (const { lot, quantity } of lines) {
    if (written.some((line) => line.lot === lot)) return refuse('lot-repeated', { lot })
    const held = state.lots.get(lot)
    if (!held) return refuse('lot-unknown', { lot })
    const { commodity, fund, quantity: available } = held
    if (available < quantity) return refuse('stock-insufficient', { commodity, lot, available, needed: quantity })
    written.push({ commodity, lot, quantity, ...(fund !== undefined && { fund }) })
  }
  return accept([{ type: 'GoodsWrittenOff', data: { lines: written, reason } }])
}

function evolve(state: DepotState, event: DepotEvent, version: number): DepotState {
  const depot = event.type === 'DepotOpened' ? emptyDepot(event.data.name, event.data.division) : state
  depot.version = version
  switch (event.type) {
    case 'DepotOpened':
      break
    case 'GoodsReceived': {
      const { lot, commodity, quantity, source, expiresOn, receiptNumber } = event.data
      depot.lots.set(lot, { commodity, quantity, fund: source.fund, expiresOn })
      depot.receipts.set(receiptNumber, lot)
      break
    }
    case 'KitsPacked': {
      const { lot, commodity, quantity, fund, expiresOn, consumed } = event.data
      move(depot, consumed, -1)
      depot.lots.set(lot, { commodity, quantity, fund, expiresOn })
      break
    }
    case 'GoodsDispatched':
      move(depot, event.data.lines, -1)
      depot.dispatches.set(event.data.consignment, version)
      break
    case 'GoodsReturnAccepted':
      move(depot, event.data.lines, 1)
      depot.acceptedReturns.add(event.data.goodsReturn)
      break
    case 'GoodsWrittenOff':
      move(depot, event.data.lines, -1)
      break
  }
  return depot
}

function emptyDepot(name: string, division: string): DepotState {
  return {
    version: 0,
    name,
    division,
    lots: new Map(),
    receipts: new Map(),
    dispatches: new Map(),
    acceptedReturns: new Set(),
  }
}

function move({ lots }: DepotState, lines: readonly LotLine[], direction: 1 | -1): void {
  for (const { lot, quantity } of lines) {
    const held = lots.get(lot)
    if (held) lots.set(lot, { ...held, quantity: held.quantity + direction * quantity })
  }
}

/** The id of what the next event brings. */
function nextPart(depot: string, { version }: DepotState): string {
  return `${depot}.${version + 1}`
}

function commonFund(lines: readonly LotLine[]): string | undefined {
  const fund = lines[0]?.fund
  return lines.every((line) => line.fund === fund) ? fund : undefined
}

function earliestExpiry({ lots }: DepotState, lines: readonly LotLine[]): string | undefined {
  return lines
    .map(({ lot }) => lots.get(lot)?.expiresOn)
    .filter((expiresOn) => expiresOn !== undefined)
    .sort()[0]
}
