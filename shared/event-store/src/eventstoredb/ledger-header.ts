import { randomUUID } from 'node:crypto'
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js'
import type { JsonObject } from '../decider/decider.ts'
import { eventStoreDbLimits } from '../limits.ts'
import type { AppendLane } from './append-lane.ts'
import { type Connection, persist, TransportError } from './connection.ts'
import type { Anchor, Epoch } from './ledger-positions.ts'
import { requestStream, requestStreamEnd } from './read-requests.ts'
import { parseObject, type ReadEvent, toPlace, UnreadableEventError } from './stored-event.ts'

/** Streams of one ledger on a server that it shares with others. */
export interface LedgerNames {
  /** Every stream of events begins with it, and no other stream of the server does. */
  readonly prefix: string
  readonly header: string
  readonly marks: string
}

export interface LedgerHeader {
  readonly ledger: string
  readonly epochs: readonly Epoch[]
  readonly markEvery: number
  /** Events of the header itself: each epoch that was begun here is one. */
  readonly version: number
  /** No event of the ledger lies before it. */
  readonly start: Anchor
}

/** The namespace holds another ledger than the one asked for. */
export class WrongLedgerError extends Error {
  override readonly name = 'WrongLedgerError'
}

/** @throws RangeError on a name that could be taken for another ledger's */
export function nameLedger(namespace: string): LedgerNames {
  if (!/^[a-z][a-z0-9-]{0,62}$/.test(namespace) || /^welfare-(ledger|marks)$/.test(namespace)) {
    throw new RangeError(`a namespace is a word of small letters, digits and hyphens, not ${JSON.stringify(namespace)}`)
  }
  return { prefix: `${namespace}.`, header: `welfare-ledger.${namespace}`, marks: `welfare-marks.${namespace}` }
}

/**
 * The ledger's identity: its header stream, begun by the first to open it. Racers agree, because only one of them finds no stream.
 */
export async function openHeader(
  reading: Connection,
  lane: AppendLane,
  { header }: LedgerNames,
  wanted: { readonly ledger?: string | undefined; readonly epochs?: readonly Epoch[]; readonly markEvery?: number },
): Promise<LedgerHeader> {
  const proposal = {
    ledger: wanted.ledger ?? randomUUID(),
    epochs: (wanted.epochs ?? [{ epoch: 1, beginsAt: 1 }]).map(toPlain),
    markEvery: wanted.markEvery ?? eventStoreDbLimits.markEvery,
  }
  const found = await persist(async () => {
    const existing = await readHeader(reading, header)
    if (existing !== undefined) return existing
    await propose(lane, header, proposal)
    const written = await readHeader(reading, header)
    if (written === undefined) throw new TransportError(`the header ${header} could not be written`)
    return written
  })
  if (wanted.ledger !== undefined && wanted.ledger !== found.ledger) {
    throw new WrongLedgerError(`${header} is of ledger ${found.ledger}, not ${wanted.ledger}`)
  }
  return found
}

/** How many events the header has now. @throws TransportError when the server does not answer in time */
export async function readHeaderVersion(reading: Connection, { header }: LedgerNames, idleMs: number): Promise<number> {
  let last: ReadEvent | undefined
  const keep = (response: ReadResp): void => {
    last = response.getEvent() ?? last
  }
  await reading.read(requestStreamEnd(header), keep, { idleMs })
  return versionOf(last)
}

/**
 * From here on the ledger is in its next epoch: after its cluster was put back from a backup, so that nobody takes what is recorded now
 * for what was recorded then. Where the header has grown meanwhile it is refused: somebody else was first.
 */
export async function appendEpoch(
  lane: AppendLane,
  { header }: LedgerNames,
  { ledger, epochs, markEvery, version }: LedgerHeader,
  beginsAt: number,
): Promise<Epoch> {
  const next = { epoch: (epochs.at(-1)?.epoch ?? 0) + 1, beginsAt }
  const data = JSON.stringify({ ledger, epochs: [...epochs.map(toPlain), next], markEvery })
  const request = { stream: header, expectedVersion: version, events: [epochEvent(data)] }
  const answer = await lane.send(request, eventStoreDbLimits.attemptMs)
  if (answer.kind !== 'stored') throw new EpochNotBegunError(`epoch ${next.epoch} was not begun: ${answer.kind}`)
  return next
}

/** Somebody else began one, or the cluster did not take it. */
export class EpochNotBegunError extends Error {
  override readonly name = 'EpochNotBegunError'
}

function epochEvent(data: string) {
  return { id: randomUUID(), type: 'EpochBegun', data, envelope: '{}' }
}

function toPlain({ epoch, beginsAt }: Epoch): { readonly epoch: number; readonly beginsAt: number } {
  return { epoch, beginsAt }
}

async function propose(lane: AppendLane, stream: string, data: JsonObject): Promise<void> {
  const event = { id: randomUUID(), type: 'LedgerOpened', data: JSON.stringify(data), envelope: '{}' }
  const answer = await lane.send({ stream, expectedVersion: 0, events: [event] }, eventStoreDbLimits.attemptMs)
  if (answer.kind === 'refused') throw new Error(`the ledger cannot be opened: ${answer.reason}`)
}

/** One restore a week for twenty years. */
const MAX_HEADER_EVENTS = 1_000

/** The first event says where the ledger begins, the last one which epochs it has had. */
async function readHeader(reading: Connection, stream: string): Promise<LedgerHeader | undefined> {
  let first: ReadEvent | undefined
  let last: ReadEvent | undefined
  await reading.read(
    requestStream(stream, 1, MAX_HEADER_EVENTS),
    (response) => {
      const event = response.getEvent()
      first ??= event
      last = event ?? last
    },
    { idleMs: eventStoreDbLimits.readMs },
  )
  return first === undefined || last === undefined ? undefined : toHeader(last, first, stream)
}

function toHeader(read: ReadEvent, first: ReadEvent, stream: string): LedgerHeader {
  const { ledger, epochs, markEvery } = parseObject(read.getEvent()?.getData_asU8() ?? new Uint8Array())
  const known = Array.isArray(epochs) ? epochs.map(toEpoch) : []
  const isWhole = known.length > 0 && known.every((one) => one !== undefined)
  if (typeof ledger !== 'string' || typeof markEvery !== 'number' || !isWhole) {
    throw new UnreadableEventError(`${stream} does not begin as the header of a ledger`)
  }
  return {
    ledger,
    epochs: known.filter((one) => one !== undefined),
    markEvery,
    version: versionOf(read),
    start: { sequence: 0, place: toPlace(first) },
  }
}

function versionOf(last: ReadEvent | undefined): number {
  return last === undefined ? 0 : Number(last.getEvent()?.getStreamRevision()) + 1
}

function toEpoch(value: unknown): Epoch | undefined {
  const { epoch, beginsAt } = value as { readonly epoch?: unknown; readonly beginsAt?: unknown }
  return typeof epoch === 'number' && typeof beginsAt === 'number' ? { epoch, beginsAt } : undefined
}
