import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js'
import type { JsonObject } from '../decider/decider.ts'
import type { StorePlace } from '../position-token.ts'
import type { SerializedEvent } from '../serialized-append.ts'

/** An event as it lies on the server, where only its place in the log is known. */
export interface StoredEvent {
  /** As we name it: without the ledger's prefix. */
  readonly stream: string
  readonly version: number
  readonly place: StorePlace
  readonly id: string
  readonly type: string
  readonly schemaVersion: number
  readonly recordedAt: string
  readonly data: JsonObject
  readonly metadata: JsonObject
}

/** Among the ledger's events lies one that this ledger did not write. A reader that meets it stops: a consumer that skipped it would not be told. */
export class UnreadableEventError extends Error {
  override readonly name = 'UnreadableEventError'
}

export type ReadEvent = NonNullable<ReturnType<ReadResp['getEvent']>>

/** The server says positions as 2^64 - 1 where it does not know them. */
const NO_POSITION = '18446744073709551615'

/** The server keeps a JSON object beside the data: ours holds what it has no place for, the event's own metadata unchanged within. */
export function toEnvelope({ schemaVersion, metadata }: SerializedEvent, recordedAt: string): string {
  return `{"schemaVersion":${schemaVersion},"recordedAt":"${recordedAt}","metadata":${metadata}}`
}

/** @throws UnreadableEventError */
export function toStoredEvent(read: ReadEvent, prefix: string): StoredEvent {
  const recorded = getRecorded(read)
  const name = Buffer.from(recorded.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString()
  const version = Number(recorded.getStreamRevision()) + 1
  try {
    if (!name.startsWith(prefix)) throw new Error(`its stream does not begin with ${prefix}`)
    const envelope = parseObject(recorded.getCustomMetadata_asU8())
    const { schemaVersion, recordedAt, metadata } = envelope
    if (typeof schemaVersion !== 'number' || typeof recordedAt !== 'string' || !isJsonObject(metadata)) {
      throw new Error('it was written by somebody else')
    }
    return {
      stream: name.slice(prefix.length),
      version,
      place: toPlace(read),
      id: recorded.getId()?.getString() ?? '',
      type: recorded.getMetadataMap().get('type') ?? '',
      schemaVersion,
      recordedAt,
      data: parseObject(recorded.getData_asU8()),
      metadata,
    }
  } catch (error) {
    throw new UnreadableEventError(`event ${version} of ${name} is not one of the ledger`, { cause: error })
  }
}

/** @throws UnreadableEventError where the server does not say it */
export function toPlace(read: ReadEvent): StorePlace {
  const recorded = getRecorded(read)
  const [commit, prepare] = [recorded.getCommitPosition(), recorded.getPreparePosition()]
  if (commit === NO_POSITION || prepare === NO_POSITION) {
    throw new UnreadableEventError('the server does not say where events lie in its log; 22.10 and later do')
  }
  return { commit: BigInt(commit), prepare: BigInt(prepare) }
}

function getRecorded(read: ReadEvent): NonNullable<ReturnType<ReadEvent['getEvent']>> {
  const recorded = read.getEvent()
  if (recorded === undefined) throw new UnreadableEventError('the server answered with a link to an event that is gone')
  return recorded
}

export function parseObject(bytes: Uint8Array): JsonObject {
  const value: unknown = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString())
  if (!isJsonObject(value)) throw new Error('not a JSON object')
  return value
}

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
