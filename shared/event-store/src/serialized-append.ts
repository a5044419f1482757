import { storeLimits } from './limits.ts'
import { type ExpectedVersion, InvalidAppendError, type NewEvent, type StreamName } from './port.ts'

export interface SerializedEvent {
  readonly id: string
  readonly type: string
  readonly schemaVersion: number
  readonly data: string
  readonly metadata: string
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const idPattern = new RegExp(`^${uuid}$`)
const streamPattern = new RegExp(`^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*-${uuid}$`)
const typePattern = /^[A-Z][A-Za-z0-9]*$/

/**
 * An append as every adapter stores it, checked against the port's promises and limits.
 * @throws InvalidAppendError naming what does not fit
 */
export function serializeAppend(
  stream: StreamName,
  expected: ExpectedVersion,
  events: readonly NewEvent[],
): readonly SerializedEvent[] {
  requireStreamName(stream)
  if (expected !== 'no-stream' && !(Number.isSafeInteger(expected) && expected >= 1)) {
    throw new InvalidAppendError(`expected version must be 'no-stream' or a count of events from 1, not ${expected}`)
  }
  if (events.length === 0) throw new InvalidAppendError('an append needs at least one event')
  if (events.length > storeLimits.maxEventsPerAppend) {
    throw new InvalidAppendError(
      `${events.length} events in one append; the limit is ${storeLimits.maxEventsPerAppend}`,
    )
  }
  const serialized = serializeEvents(events)
  if (events.length > 1) requireSizeAndDistinctIds(serialized)
  return serialized
}

/** @throws InvalidAppendError on what is not `<category>-<uuid>` in lower case */
export function requireStreamName(stream: StreamName): void {
  if (typeof stream !== 'string' || stream.length > storeLimits.maxStreamNameLength || !streamPattern.test(stream)) {
    throw new InvalidAppendError(`a stream is named <category>-<uuid> in lower case, not ${JSON.stringify(stream)}`)
  }
}

/** Bytes of data and metadata as they count against the limits. */
export function getEventBytes(event: Pick<SerializedEvent, 'data' | 'metadata'>): number {
  return Buffer.byteLength(event.data) + Buffer.byteLength(event.metadata)
}

function serializeEvents(events: readonly NewEvent[]): SerializedEvent[] {
  const serialized: SerializedEvent[] = []
  let metadataObject: unknown
  let metadata = ''
  for (const event of events) {
    requireHeader(event)
    const data = toExactJson(event.data, 'data', event)
    if (event.metadata !== metadataObject) {
      // The events of one command share their metadata object.
      metadata = toExactJson(event.metadata, 'metadata', event)
      metadataObject = event.metadata
    }
    requireEventSize(event, data, metadata)
    serialized.push({ id: event.id, type: event.type, schemaVersion: event.schemaVersion, data, metadata })
  }
  return serialized
}

function requireHeader(event: NewEvent): void {
  if (typeof event.id !== 'string' || !idPattern.test(event.id)) {
    throw new InvalidAppendError(`an event id is a UUID in lower case, not ${JSON.stringify(event.id)}`)
  }
  if (
    typeof event.type !== 'string' ||
    event.type.length > storeLimits.maxEventTypeLength ||
    !typePattern.test(event.type)
  ) {
    throw new InvalidAppendError(`an event type is a name like MealRedeemed, not ${JSON.stringify(event.type)}`)
  }
  if (!Number.isSafeInteger(event.schemaVersion) || event.schemaVersion < 1) {
    throw new InvalidAppendError(`a schema version counts from 1; ${event.type} has ${event.schemaVersion}`)
  }
}

function toExactJson(value: unknown, part: 'data' | 'metadata', event: NewEvent): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidAppendError(`${part} of ${event.type} must be an object`)
  }
  const inexact = findInexactJson(value)
  if (inexact !== undefined) throw new InvalidAppendError(`${part} of ${event.type} holds ${inexact}`)
  return JSON.stringify(value)
}

function requireEventSize(event: NewEvent, data: string, metadata: string): void {
  // A UTF-16 unit takes at most three bytes of UTF-8: most events need no counting.
  if ((data.length + metadata.length) * 3 <= storeLimits.maxEventBytes) return
  const bytes = getEventBytes({ data, metadata })
  if (bytes > storeLimits.maxEventBytes) {
    throw new InvalidAppendError(`${event.type} takes ${bytes} bytes; the limit is ${storeLimits.maxEventBytes}`)
  }
}

function requireSizeAndDistinctIds(events: readonly SerializedEvent[]): void {
  const ids = new Set<string>()
  let bytes = 0
  for (const event of events) {
    ids.add(event.id)
    bytes += getEventBytes(event)
  }
  if (ids.size < events.length) throw new InvalidAppendError('two events of one append have the same id')
  if (bytes > storeLimits.maxAppendBytes) {
    throw new InvalidAppendError(`the append takes ${bytes} bytes; the limit is ${storeLimits.maxAppendBytes}`)
  }
}

/**
 * Why JSON text could not hold the value exactly, or `undefined` where it can: a number that is not finite or above 2^53 - 1, a lone
 * surrogate, `undefined`, anything that is not plain data, or nesting deeper than the limit. Minus zero counts as zero.
 */
export function findInexactJson(value: unknown, depth = 0): string | undefined {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? undefined : 'a string with a lone surrogate'
    case 'number':
      return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? undefined : `the number ${value}`
    case 'boolean':
      return undefined
    case 'object':
      return value === null ? undefined : findInexactMember(value, depth + 1)
    default:
      return `a value of type ${typeof value}`
  }
}

function findInexactMember(value: object, depth: number): string | undefined {
  if (depth > storeLimits.maxJsonDepth) return `nesting deeper than ${storeLimits.maxJsonDepth}`
  if (Array.isArray(value)) return findInexactItem(value, depth)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return 'an object that is not plain data'
  const members = value as { readonly [key: string]: unknown }
  // `in` makes no list of what it visits, and plain data inherits nothing that it could visit.
  for (const key in members) {
    if (!key.isWellFormed()) return 'a key with a lone surrogate'
    const found = findInexactJson(members[key], depth)
    if (found !== undefined) return `${found} at ${JSON.stringify(key)}`
  }
  return undefined
}

function findInexactItem(items: readonly unknown[], depth: number): string | undefined {
  for (let index = 0; index < items.length; index++) {
    const found = findInexactJson(items[index], depth)
    if (found !== undefined) return `${found} at [${index}]`
  }
  return undefined
}
