import { balanceOn } from '@welfare/contracts/day-balances.ts'
import { accept, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import { partVersion } from '../dispatches/part-version.ts'
import type {
  ConfirmCountLoss,
  CorrectStockCount,
  CountCommand,
  CountStock,
  ReverseCountLoss,
} from './depot.commands.ts'
import type { CountedLot, DepotEvent, DepotState } from './depot.state.ts'
import { isWhole } from './depot-losses.ts'
import { shortOf, statedLots } from './depot-stock.ts'
import { lotLineOf } from './lot-line.ts'

export type CountRefusal =
  | 'lot-repeated'
  | 'lot-unknown'
  | 'lot-not-counted'
  | 'stock-insufficient'
  | 'signers-not-two'
  | 'worker-unknown'
  | 'count-unknown'
  | 'count-loss-confirmed'
  | 'count-shortage-insufficient'
  | 'confirmed-before-count'
  | 'loss-unknown'
  | 'loss-found-again'

type CountDecision = Decision<DepotEvent, CountRefusal>

export function decideCount(state: DepotState, command: CountCommand): CountDecision {
  switch (command.type) {
    case 'CountStock':
      return countStock(state, command)
    case 'CorrectStockCount':
      return correctCount(state, command)
    case 'ConfirmCountLoss':
      return confirmLoss(state, command)
    case 'ReverseCountLoss':
      return reverseLoss(state, command)
  }
}

/** Against what stood there at the end of that day. */
function countStock(state: DepotState, command: CountStock): CountDecision {
  const { lines, day, signedBy, unknownWorker } = command
  if (unknownWorker) return refuse('worker-unknown', { worker: unknownWorker })
  if (new Set(signedBy).size !== 2) return refuse('signers-not-two', {})
  const stated = statedLots(state, lines)
  if (!stated.known) return stated.decision
  const counted = stated.lines.map((line) => {
    const held = state.lots.get(line.lot)
    const booked = held ? balanceOn(held.stock, day) : 0
    const surplus = Math.max(0, line.quantity - booked)
    return { ...line, booked, surplus, shortage: Math.max(0, booked - line.quantity) }
  })
  const missing = counted.map(({ lot, shortage }) => ({ lot, quantity: shortage }))
  const short = shortOf(state, missing, day)
  if (short) return short
  return accept([{ type: 'StockCounted', data: { countedOn: day, lines: counted, signedBy: [...signedBy] } }])
}

function correctCount(state: DepotState, { corrects, lines, today, reason }: CorrectStockCount): CountDecision {
  const count = state.counts.get(partVersion(corrects))
  if (!count) return refuse('count-unknown', { count: corrects })
  const stated = lines ? statedLots(state, lines) : undefined
  if (stated && !stated.known) return stated.decision
  const wanted = stated ? stated.lines : [...count.lots.values()].map((lot) => ({ ...lot, quantity: lot.booked }))
  const corrected: { line: CountedLot; quantity: number; by: number }[] = []
  for (const { lot, quantity } of wanted) {
    const line = count.lots.get(lot)
    if (!line) return refuse('lot-not-counted', { lot })
    const shortage = Math.max(0, line.booked - quantity)
    if (shortage < line.confirmed) {
      return refuse('count-loss-confirmed', { lot, confirmed: line.confirmed, shortage })
    }
    if (quantity !== line.quantity) corrected.push({ line, quantity, by: quantity - line.quantity })
  }
  if (corrected.length === 0) return accept([])
  const leaving = corrected.map(({ line, by }) => ({ lot: line.lot, quantity: Math.max(0, -by) }))
  const short = shortOf(state, leaving, today)
  if (short) return short
  const data = corrected.map(({ line, quantity, by }) => ({ ...lotLineOf(line, quantity), difference: by }))
  const { countedOn } = count
  return accept([{ type: 'StockCountCorrected', data: { corrects, countedOn, lines: data, reason } }])
}

function confirmLoss(state: DepotState, { count: part, day, lines, reason }: ConfirmCountLoss): CountDecision {
  const count = state.counts.get(partVersion(part))
  if (!count) return refuse('count-unknown', { count: part })
  const { countedOn } = count
  if (day < countedOn) return refuse('confirmed-before-count', { day, countedOn })
  const stated = statedLots(state, lines)
  if (!stated.known) return stated.decision
  for (const { lot, quantity } of stated.lines) {
    const line = count.lots.get(lot)
    if (!line) return refuse('lot-not-counted', { lot })
    const open = line.booked - line.quantity - line.confirmed
    if (open < quantity) {
      return refuse('count-shortage-insufficient', { lot, shortage: Math.max(0, open), wanted: quantity })
    }
  }
  return accept([{ type: 'CountLossConfirmed', data: { count: part, lines: stated.lines, reason } }])
}

function reverseLoss(state: DepotState, { corrects, reason }: ReverseCountLoss): CountDecision {
  const loss = state.losses.get(partVersion(corrects))
  if (loss?.kind !== 'count') return refuse('loss-unknown', { loss: corrects })
  if (!isWhole(loss)) return refuse('loss-found-again', { loss: corrects })
  return accept([{ type: 'CountLossReversed', data: { corrects, lines: [...loss.lines], reason } }])
}
