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

/** Two digits, as in an IBAN: every single wrong character and every swap of neighbours changes them. */
function checkOf(place: string): string {
  let remainder = 0
  for (let index = 0; index < place.length; index += 1) remainder = (remainder * 37 + place.charCodeAt(index)) % 97
  return remainder < 10 ? `0${remainder}` : String(remainder)
}
