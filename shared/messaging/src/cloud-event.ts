import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import type { Position, SequencedEvent } from '@welfare/event-store/port.ts'
import { formatSequencePosition } from '@welfare/event-store/position-token.ts'

/**
 * A recorded event as a Kafka message: CloudEvents 1.0, Kafka binding, binary mode. The value is the event's data as JSON; what the store says
 * about the event is in `ce_` headers. Nothing is lost: `fromCloudEventMessage` gives the same event back.
 */
export interface CloudEventMessage {
  /** The stream: what a topic with several partitions keeps together. */
  readonly key: string
  readonly value: string
  readonly headers: Readonly<Record<(typeof headerNames)[number], string> & { ce_position?: string }>
}

/** A message as a client hands it over: headers and value in bytes or text. */
export interface ReceivedMessage {
  readonly value: Uint8Array | string | null
  readonly headers?: { readonly [name: string]: HeaderValue | readonly HeaderValue[] | undefined } | undefined
}

type HeaderValue = Uint8Array | string

/** As few as will do: of what a relay takes for an event, half goes into encoding headers. */
const headerNames = [
  ...(['content-type', 'ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'ce_subject', 'ce_time'] as const),
  ...(['ce_epoch', 'ce_sequence', 'ce_streamversion', 'ce_eventmetadata'] as const),
]

export const cloudEventTypePrefix = 'cn.union.welfare.'

export function toCloudEventMessage(event: SequencedEvent): CloudEventMessage {
  const isDerived = event.position === derivedPosition(event)
  return {
    key: event.stream,
    value: JSON.stringify(event.data),
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_source: sourceOf(event.ledger),
      ce_type: `${cloudEventTypePrefix}${event.type}.v${event.schemaVersion}`,
      ce_subject: event.stream,
      ce_time: event.recordedAt,
      ce_epoch: String(event.epoch),
      ce_sequence: String(event.sequence),
      ce_streamversion: String(event.version),
      ce_eventmetadata: toAttributeText(event.metadata),
      // Said only where it does not follow from the rest: in the log of an EventStoreDB.
      ...(!isDerived && { ce_position: event.position }),
    },
  }
}

/** @throws NotAnEventError on a message that `toCloudEventMessage` did not make */
export function fromCloudEventMessage(message: ReceivedMessage): SequencedEvent {
  const header = (name: string) => readHeader(message, name)
  if (header('ce_specversion') !== '1.0') throw new NotAnEventError('not CloudEvents 1.0 in binary mode')
  const [, type = '', schemaVersion = ''] = typeForm.exec(header('ce_type')) ?? []
  if (type === '') throw new NotAnEventError(`ce_type is not one of ours: ${header('ce_type')}`)
  const place = {
    ledger: ledgerOf(header('ce_source')),
    epoch: toCount('ce_epoch', header('ce_epoch')),
    sequence: toCount('ce_sequence', header('ce_sequence')),
  }
  const isSaid = message.headers?.ce_position !== undefined
  return {
    id: header('ce_id'),
    type,
    schemaVersion: toCount('ce_type', schemaVersion),
    data: parseObject('value', toText(message.value)),
    metadata: parseObject('ce_eventmetadata', header('ce_eventmetadata')),
    stream: header('ce_subject'),
    version: toCount('ce_streamversion', header('ce_streamversion')),
    recordedAt: header('ce_time'),
    position: isSaid ? (header('ce_position') as Position) : derivedPosition(place),
    ...place,
  }
}

/** The message is no event of a ledger, or was cut. A reader must not go on as if it were not there. */
export class NotAnEventError extends Error {
  override readonly name = 'NotAnEventError'
}

const sourcePrefix = '/ledgers/'

function sourceOf(ledger: string): string {
  return `${sourcePrefix}${ledger}`
}

function ledgerOf(source: string): string {
  if (!source.startsWith(sourcePrefix)) throw new NotAnEventError(`ce_source names no ledger: ${source}`)
  return source.slice(sourcePrefix.length)
}

/** Where the store counts as it writes, the position says nothing else than ledger, epoch and sequence. */
function derivedPosition({ ledger, epoch, sequence }: Pick<SequencedEvent, 'ledger' | 'epoch' | 'sequence'>): Position {
  return formatSequencePosition(`${ledger}.${epoch}.`, sequence)
}

const typeForm = /^cn\.union\.welfare\.([A-Z][A-Za-z0-9]*)\.v(\d+)$/

/** CloudEvents forbids some characters in an attribute: control characters and noncharacters. JSON can say them by escapes. */
function toAttributeText(metadata: JsonObject): string {
  return JSON.stringify(metadata).replace(forbidden, (found) =>
    Array.from({ length: found.length }, (_, index) => escapeUnit(found.charCodeAt(index))).join(''),
  )
}

const forbidden = /[\x7f-\x9f\ufdd0-\ufdef]|\p{Noncharacter_Code_Point}/gu

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`
}

function readHeader({ headers }: ReceivedMessage, name: string): string {
  const value = headers?.[name]
  const text = toText(value)
  if (text === undefined || text === '') throw new NotAnEventError(`${name} is missing`)
  return text
}

function toText(value: HeaderValue | readonly HeaderValue[] | null | undefined): string | undefined {
  if (typeof value === 'string') return value
  return value instanceof Uint8Array
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString()
    : undefined
}

function toCount(name: string, text: string): number {
  const count = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(count)) throw new NotAnEventError(`${name} does not count from 1: ${text}`)
  return count
}

function parseObject(name: string, text: string | undefined): JsonObject {
  let parsed: unknown
  try {
    parsed = text === undefined ? undefined : JSON.parse(text)
  } catch (error) {
    throw new NotAnEventError(`${name} is not JSON`, { cause: error })
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new NotAnEventError(`${name} is not a JSON object`)
  }
  return parsed as JsonObject
}
