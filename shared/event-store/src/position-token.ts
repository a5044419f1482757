import { InvalidPositionError, type Position } from './port.ts'

/**
 * What every adapter's position says, so that a carrier of events (a topic, another process) can compare positions without asking the
 * store. Two forms: by sequence, `<ledger>.<epoch>.<sequence>-<check>`, where the store counts as it writes; by place in a server's log,
 * `<ledger>.<epoch>.<commit>_<prepare>[_<sequence>]-<check>`, where only readers of the global order know the sequence. The check finds
 * tokens that were cut, mistyped or made up; it is no secret.
 */
export interface PositionParts {
  readonly ledger: string
  readonly epoch: number
  readonly sequence: number | undefined
  /** In an EventStoreDB log; undefined in tokens by sequence. */
  readonly log: StorePlace | undefined
}

export interface StorePlace {
  readonly commit: bigint
  readonly prepare: bigint
}

/** `prefix` is `<ledger>.<epoch>.`; on the path of every event that is read. */
export function formatSequencePosition(prefix: string, sequence: number): Position {
  return `${prefix}${sequence}-${checkOf(String(sequence))}` as Position
}

export function formatLogPosition(prefix: string, { commit, prepare }: StorePlace, sequence?: number): Position {
  const place = `${commit}_${prepare}${sequence === undefined ? '' : `_${sequence}`}`
  return `${prefix}${place}-${checkOf(place)}` as Position
}

const form = /^(\S{1,100})\.([1-9]\d{0,8})\.(\d{1,20})(?:_(\d{1,20})(?:_([1-9]\d{0,15}))?)?-(\d\d)$/

/** @throws InvalidPositionError on what no adapter ever handed out */
export function parsePosition(token: string): PositionParts {
  const [, ledger = '', epoch, first = '', prepare, sequence, check] = form.exec(token) ?? []
  const place = token.slice(token.lastIndexOf('.') + 1, token.lastIndexOf('-'))
  if (check === undefined || check !== checkOf(place)) throw invalidPosition(token)
  const counted = prepare === undefined ? Number(first) : sequence === undefined ? undefined : Number(sequence)
  if (counted !== undefined && !(Number.isSafeInteger(counted) && counted >= 1)) throw invalidPosition(token)
  const log = prepare === undefined ? undefined : { commit: BigInt(first), prepare: BigInt(prepare) }
  return { ledger, epoch: Number(epoch), sequence: counted, log }
}

/**
 * Negative when `a` is before `b`: by sequence where both know theirs, else by place in the server's log.
 * @throws InvalidPositionError where the two are of different ledgers or have nothing in common to compare by
 */
export function comparePositionTokens(a: string, b: string): number {
  const [left, right] = [parsePosition(a), parsePosition(b)]
  if (left.ledger !== right.ledger) throw invalidPosition(b)
  if (left.sequence !== undefined && right.sequence !== undefined) return left.sequence - right.sequence
  if (left.log === undefined || right.log === undefined) throw invalidPosition(b)
  return compareStorePlaces(left.log, right.log)
}

export function compareStorePlaces(a: StorePlace, b: StorePlace): number {
  if (a.commit !== b.commit) return a.commit < b.commit ? -1 : 1
  if (a.prepare !== b.prepare) return a.prepare < b.prepare ? -1 : 1
  return 0
}

export function invalidPosition(token: string): InvalidPositionError {
  return new InvalidPositionError(`not a position of this ledger: ${JSON.stringify(token)}`)
}

export interface Epoch {
  readonly epoch: number
  /** The first position recorded in it. */
  readonly beginsAt: number
}

/**
 * Positions of a store that counts as it writes: one of another ledger, or of events that a restore left behind, is recognised.
 */
export interface SequencePositions {
  readonly ledger: string
  /** The epoch that events are recorded in now. */
  readonly epoch: number
  epochOf(position: number): number
  toToken(position: number): Position
  /** 0 for `undefined`. @throws InvalidPositionError on a token that does not name an event up to `last` */
  fromToken(token: Position | undefined, last: number): number
  /** Whether an event up to `last` is of the present epoch: then where that begins stands fast, and so do all tokens. */
  hasBegun(last: number): boolean
  /** Where epochs begin, read again: in a copy that is being filled the present one moves on until it has begun. */
  refresh(): void
}

/** @param readEpochs the present one first */
export function createSequencePositions(
  ledger: string,
  readEpochs: () => readonly [Epoch, ...Epoch[]],
): SequencePositions {
  let [current, ...earlier] = readEpochs()
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
    ;[current, ...earlier] = readEpochs()
  }
  return { ledger, epoch: current.epoch, epochOf, toToken, fromToken, hasBegun, refresh }
}

/** Before positions had a check: `<ledger>.<epoch>.<position>`, as the copies of a ledger of those days still have them. */
function fromEarlierToken(token: Position): number | undefined {
  const [, digits] = /\.\d{1,9}\.([1-9]\d{0,15})$/.exec(token) ?? []
  return digits === undefined ? undefined : Number(digits)
}

function withoutCheck(token: Position): string {
  return token.replace(/-\d\d$/, '')
}

/** Two digits, as in an IBAN: every single wrong character and every swap of neighbours changes them. */
function checkOf(place: string): string {
  let remainder = 0
  for (let index = 0; index < place.length; index += 1) remainder = (remainder * 37 + place.charCodeAt(index)) % 97
  return remainder < 10 ? `0${remainder}` : String(remainder)
}
