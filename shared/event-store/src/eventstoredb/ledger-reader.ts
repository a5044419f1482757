import { eventStoreDbLimits } from '../limits.ts'
import { compareStorePlaces } from '../position-token.ts'
import { type Connection, persist, TransportError } from './connection.ts'
import type { Anchor } from './ledger-positions.ts'
import { requestAll, requestStream, requestStreamEnd } from './read-requests.ts'
import { type ReadEvent, type StoredEvent, toPlace, toStoredEvent } from './stored-event.ts'

/** Reads of one ledger's events. Each is tried again while the server is away, for as long as a read may take. */
export interface LedgerReader {
  /** Up to `limit` events after the anchor, in global order. @throws AnchorMissingError */
  readAfter(anchor: Anchor, limit: number, signal?: AbortSignal): Promise<readonly StoredEvent[]>
  /**
   * Counts on from an anchor. The first visit is the anchor's own event (unless it is the start), then each one after it, until `visit`
   * returns true or nothing is left. @throws AnchorMissingError
   */
  scan(anchor: Anchor, visit: (at: Anchor, read: ReadEvent) => boolean): Promise<void>
  /** From `fromVersion` on, that one included; empty where there is none. */
  readStream(stream: string, fromVersion: number, limit: number): Promise<readonly StoredEvent[]>
  /** Of any stream of the server, by its whole name. */
  readRaw(stream: string, version: number | 'last'): Promise<ReadEvent | undefined>
}

/** An event that was there is there no more: the log was restored, cut off, or belongs to another server. */
export class AnchorMissingError extends Error {
  override readonly name = 'AnchorMissingError'
  readonly sequence: number

  constructor(sequence: number) {
    super(`the server’s log no longer holds event ${sequence} of the ledger where it was`)
    this.sequence = sequence
  }
}

/** @param scanPage events that counting reads at once */
export function createLedgerReader(connection: Connection, prefix: string, scanPage: number): LedgerReader {
  const { readMs: idleMs } = eventStoreDbLimits
  /** Reads inclusively, so that each read proves its anchor; hands on what comes after it. */
  const readFrom = async (
    anchor: Anchor,
    limit: number,
    onEvent: (read: ReadEvent, isAnchor: boolean) => void,
    signal?: AbortSignal,
  ): Promise<void> => {
    let proven = anchor.sequence === 0
    const request = requestAll(prefix, anchor.place, proven ? limit : limit + 1)
    try {
      await connection.read(
        request,
        (response) => {
          const read = response.getEvent()
          if (read === undefined) return
          if (!proven && compareStorePlaces(toPlace(read), anchor.place) !== 0)
            throw new AnchorMissingError(anchor.sequence)
          onEvent(read, !proven)
          proven = true
        },
        signal === undefined ? { idleMs } : { idleMs, signal },
      )
    } catch (error) {
      // So the server answers a place at which nothing begins.
      const isNoPlace = error instanceof TransportError && /Unexpected (Filtered)?ReadAllResult/.test(error.message)
      throw isNoPlace ? new AnchorMissingError(anchor.sequence) : error
    }
    if (!proven) throw new AnchorMissingError(anchor.sequence)
  }

  return {
    readAfter: (anchor, limit, signal) =>
      persist(async () => {
        const events: StoredEvent[] = []
        const keep = (read: ReadEvent, isAnchor: boolean): void => {
          if (!isAnchor) events.push(toStoredEvent(read, prefix))
        }
        await readFrom(anchor, limit, keep, signal)
        return events
      }, signal),
    scan: async (anchor, visit) => {
      let reached = anchor
      let isEnough = false
      const step = (read: ReadEvent, isAnchor: boolean): void => {
        if (isEnough) return
        reached = { sequence: isAnchor ? reached.sequence : reached.sequence + 1, place: toPlace(read) }
        isEnough = visit(reached, read)
      }
      let before: number
      do {
        before = reached.sequence
        await persist(() => readFrom(reached, scanPage, step))
      } while (!isEnough && reached.sequence - before >= scanPage)
    },
    readStream: (stream, fromVersion, limit) =>
      persist(async () => {
        const events: StoredEvent[] = []
        await connection.read(
          requestStream(`${prefix}${stream}`, fromVersion, limit),
          (response) => {
            const read = response.getEvent()
            if (read !== undefined) events.push(toStoredEvent(read, prefix))
          },
          { idleMs },
        )
        return events
      }),
    readRaw: (stream, version) =>
      persist(async () => {
        let found: ReadEvent | undefined
        const request = version === 'last' ? requestStreamEnd(stream) : requestStream(stream, version, 1)
        await connection.read(
          request,
          (response) => {
            found ??= response.getEvent()
          },
          { idleMs },
        )
        return found
      }),
  }
}
