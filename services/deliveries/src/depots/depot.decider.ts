import type { LotLine } from '@welfare/contracts/events/deliveries.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import type { AcceptReturn, DepotCommand, DispatchGoods, PackKits, ReleaseReturn } from './depot.commands.ts'
import { type DepotEvent, type DepotState, emptyDepot, nextPart } from './depot.state.ts'
import { type CountRefusal, decideCount } from './depot-counts.ts'
import { evolveDepot } from './depot-evolve.state.ts'
import { decideLoss, type LossRefusal } from './depot-losses.ts'
import { type PackingRefusal, reversePacking, unpackKits } from './depot-packings.ts'
import { correctGoodsReceipt, type GoodsReceiptRefusal, receiveGoods } from './depot-receipts.ts'
import { shortOf } from './depot-stock.ts'
import { decideTransfer, type TransferRefusal } from './depot-transfers.ts'
import { type AllocationRefusal, allocateLots } from './lot-allocation.ts'

/**
 * Stream `depot-<uuid>`: owns the stock of one depot, lot by lot, and what is on its way to it from another one.
 * Invariant: no lot falls below zero on any day; a receipt number counts once; a consignment is served once, wholly or not at all;
 * each return is taken back once.
 */
export const depotDecider: Decider<DepotState, DepotCommand, DepotEvent, DepotRefusal> = {
  category: 'depot',
  initialState: emptyDepot('', ''),
  decide(state, command) {
    if (command.type === 'OpenDepot') return openDepot(state, command)
    if (state.version === 0) return refuse('depot-unknown', {})
    switch (command.type) {
      case 'ReceiveGoods':
        return receiveGoods(state, command)
      case 'CorrectGoodsReceipt':
        return correctGoodsReceipt(state, command)
      case 'PackKits':
        return packKits(state, command)
      case 'ReversePacking':
        return reversePacking(state, command)
      case 'UnpackKits':
        return unpackKits(state, command)
      case 'DispatchGoods':
        return dispatchGoods(state, command)
      case 'TakeInDispatchReversal': {
        const { type: _, ...data } = command
        if (state.reversals.has(data.reversal)) return accept([])
        return accept([{ type: 'DispatchReversalReceived', data: { ...data, lines: [...data.lines] } }])
      }
      case 'AcceptReturn':
        return acceptReturn(state, command)
      case 'ReleaseReturn':
        return releaseReturn(state, command)
      case 'WriteOffGoods':
      case 'CorrectWriteOff':
      case 'FindAgain':
        return decideLoss(state, command)
      case 'CountStock':
      case 'CorrectStockCount':
      case 'ConfirmCountLoss':
      case 'ReverseCountLoss':
        return decideCount(state, command)
      default:
        return decideTransfer(state, command)
    }
  },
  evolve: evolveDepot,
}

export type { DepotEvent } from './depot.state.ts'

export type DepotRefusal =
  | 'depot-unknown'
  | 'depot-already-open'
  | 'kit-version-unknown'
  | 'consignment-already-dispatched'
  | 'consignment-cancelled'
  | 'lot-against-donor-terms'
  | 'return-not-dispatched'
  | 'stock-insufficient'
  | GoodsReceiptRefusal
  | PackingRefusal
  | LossRefusal
  | CountRefusal
  | TransferRefusal
  | AllocationRefusal

type DepotDecision = Decision<DepotEvent, DepotRefusal>

function openDepot(state: DepotState, { name, division }: { name: string; division: string }): DepotDecision {
  if (state.version === 0) return accept([{ type: 'DepotOpened', data: { name, division } }])
  if (state.name === name && state.division === division) return accept([])
  return refuse('depot-already-open', { name: state.name, division: state.division })
}

function packKits(state: DepotState, command: PackKits): DepotDecision {
  const { depot, kit, kitVersion, components, quantity, day } = command
  if (!components) return refuse('kit-version-unknown', { kit, kitVersion })
  const needs = components.map(({ item, quantity: each }) => ({ commodity: item, quantity: each * quantity }))
  const allocation = allocateLots(state.lots, needs, day)
  if (!allocation.allocated) return allocation.decision
  const consumed = allocation.lines
  const fund = commonFund(consumed)
  const expiresOn = earliestExpiry(state, consumed)
  const made = { kit, kitVersion, commodity: `${kit}@${kitVersion}`, lot: nextPart(depot, state), quantity, consumed }
  return accept([{ type: 'KitsPacked', data: { ...made, ...(fund && { fund }), ...(expiresOn && { expiresOn }) } }])
}

function dispatchGoods(state: DepotState, command: DispatchGoods): DepotDecision {
  const { depot, consignment, cancelled, lines, day, checked } = command
  const known = state.dispatches.get(consignment)
  if (known) return refuse('consignment-already-dispatched', { consignment, dispatch: `${depot}.${known}` })
  if (cancelled) return refuse('consignment-cancelled', { consignment })
  const allowed = new Map([...state.lots].filter(([lot]) => checked.get(lot) === null))
  const allocation = allocateLots(allowed, lines, day)
  if (allocation.allocated) return accept([{ type: 'GoodsDispatched', data: { consignment, lines: allocation.lines } }])
  const ofAll = allocateLots(state.lots, lines, day)
  for (const { lot, commodity } of ofAll.allocated ? ofAll.lines : []) {
    const breach = checked.get(lot)
    if (breach) return refuse('lot-against-donor-terms', { commodity, lot, ...breach })
  }
  return allocation.decision
}

function acceptReturn(state: DepotState, { consignment, goodsReturn, lines }: AcceptReturn): DepotDecision {
  if (state.settledReturns.has(goodsReturn)) return accept([])
  if (!state.dispatches.has(consignment)) return refuse('return-not-dispatched', { consignment, goodsReturn })
  return accept([{ type: 'GoodsReturnAccepted', data: { consignment, goodsReturn, lines: [...lines] } }])
}

/** What it has not accepted yet it will not accept; what it has, it gives back while it still stands there. */
function releaseReturn(state: DepotState, command: ReleaseReturn): DepotDecision {
  const { consignment, goodsReturn, lines, today, reason } = command
  const settled = state.settledReturns.get(goodsReturn)
  if (settled === 'released') return accept([])
  const given = settled === 'accepted' ? lines : []
  const short = shortOf(state, given, today)
  if (short) return short
  return accept([{ type: 'GoodsReturnReleased', data: { consignment, goodsReturn, lines: [...given], reason } }])
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
