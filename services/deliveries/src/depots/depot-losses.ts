import { lowestFrom } from '@welfare/contracts/day-balances.ts'
import { accept, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import { partVersion } from '../dispatches/part-version.ts'
import type { CorrectWriteOff, FindAgain, LossCommand, WriteOffGoods } from './depot.commands.ts'
import type { DepotEvent, DepotState, Loss } from './depot.state.ts'
import { shortOf, statedLots } from './depot-stock.ts'

export type LossRefusal =
  | 'lot-repeated'
  | 'lot-unknown'
  | 'stock-insufficient'
  | 'write-off-unknown'
  | 'loss-unknown'
  | 'found-before-loss'
  | 'found-more-than-lost'
  | 'loss-found-again'

type LossDecision = Decision<DepotEvent, LossRefusal>

export function decideLoss(state: DepotState, command: LossCommand): LossDecision {
  switch (command.type) {
    case 'WriteOffGoods':
      return writeOff(state, command)
    case 'CorrectWriteOff':
      return correctWriteOff(state, command)
    case 'FindAgain':
      return findAgain(state, command)
  }
}

function writeOff(state: DepotState, { lines, day, reason }: WriteOffGoods): LossDecision {
  const stated = statedLots(state, lines)
  if (!stated.known) return stated.decision
  const short = shortOf(state, stated.lines, day)
  if (short) return short
  return accept([{ type: 'GoodsWrittenOff', data: { lines: stated.lines, reason } }])
}

/** The red entry first: goods that only it puts back cannot be written off before it. Only both together must fit. */
function correctWriteOff(state: DepotState, { corrects, right, today, reason }: CorrectWriteOff): LossDecision {
  const loss = state.losses.get(partVersion(corrects))
  if (loss?.kind !== 'write-off') return refuse('write-off-unknown', { writeOff: corrects })
  if (!isWhole(loss)) return refuse('loss-found-again', { loss: corrects })
  const reversed: DepotEvent = { type: 'WriteOffReversed', data: { corrects, lines: [...loss.lines], reason } }
  if (!right) return accept([reversed])
  const stated = statedLots(state, right)
  if (!stated.known) return stated.decision
  for (const { lot, commodity, quantity } of stated.lines) {
    const held = state.lots.get(lot)
    const back = loss.lines.find((line) => line.lot === lot)?.quantity ?? 0
    const lowest = held && lowestFrom(held.stock, today)
    const available = Math.max(0, lowest?.amount ?? 0) + back
    if (available < quantity) {
      return refuse('stock-insufficient', { commodity, lot, available, needed: quantity, day: lowest?.day ?? today })
    }
  }
  return accept([reversed, { type: 'GoodsWrittenOff', data: { lines: stated.lines, reason } }])
}

function findAgain(state: DepotState, command: FindAgain): LossDecision {
  const { lines, day, reason } = command
  const loss = state.losses.get(partVersion(command.loss))
  if (!loss) return refuse('loss-unknown', { loss: command.loss })
  if (day < loss.day) return refuse('found-before-loss', { day, lostOn: loss.day })
  const stated = statedLots(state, lines)
  if (!stated.known) return stated.decision
  for (const { lot, quantity } of stated.lines) {
    const left = loss.left.get(lot) ?? 0
    if (left < quantity) return refuse('found-more-than-lost', { lot, lost: left, found: quantity })
  }
  return accept([{ type: 'GoodsFoundAgain', data: { loss: command.loss, lines: stated.lines, reason } }])
}

/** Is nothing of it found again? */
export function isWhole({ lines, left }: Loss): boolean {
  return lines.every(({ lot, quantity }) => left.get(lot) === quantity)
}
