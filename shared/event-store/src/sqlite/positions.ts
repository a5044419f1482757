import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Position } from '../port.ts'
import { formatSequencePosition, invalidPosition, parsePosition } from '../position-token.ts'

interface Epoch {
  readonly epoch: number
  /** The first position recorded in it. */
  readonly beginsAt: number
}

/**
 * Positions as tokens by sequence: one of another ledger, or of events that a restore left behind, is recognised.
 */
export interface Positions {
  readonly ledger: string
  /** The epoch that events are recorded in now. */
  readonly epoch: number
  epochOf(position: number): number
  toToken(position: number): Position
  /** 0 for `undefined`. @throws InvalidPositionError on a token that does not name an event up to `last` */
  fromToken(token: Position | undefined, last: number): number
  /** Whether an event up to `last` is of the present epoch: then where that begins stands fast, and so do all tokens. */
  hasBegun(last: number): boolean
  /** Where epochs begin, read anew: in a copy that is being filled the present one moves on until it has begun. */
  refresh(): void
}

export function readPositions(database: DatabaseSync, ledger: string): Positions {
  const select = database.prepare('SELECT epoch, begins_at AS beginsAt FROM epochs ORDER BY epoch DESC')
  let [current, ...earlier] = readEpochs(select)
  const currentPrefix = `${ledger}.${current.epoch}.`

  const epochOf = (position: number): number => {
    if (position >= current.beginsAt) return current.epoch
    return earlier.find((epoch) => position >= epoch.beginsAt)?.epoch ?? 1
  }
  const toToken = (position: number): Position => {
    const prefix = position >= current.beginsAt ? currentPrefix : `${ledger}.${epochOf(position)}.`
    return formatSequencePosition(prefix, position)
  }
  const fromToken = (token: Position | undefined, last: number): number => {
    if (token === undefined) return 0
    const position = fromEarlierToken(token) ?? parsePosition(token).sequence ?? 0
    if (position >= 1 && position <= last && withoutCheck(toToken(position)) === withoutCheck(token)) return position
    throw invalidPosition(token)
  }
  const hasBegun = (last: number): boolean => last >= current.beginsAt
  const refresh = (): void => {
    ;[current, ...earlier] = readEpochs(select)
  }
  return { ledger, epoch: current.epoch, epochOf, toToken, fromToken, hasBegun, refresh }
}

/** The present one first. */
function readEpochs(select: StatementSync): [Epoch, ...Epoch[]] {
  const rows = select.all()
  const epochs = rows.map((row) => ({ epoch: Number(row.epoch), beginsAt: Number(row.beginsAt) }) satisfies Epoch)
  const [current, ...earlier] = epochs
  if (current === undefined) throw new Error('the event log has no epoch')
  return [current, ...earlier]
}

/** Before positions had a check: `<ledger>.<epoch>.<position>`, as the copies of a ledger of those days still have them. */
function fromEarlierToken(token: Position): number | undefined {
  const [, digits] = /\.\d{1,9}\.([1-9]\d{0,15})$/.exec(token) ?? []
  return digits === undefined ? undefined : Number(digits)
}

function withoutCheck(token: Position): string {
  return token.replace(/-\d\d$/, '')
}
