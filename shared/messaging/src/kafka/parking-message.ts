import { isUtf8 } from 'node:buffer'
import type { KafkaMessage, Message } from 'kafkajs'

/** A message that a consumer group outside could not handle, as it stands in the ledger's parking topic. */
export interface ParkedMessage {
  readonly group: string
  /** Of the event; where the message is no event, the place where it stood. */
  readonly id: string
  /** Where it came from, and goes to when it is tried again. */
  readonly topic: string
  readonly partition: number
  readonly offset: string
  readonly type: string
  readonly stream: string
  /** All tries so far. */
  readonly attempts: number
  /** What the last try ended with. */
  readonly error: string
  readonly parkedAt: string
  readonly message: {
    readonly key: string
    readonly value: string
    readonly encoding: 'utf8' | 'base64'
    readonly headers: Readonly<Record<string, string>>
  }
}

/** A copy that the desk hands to one group again: others pass it over. */
export const retryForHeader = 'welfare-retry-for'
/** How often it was tried before. */
export const attemptsHeader = 'welfare-attempts'

export function parkingKey(group: string, id: string): string {
  return `${group}|${id}`
}

export function toParkingRecord(parked: ParkedMessage): Message {
  return { key: parkingKey(parked.group, parked.id), value: JSON.stringify(parked) }
}

/** What compaction takes for "no longer there". */
export function toSettledRecord(group: string, id: string): Message {
  return { key: parkingKey(group, id), value: null }
}

/** The message as it was, for the group that parked it. */
export function toRetryMessage({ group, attempts, message }: ParkedMessage): Message {
  return {
    key: message.key,
    value: Buffer.from(message.value, message.encoding),
    headers: { ...message.headers, [retryForHeader]: group, [attemptsHeader]: String(attempts) },
  }
}

export function fromParkingRecord(value: Buffer): ParkedMessage {
  return JSON.parse(value.toString()) as ParkedMessage
}

export function toStoredMessage({ key, value, headers }: KafkaMessage): ParkedMessage['message'] {
  const bytes = value ?? Buffer.alloc(0)
  const encoding = isUtf8(bytes) ? 'utf8' : 'base64'
  const texts = Object.entries(headers ?? {}).map(([name, header]) => [name, String(header)])
  return { key: key?.toString() ?? '', value: bytes.toString(encoding), encoding, headers: Object.fromEntries(texts) }
}

export function headerOf({ headers }: KafkaMessage, name: string): string | undefined {
  return headers?.[name]?.toString()
}
