import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { canonicalJson } from './canonical-json.ts'

/** What a leaf of the transparency log says of an event. */
export type LoggedEvent = Pick<
  SequencedEvent,
  'ledger' | 'sequence' | 'stream' | 'version' | 'id' | 'type' | 'schemaVersion' | 'recordedAt' | 'data' | 'metadata'
>

/**
 * The bytes of a recorded event that the transparency log is made over: RFC 8785 of the members of `LoggedEvent`, UTF-8. At most 65,535,
 * which `storeLimits.maxEventBytes` ensures. Neither epoch nor position is in them: a ledger that was restored, or moved to another store,
 * goes on with the same tree.
 */
export function canonicalEventBytes(event: LoggedEvent): Uint8Array {
  const { ledger, sequence, stream, version, id, type, schemaVersion, recordedAt, data, metadata } = event
  const members = { data, id, ledger, metadata, recordedAt, schemaVersion, sequence, stream, type, version }
  return Buffer.from(canonicalJson(members))
}
