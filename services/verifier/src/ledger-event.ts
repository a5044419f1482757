import {
  integerIn,
  isCanonical,
  isObject,
  type JsonObject,
  MisshapenError,
  objectIn,
  parseJson,
  readText,
  textIn,
} from './json.ts'

/** An event as the leaves of the tree hold it. */
export interface LedgerEvent {
  readonly ledger: string
  readonly sequence: number
  readonly stream: string
  readonly version: number
  readonly id: string
  readonly type: string
  readonly schemaVersion: number
  /** UTC with milliseconds. */
  readonly recordedAt: string
  readonly data: JsonObject
  readonly metadata: JsonObject
}

const members = [
  'data',
  'id',
  'ledger',
  'metadata',
  'recordedAt',
  'schemaVersion',
  'sequence',
  'stream',
  'type',
  'version',
]

/** @throws MisshapenError unless the bytes are the canonical form of an event */
export function readLedgerEvent(bytes: Uint8Array): LedgerEvent {
  const text = readText(bytes, 'the entry')
  const value = parseJson(text, 'the entry')
  if (!isObject(value)) throw new MisshapenError('the entry is not an object')
  if (!isCanonical(value, text)) throw new MisshapenError('the entry is not in canonical form (RFC 8785)')
  if (Object.keys(value).sort().join() !== members.join())
    throw new MisshapenError(`the entry has the members ${Object.keys(value).join(', ').slice(0, 200)}`)
  const recordedAt = textIn(value, 'recordedAt')
  if (!isInstant(recordedAt)) throw new MisshapenError(`recordedAt is no UTC time: ${recordedAt.slice(0, 40)}`)
  return {
    ledger: textIn(value, 'ledger'),
    sequence: integerIn(value, 'sequence'),
    stream: textIn(value, 'stream'),
    version: integerIn(value, 'version'),
    id: textIn(value, 'id'),
    type: textIn(value, 'type'),
    schemaVersion: integerIn(value, 'schemaVersion'),
    recordedAt,
    data: objectIn(value, 'data'),
    metadata: objectIn(value, 'metadata'),
  }
}

/** The day on which an event counts. @throws MisshapenError */
export function accountingDateOf({ metadata }: LedgerEvent): string {
  const date = textIn(metadata, 'accountingDate')
  if (/^\d{4}-\d{2}-\d{2}$/.test(date)) return date
  throw new MisshapenError(`accountingDate is no day: ${date.slice(0, 40)}`)
}

/** The accounting date, where the paper does not state another day. @throws MisshapenError */
export function paperDayOf(event: LedgerEvent): string {
  const { paperDay } = event.metadata
  return typeof paperDay === 'string' ? paperDay : accountingDateOf(event)
}

function isInstant(text: string): boolean {
  const ms = Date.parse(text)
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text
}
