import { InvalidPositionError, type Position, type SequencedEvent } from '@welfare/event-store/port.ts'
import { comparePositionTokens, parsePosition } from '@welfare/event-store/position-token.ts'
import type { KafkaMessage } from 'kafkajs'
import { fromCloudEventMessage } from '../cloud-event.ts'

/** The ledger and the epoch whose topic it is. */
export interface TopicIdentity {
  readonly topic: string
  readonly ledger: string
  readonly epoch: number
}

/** The topic does not hold the ledger's events in sequence order. Nobody may go on as if it did; the message says where. */
export class TopicBrokenError extends Error {
  override readonly name = 'TopicBrokenError'
}

export interface ReadEvents {
  readonly events: readonly SequencedEvent[]
  /** The offset of each event's record. */
  readonly offsets: readonly number[]
  /** Why reading ended before the last record; what was read before it is to be handled first. */
  readonly broken: TopicBrokenError | undefined
}

/**
 * The events that come after sequence `last`, in order: what was seen before is dropped. `last` is undefined where reading begins in the middle
 * of the topic: the first record is then the first event. Broken: a gap, a record that is no event, another ledger's event or one of a later epoch.
 */
export function readEvents(
  identity: TopicIdentity,
  messages: readonly KafkaMessage[],
  last: number | undefined,
): ReadEvents {
  const events: SequencedEvent[] = []
  const offsets: number[] = []
  try {
    let sequence = last
    for (const message of messages) {
      const event = readEvent(identity, message)
      if (sequence !== undefined && event.sequence <= sequence) continue
      if (sequence !== undefined && event.sequence > sequence + 1) {
        throw new TopicBrokenError(`${at(identity, message)}: event ${event.sequence} comes after ${sequence}`)
      }
      sequence = event.sequence
      events.push(event)
      offsets.push(Number(message.offset))
    }
  } catch (error) {
    if (error instanceof TopicBrokenError) return { events, offsets, broken: error }
    throw error
  }
  return { events, offsets, broken: undefined }
}

/** An event before a restore keeps its epoch: the topic of a later one begins with it. */
function readEvent(identity: TopicIdentity, message: KafkaMessage): SequencedEvent {
  const event = decode(identity, message)
  if (event.ledger !== identity.ledger || event.epoch > identity.epoch) {
    throw new TopicBrokenError(`${at(identity, message)}: an event of ledger ${event.ledger}, epoch ${event.epoch}`)
  }
  return event
}

function decode(identity: TopicIdentity, message: KafkaMessage): SequencedEvent {
  try {
    return fromCloudEventMessage(message)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new TopicBrokenError(`${at(identity, message)}: ${reason}`, { cause: error })
  }
}

function at({ topic }: TopicIdentity, { offset }: KafkaMessage): string {
  return `topic-broken: ${topic} at offset ${offset}`
}

/** The sequence that a follower has seen; 0 for `undefined`. @throws InvalidPositionError where the topic cannot hold it */
export function sequenceOf({ ledger, epoch }: TopicIdentity, after: Position | undefined): number {
  if (after === undefined) return 0
  const parts = parsePosition(after)
  if (parts.ledger !== ledger || parts.epoch > epoch) {
    throw new InvalidPositionError(`not a position of ledger ${ledger} up to epoch ${epoch}: ${after}`)
  }
  if (parts.sequence === undefined) throw new InvalidPositionError(`a position without its sequence: ${after}`)
  return parts.sequence
}

/** @throws InvalidPositionError where `event` stands where `after` points to, and is another: a restore left that one behind */
export function confirmPosition({ topic }: TopicIdentity, after: Position, event: SequencedEvent): void {
  const isSame = parsePosition(after).epoch === event.epoch && comparePositionTokens(after, event.position) === 0
  if (!isSame) throw new InvalidPositionError(`${topic} has ${event.position} where ${after} was`)
}
