import type { DatabaseSync } from 'node:sqlite'
import { InvalidPositionError, type Position } from '../port.ts'

interface Epoch {
  readonly epoch: number
  /** The first position recorded in it. */
  readonly beginsAt: number
}

/**
 * Positions as tokens `<ledger>.<epoch>.<position>`: a token of another ledger, or of events that a restore left behind, is recognised.
 */
export interface Positions {
  readonly ledger: string
  /** The epoch that events are recorded in now. */
  readonly epoch: number
  epochOf(position: number): number
  toToken(position: number): Position
  /** 0 for `undefined`. @throws InvalidPositionError on a token that does not name an event up to `last` */
  fromToken(token: Position | undefined, last: number): number
}

export function readPositions(database: DatabaseSync, ledger: string): Positions {
  const rows = database.prepare('SELECT epoch, begins_at AS beginsAt FROM epochs ORDER BY epoch DESC').all()
  const epochs = rows.map((row) => ({ epoch: Number(row.epoch), beginsAt: Number(row.beginsAt) }) satisfies Epoch)
  const [current] = epochs
  if (current === undefined) throw new Error('the event log has no epoch')
  const currentPrefix = `${ledger}.${current.epoch}.`

  const epochOf = (position: number): number => {
    if (position >= current.beginsAt) return current.epoch
    return epochs.find((epoch) => position >= epoch.beginsAt)?.epoch ?? 1
  }
  const toToken = (position: number): Position => {
    const prefix = position >= current.beginsAt ? currentPrefix : `${ledger}.${epochOf(position)}.`
    return (prefix + position) as Position
  }
  const fromToken = (token: Position | undefined, last: number): number => {
    if (token === undefined) return 0
    const position = Number(token.slice(token.lastIndexOf('.') + 1))
    if (Number.isSafeInteger(position) && position >= 1 && position <= last && toToken(position) === token)
      return position
    throw new InvalidPositionError(`not a position of this store: ${JSON.stringify(token)}`)
  }
  return { ledger, epoch: current.epoch, epochOf, toToken, fromToken }
}
