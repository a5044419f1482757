import { lowestFrom } from '@welfare/contracts/day-balances.ts'
import { accept, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import { type ReceiptRefusal, receiptLines } from '../consignments/receipt-lines.ts'
import type {
  AnnounceTransfer,
  ReceiveTransfer,
  ReverseTransfer,
  ReverseTransferReceipt,
  SendTransfer,
  TakeInTransferReversal,
  TransferCommand,
} from './depot.commands.ts'
import type { DepotEvent, DepotState, Transfer } from './depot.state.ts'
import { shortOf } from './depot-stock.ts'
import { type AllocationRefusal, allocateLots } from './lot-allocation.ts'
import { piecesOf } from './lot-line.ts'

export type TransferRefusal =
  | 'depot-unknown'
  | 'transfer-to-itself'
  | 'transfer-unknown'
  | 'transfer-already-received'
  | 'transfer-not-received'
  | 'received-before-dispatch'
  | 'received-in-future'
  | 'refused-by-depot'
  | 'not-in-transit-then'
  | 'worker-unknown'
  | 'stock-insufficient'
  | AllocationRefusal
  | ReceiptRefusal

type TransferDecision = Decision<DepotEvent, TransferRefusal>

export function decideTransfer(state: DepotState, command: TransferCommand): TransferDecision {
  switch (command.type) {
    case 'SendTransfer':
      return send(state, command)
    case 'AnnounceTransfer':
      return announce(state, command)
    case 'ReceiveTransfer':
      return receive(state, command)
    case 'ReverseTransferReceipt':
      return reverseReceipt(state, command)
    case 'ReverseTransfer':
      return reverse(state, command)
    case 'TakeInTransferReversal':
      return takeInReversal(state, command)
  }
}

function send(state: DepotState, { depot, to, toKnown, lines, day }: SendTransfer): TransferDecision {
  if (to === depot) return refuse('transfer-to-itself', {})
  if (!toKnown) return refuse('depot-unknown', { depot: to })
  const allocation = allocateLots(state.lots, lines, day)
  if (!allocation.allocated) return allocation.decision
  const sent = allocation.lines.map((line) => {
    const expiresOn = state.lots.get(line.lot)?.expiresOn
    return { ...line, ...(expiresOn !== undefined && { expiresOn }) }
  })
  return accept([{ type: 'GoodsTransferred', data: { to, lines: sent } }])
}

function announce(state: DepotState, { type: _, ...data }: AnnounceTransfer): TransferDecision {
  if (state.incoming.has(data.transfer) || state.reversals.has(data.transfer)) return accept([])
  return accept([{ type: 'TransferAnnounced', data }])
}

function receive(state: DepotState, command: ReceiveTransfer): TransferDecision {
  const { receivedOn, receivedBy, today, proof, unknownWorker } = command
  const found = arriving(state, command)
  if (!found) return refuse('transfer-unknown', { transfer: command.transfer })
  const { transfer, incoming } = found
  if (incoming.receipt) return refuse('transfer-already-received', { transfer })
  if (unknownWorker) return refuse('worker-unknown', { worker: unknownWorker })
  if (receivedOn > today) return refuse('received-in-future', { receivedOn, today })
  if (receivedOn < incoming.day) return refuse('received-before-dispatch', { receivedOn, dispatchedOn: incoming.day })
  const sent = piecesOf(incoming.lines)
  const lowest = incoming.inTransit ? lowestFrom(incoming.inTransit, receivedOn) : { amount: sent, day: receivedOn }
  if (lowest.amount < sent) {
    return refuse('not-in-transit-then', { receivedOn, day: lowest.day, available: lowest.amount, needed: sent })
  }
  if (command.lines.some(({ refused = 0 }) => refused > 0)) return refuse('refused-by-depot', {})
  const receipt = receiptLines(incoming.lines, command.lines)
  if (!receipt.added) return receipt.decision
  const expiries = new Map(incoming.lines.map(({ lot, expiresOn }) => [lot, expiresOn]))
  const lines = receipt.lines.map(({ refusedQuantity: _, refusedReason: __, ...line }) => {
    const expiresOn = expiries.get(line.lot)
    return { ...line, ...(expiresOn !== undefined && { expiresOn }) }
  })
  const data = { transfer, from: incoming.other, receivedOn, receivedBy, lines }
  return accept([{ type: 'TransferReceived', data: { ...data, ...(proof !== undefined && { proof }) } }])
}

function reverseReceipt(state: DepotState, command: ReverseTransferReceipt): TransferDecision {
  const { depot, today, reason } = command
  const found = arriving(state, command)
  if (!found) return refuse('transfer-unknown', { transfer: command.transfer })
  const { transfer, incoming } = found
  const { receipt } = incoming
  if (!receipt) return refuse('transfer-not-received', { transfer })
  const short = shortOf(state, receipt.lines, today)
  if (short) return short
  const data = { corrects: `${depot}.${receipt.part}`, transfer, lines: [...receipt.lines], reason }
  return accept([{ type: 'TransferReceiptReversed', data }])
}

function reverse(state: DepotState, command: ReverseTransfer): TransferDecision {
  const { reason } = command
  const found = arriving(state, command)
  if (!found) return refuse('transfer-unknown', { transfer: command.transfer })
  const { transfer, incoming } = found
  if (incoming.receipt) return refuse('transfer-already-received', { transfer })
  const data = { corrects: transfer, from: incoming.other, lines: [...incoming.lines], reason }
  return accept([{ type: 'TransferReversed', data }])
}

function takeInReversal(state: DepotState, { type: _, ...data }: TakeInTransferReversal): TransferDecision {
  if (state.reversals.has(data.reversal)) return accept([])
  return accept([{ type: 'TransferReversalReceived', data }])
}

/** By the giving depot's part, or by the part of this depot that announced it. */
function arriving(
  { incoming }: DepotState,
  { depot, transfer }: { readonly depot: string; readonly transfer: string },
): { readonly transfer: string; readonly incoming: Transfer } | undefined {
  for (const [known, coming] of incoming) {
    if (known === transfer || `${depot}.${coming.arrival}` === transfer) return { transfer: known, incoming: coming }
  }
  return undefined
}
